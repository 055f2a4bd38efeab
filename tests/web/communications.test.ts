import { expect, test } from 'vitest'
import { browseCommunications } from '../../server/communications/list.ts'
import { logCommunication } from '../../server/communications/log.ts'
import { act, amend } from '../../server/db/write.ts'
import { actorFor } from '../support/world.ts'
import { openPanel, textOf } from './person.ts'

const htmx = { 'hx-request': 'true' }
const typed = { type: 'call', summary: 'Asked for the data room.', occurred_at: '2026-07-14T10:00' }

async function openLog() {
  const panel = await openPanel({ CRM_TIMEZONE: 'Europe/London' })
  const { db, harbor, ines, clock } = panel
  const logged = () => browseCommunications(db, {}, { limit: 10, offset: 0 }).items
  const log = (who = ines, more = {}) => {
    const form = {
      investor_id: harbor.id,
      type: 'call' as const,
      summary: 'They are in.',
      occurred_at: '2026-11-10T10:00:00.000Z',
      ...more,
    }
    return act(db, actorFor(who), 'Logged a call', (tx) => logCommunication(tx, form), { now: clock.now() }).result
      .communication
  }
  return { ...panel, logged, log }
}

test('the log form opens with the investor’s people and now, on the clock of the fund', async () => {
  const { inesAt, harbor, clock } = await openLog()
  clock.advance(-140 * 24 * 3_600_000)

  const { body } = await inesAt.visit(`/communications/new?investor_id=${harbor.id}`, htmx)

  expect(textOf(body)).toContain('Log with Harbor Family Office')
  expect(textOf(body)).toContain('Maya Chen')
  expect(body).toContain('value="2026-06-29T10:00"')
})

test('what is logged keeps the instant of the fund’s clock, who was in touch and with whom', async () => {
  const { inesAt, harbor, maya, logged } = await openLog()

  const reply = await inesAt.submit('/communications', { ...typed, investor_id: harbor.id, contact_ids: maya.id })

  expect(reply.headers.location).toBe(`/investors/${harbor.id}`)
  expect(logged()).toMatchObject([
    { by: 'Ines Okafor', people: [{ name: 'Maya Chen' }], communication: { occurredAt: '2026-07-14T09:00:00.000Z' } },
  ])
})

test('logged from the board, one stays on the board', async () => {
  const { inesAt, harbor } = await openLog()
  const board = { ...htmx, 'hx-current-url': 'http://crm.test/pipeline' }

  const reply = await inesAt.submit('/communications', { ...typed, investor_id: harbor.id }, board)

  expect(JSON.parse(String(reply.headers['hx-location']))).toMatchObject({ path: '/pipeline' })
})

test('nothing said is asked for again, with the rest as it was', async () => {
  const { inesAt, harbor, logged } = await openLog()

  const reply = await inesAt.submit('/communications', {
    ...typed,
    investor_id: harbor.id,
    summary: ' ',
    subject: 'DDQ',
  })

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain('Say what was discussed.')
  expect(reply.body).toContain('value="DDQ"')
  expect(logged()).toEqual([])
})

test('without an investor the dialog asks which, by name or by a person’s address', async () => {
  const { inesAt, harbor } = await openLog()

  const { body } = await inesAt.visit('/communications/new?search=maya.chen%40harborfo', htmx)

  expect(body).toContain(`/communications/new?investor_id=${harbor.id}`)
})

test('an edit changes what was said and who was there', async () => {
  const { inesAt, log, logged, maya } = await openLog()
  const call = log()

  await inesAt.submit(`/communications/${call.id}`, { ...typed, type: 'meeting', contact_ids: maya.id })

  expect(logged()).toMatchObject([
    { people: [{ name: 'Maya Chen' }], communication: { type: 'meeting', summary: 'Asked for the data room.' } },
  ])
})

test('an archived communication leaves every list, and Undo brings it back', async () => {
  const { inesAt, log, logged } = await openLog()
  const call = log()

  const reply = await inesAt.submit(`/communications/${call.id}/archive`, {}, htmx)
  expect(logged()).toEqual([])

  const flash = inesAt.cookies.get('crm_flash') ?? ''
  const { undo } = JSON.parse(Buffer.from(flash, 'base64url').toString())
  expect(reply.headers['hx-redirect']).toMatch(/^\//)
  await inesAt.submit('/undo', { batch_id: undo })
  expect(logged()).toHaveLength(1)
})

test.each([
  ['type=call', ['They are in.']],
  ['type=meeting', []],
  ['search=are+in', ['They are in.']],
  ['search=harbor', ['They are in.']],
  ['search=alder', []],
  ['since=2026-11-10&until=2026-11-10', ['They are in.']],
  ['since=2026-11-11', []],
])('the list filtered by %s', async (query, expected) => {
  const { inesAt, log } = await openLog()
  log()

  const { body } = await inesAt.visit(`/communications?${query}`)

  expect(body.includes('They are in.')).toBe(expected.length > 0)
})

test('words kept private are shown to nobody else: not in lists, history, forms or files', async () => {
  const { inesAt, marcusAt, marcus, harbor, log, db } = await openLog()
  const call = log(marcus, { summary: 'Her divorce settles in May.' })
  act(db, actorFor(marcus), 'Made private', (tx) => amend(tx, 'communications', call.id, { privacy: 'metadata' }))

  for (const path of [
    '/communications',
    '/communications.csv',
    `/investors/${harbor.id}`,
    `/investors/${harbor.id}/history`,
    '/activity',
    '/activity.csv',
  ]) {
    expect((await inesAt.visit(path)).body, path).not.toContain('divorce')
  }
  expect((await inesAt.visit(`/communications/${call.id}/edit`)).statusCode).toBe(403)
  expect((await inesAt.submit(`/communications/${call.id}/archive`, {})).statusCode).toBe(403)
  expect((await marcusAt.visit(`/investors/${harbor.id}`)).body).toContain('divorce')
})

test('the list is saved as CSV', async () => {
  const { inesAt, log } = await openLog()
  log()

  const { body } = await inesAt.visit('/communications.csv')

  expect(body).toContain('2026-11-10T10:00:00.000Z,call,Ines Okafor,Harbor Family Office,,,They are in.')
})

test('a viewer cannot log', async () => {
  const { veraAt, harbor, logged } = await openLog()

  expect((await veraAt.visit(`/communications/new?investor_id=${harbor.id}`)).statusCode).toBe(403)
  expect((await veraAt.submit('/communications', { ...typed, investor_id: harbor.id })).statusCode).toBe(403)
  expect(logged()).toEqual([])
})
