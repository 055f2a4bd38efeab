import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

/** Harbor with a call, an opportunity and a commitment; then Harbor is archived. */
async function openWithHarborArchived() {
  const world = await openApp()
  const { asInes, harbor, maya, fundI } = world
  const make = async (url: string, form: object) =>
    (await asInes('POST', url, { investor_id: harbor.id, ...form })).json().id as string
  const call = { type: 'call', summary: 'Spoke of terms', occurred_at: '2026-11-10T10:00:00Z', contact_ids: [maya.id] }
  const ids = {
    call: await make('/api/communications', call),
    opportunity: await make('/api/opportunities', { fund_id: fundI.id }),
    entry: await make('/api/commitments', { fund_id: fundI.id, measure: 'signed', amount: 100 }),
  }
  await asInes('DELETE', `/api/fundraising/rows/${harbor.id}`)
  return { ...world, ids }
}

test('what hangs on an archived investor is in no list', async () => {
  const { asInes, harbor } = await openWithHarborArchived()
  const total = async (url: string) => (await asInes('GET', url)).json().total

  expect(await total('/api/communications')).toBe(0)
  expect(await total('/api/opportunities')).toBe(0)
  expect(await total('/api/commitments')).toBe(0)
  expect(await total(`/api/contacts?investor_id=${harbor.id}`)).toBe(0)
  expect(await total('/api/fundraising/rows?search=maya')).toBe(0)
})

test('the numbers count what the lists list', async () => {
  const { asInes } = await openWithHarborArchived()

  const { counts } = (await asInes('GET', '/api/fundraising/relational-summary')).json()
  const dashboard = (await asInes('GET', '/api/reports/dashboard')).json()

  expect(counts).toMatchObject({ investors: 2, opportunities: 0, communications: 0 })
  expect(dashboard.counts).toContainEqual(expect.objectContaining({ key: 'communications_30_days', value: 0 }))
})

test('nor can it be opened, moved or taken away', async () => {
  const { app, asInes, tokens, ids } = await openWithHarborArchived()
  const form = (url: string, payload: string) =>
    app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${tokens.ines}`, 'content-type': 'application/x-www-form-urlencoded' },
      payload,
    })

  const replies = await Promise.all([
    asInes('GET', `/api/communications/${ids.call}`),
    asInes('GET', `/api/opportunities/${ids.opportunity}`),
    asInes('DELETE', `/api/commitments/${ids.entry}`),
    form(`/opportunities/${ids.opportunity}/move`, 'stage=meeting'),
    form(`/commitments/${ids.entry}/archive`, ''),
  ])

  expect(replies.map((reply) => reply.statusCode)).toEqual([404, 404, 404, 404, 404])
})

test('it is all there again when the investor is brought back', async () => {
  const { asInes, harbor, ids } = await openWithHarborArchived()

  await asInes('POST', `/api/fundraising/rows/${harbor.id}/restore`)

  expect((await asInes('GET', `/api/communications/${ids.call}`)).statusCode).toBe(200)
  expect((await asInes('GET', '/api/fundraising/rows?search=maya')).json().total).toBe(1)
})

test('an investor is not found by the address of a person who was archived', async () => {
  const { asInes, maya } = await openApp()
  const found = async () => (await asInes('GET', '/api/fundraising/rows?search=maya.chen%40harborfo')).json().total
  expect(await found()).toBe(1)

  await asInes('DELETE', `/api/contacts/${maya.id}`)

  expect(await found()).toBe(0)
})

test('restoring what was never there says so in words', async () => {
  const { asInes } = await openApp()

  const reply = await asInes('POST', '/api/fundraising/rows/nobody/restore')

  expect(reply.statusCode).toBe(404)
  expect(reply.json().detail).toBe('This investor does not exist, or is archived.')
})
