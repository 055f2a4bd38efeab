import { expect, test } from 'vitest'
import { days } from '../support/clock.ts'
import { openApp } from '../support/world.ts'

const yesterday = '2026-11-16T12:00:00.000Z'

/** The small fund, a day later, after Marcus moved Harbor, signed it and archived Alder. */
async function open() {
  const app = await openApp()
  const { asMarcus, harbor, alder, clock } = app
  clock.advance(days(1))
  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Lisbon', fund_ii_signed: 500 } })
  await asMarcus('DELETE', `/api/fundraising/rows/${alder.id}`)
  clock.advance(days(1))
  const get = async (path: string) => (await app.asVera('GET', `/api/fundraising${path}`)).json()
  return { ...app, get }
}

test('one row is answered as it was', async () => {
  const { get, harbor, alder } = await open()

  expect((await get(`/rows/${harbor.id}?as_of=${yesterday}`)).values).toMatchObject({
    city: 'Boston',
    fund_ii_signed: null,
  })
  expect((await get(`/rows/${alder.id}?as_of=${yesterday}`)).values).toMatchObject({ name: 'Alder Pension' })
  expect((await get(`/rows/${alder.id}`)).code).toBe('not_found')
})

test('totals are those of the day', async () => {
  const { get, fundII } = await open()
  const signed = ({ funds }: { funds: { id: string; signed: number }[] }) =>
    funds.find(({ id }) => id === fundII.id)?.signed

  const [was, is] = [await get(`/relational-summary?as_of=${yesterday}`), await get('/relational-summary')]

  expect([was.counts.investors, is.counts.investors]).toEqual([3, 2])
  expect([signed(was), signed(is)]).toEqual([0, 500])
  expect(was.version).toBeLessThan(is.version)
})

test('an instant may carry its offset, and one to come means now', async () => {
  const { get, harbor } = await open()

  const offset = encodeURIComponent('2026-11-16T14:00:00+02:00')
  expect((await get(`/rows/${harbor.id}?as_of=${offset}`)).values.city).toBe('Boston')
  expect(await get(`/rows/${harbor.id}?as_of=2099-01-01T00:00:00Z`)).toEqual(await get(`/rows/${harbor.id}`))
})

test.each(['yesterday', '2026-11-16', '2026-13-01T00:00:00Z', ''])('“%s” is no instant', async (asOf) => {
  const { asVera, harbor } = await open()

  const reply = await asVera('GET', `/api/fundraising/rows/${harbor.id}?as_of=${asOf}`)

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields.as_of).toBe('Give an instant such as 2026-10-01T18:00:00Z.')
})

test('the look beside the grid tells of that day too', async () => {
  const { asVera, alder } = await open()

  const [was, is] = await Promise.all([
    asVera('GET', `/investors/${alder.id}/peek?as_of=${yesterday}`),
    asVera('GET', `/investors/${alder.id}/peek`),
  ])

  expect(was.body).toContain('Alder Pension')
  expect(is.statusCode).toBe(404)
})
