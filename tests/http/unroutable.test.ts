import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

test('an address with a part longer than any of ours is answered like every other that is not there', async () => {
  const { asInes } = await openApp()

  const reply = await asInes('PUT', `/api/admin/capture/mailboxes/${'a'.repeat(400)}@northlight.example`, {})

  expect(reply.statusCode).toBe(404)
  expect(reply.json()).toEqual({ detail: 'There is nothing at this address.', code: 'not_found' })
})

test('an address that cannot be read is told so in the same shape', async () => {
  const { asInes } = await openApp()

  const reply = await asInes('GET', '/api/proposals/%E0%A4%A')

  expect(reply.statusCode).toBe(400)
  expect(reply.json()).toEqual({ detail: expect.stringMatching(/\.$/), code: 'bad_request' })
})

test.each(['limit=200000', 'limit=99999999999', 'limit=-1', 'limit=x'])(
  '%s is told the bounds that hold',
  async (query) => {
    const { asInes } = await openApp()

    const reply = await asInes('GET', `/api/activity?${query}`)

    expect(reply.statusCode).toBe(422)
    expect(JSON.stringify(reply.json())).toContain('Give a whole number from 0 to 100,000.')
  },
)

test('a confirmation that is neither yes, no nor values is told what to give', async () => {
  const { asInes } = await openApp()

  const reply = await asInes('POST', '/api/proposals/none/approve', { confirm: 'yes' })

  expect(reply.statusCode).toBe(422)
  expect(JSON.stringify(reply.json())).toContain('Give true or false, or the values you saw, by field.')
})
