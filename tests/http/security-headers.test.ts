import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

const names = ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy']

test('every answer has the same headers, pages, data and errors alike', async () => {
  const { app, asVera } = await openApp()
  const replies = [await app.inject('/sign-in'), await asVera('GET', '/api/me'), await app.inject('/api/nothing')]

  const [first, ...others] = replies.map(({ headers }) => names.map((name) => headers[name]))
  expect(first).toEqual([expect.stringContaining("default-src 'none'"), 'nosniff', 'DENY', 'same-origin'])
  for (const other of others) expect(other).toEqual(first)
})

test('a logo that an admin sets is let in from then on, and no other host', async () => {
  const { app, asInes } = await openApp()
  const images = async () => String((await app.inject('/sign-in')).headers['content-security-policy'])
  expect(await images()).not.toContain('logos.example')

  await asInes('POST', '/admin/settings', {
    name: 'Northlight',
    accent: '#0f766e',
    logo: 'https://logos.example/a.png',
  })
  expect(await images()).toContain("img-src 'self' data: https://logos.example;")
})
