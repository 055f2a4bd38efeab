import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

test.each([
  ['GET', '/api/me?fields=name'],
  ['GET', '/api/funds/1?as_of=2026-01-01'],
  ['POST', '/api/fundraising/backup?kind=nightly'],
  ['GET', '/api/tasks?sort=nope'],
  ['GET', '/api/tokens?sort=__proto__'],
] as const)('%s %s is refused: nothing there has this parameter or key', async (method, url) => {
  const { asInes } = await openApp()

  const reply = await asInes(method, url)
  expect(reply.statusCode).toBe(422)
  expect(Object.keys(reply.json().fields)).toHaveLength(1)
})

test('a write without a body refuses one, and takes an empty one', async () => {
  const { asInes, harbor } = await openApp()
  const at = `/api/fundraising/rows/${harbor.id}`

  expect((await asInes('DELETE', at, { confirm: true })).json()).toMatchObject({
    fields: { confirm: expect.any(String) },
  })
  expect((await asInes('DELETE', at, [])).statusCode).toBe(422)
  expect((await asInes('DELETE', at, {})).statusCode).toBe(200)
})
