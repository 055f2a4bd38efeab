/** The last contact and the two lists as scripts and pages get them. */
import { expect, test } from 'vitest'
import { systemActor } from '../../server/db/actor.ts'
import type { PrivacyLevel } from '../../server/db/mirror.ts'
import { act, record, type Tx } from '../../server/db/write.ts'
import { storeMail } from '../../server/mail/store.ts'
import { storeEvent } from '../../server/meetings/store.ts'
import { peopleOf } from '../../server/meetings/wanted.ts'
import { letter, place } from '../mail/letters.ts'
import { lunch } from '../meetings/support.ts'
import { openPanel, person, textOf } from '../web/person.ts'

/** Maya asked Ines something on 10 November, in a mailbox of this level. */
async function openAsked(level: PrivacyLevel = 'full') {
  const panel = await openPanel()
  const { db, ines, clock } = panel
  const doing = <T>(work: (tx: Tx) => T) =>
    act(db, systemActor('capture'), 'Captured', work, { now: clock.now() }).result
  const where = place({ mailbox: ines.email, userId: ines.id, at: '2026-11-10T09:00:00.000Z' })
  doing((tx) => {
    record(tx, 'mailboxes', { address: ines.email, userId: ines.id, enabled: true, level })
    storeMail(tx, where, letter({ to: [ines.email], subject: 'Side letter', text: 'May we see it?' }))
  })
  return { ...panel, doing }
}

test('contacts, opportunities and organisations tell the last contact alike', async () => {
  const { asMarcus, maya, harbor, fundII, ines } = await openAsked()
  await asMarcus('POST', '/api/opportunities', { investor_id: harbor.id, fund_id: fundII.id })

  const contact = (await asMarcus('GET', `/api/contacts/${maya.id}`)).json()
  const [opportunity] = (await asMarcus('GET', '/api/opportunities')).json().data
  const organization = (await asMarcus('GET', `/api/organizations/${harbor.id}`)).json()
  const { values } = (await asMarcus('GET', `/api/fundraising/rows/${harbor.id}`)).json()

  const told = {
    last_contact_at: '2026-11-10T09:00:00.000Z',
    last_contact_by: ines.id,
    last_contact_type: 'email',
    last_inbound_at: '2026-11-10T09:00:00.000Z',
    next_meeting_at: null,
  }
  expect(contact).toMatchObject({ ...told, last_contact_id: contact.last_inbound_id })
  expect(opportunity).toMatchObject({ ...told, last_contact_id: contact.last_contact_id })
  expect(organization).toMatchObject(told)
  expect(values).toMatchObject(told)
})

test('contacts are sorted by their last contact', async () => {
  const { asMarcus, maya } = await openAsked()
  await asMarcus('POST', '/api/contacts', { name: 'Abe Never' })

  const { data } = (await asMarcus('GET', '/api/contacts?sort=-last_contact_at')).json()

  expect(data.map((one: { id: string }) => one.id)[0]).toBe(maya.id)
})

test('who waits is answered to everybody, the subject to whom it is open', async () => {
  const { asMarcus, asInes, maya, harbor, ines } = await openAsked('metadata')

  const toMarcus = (await asMarcus('GET', '/api/reports/unanswered')).json()
  const toInes = (await asInes('GET', '/api/reports/unanswered')).json()

  expect(toMarcus).toMatchObject({
    total: 1,
    data: [
      {
        contact: { id: maya.id, name: 'Maya Chen' },
        investors: [{ id: harbor.id, name: 'Harbor Family Office', list: 'main' }],
        since: '2026-11-10T09:00:00.000Z',
        days: 6,
        count: 1,
        subject: null,
        user_id: ines.id,
      },
    ],
  })
  expect(toInes.data[0].subject).toBe('Side letter')
})

test('a page says nothing of a letter that is kept from its reader', async () => {
  const { app, ines, marcus } = await openAsked('metadata')

  const toMarcus = textOf((await person(app, marcus).visit('/unanswered')).body)
  const toInes = textOf((await person(app, ines).visit('/unanswered')).body)

  expect(toMarcus).toContain('Maya Chen')
  expect(toMarcus).not.toMatch(/Side letter|May we see it/)
  expect(toInes).toContain('Side letter')
})

test('no answer needed takes somebody off, and undo puts them back', async () => {
  const { asMarcus, maya } = await openAsked()
  const waiting = async () => (await asMarcus('GET', '/api/reports/unanswered')).json().total

  const { batch_id } = (await asMarcus('POST', `/api/contacts/${maya.id}/no-answer-needed`)).json()
  const after = await waiting()
  await asMarcus('POST', '/api/fundraising/undo', { batch_id })

  expect([after, await waiting()]).toEqual([0, 1])
})

test('the days of going quiet are an admin’s to choose', async () => {
  const { asInes, asMarcus, harbor, clock } = await openAsked()
  const form = { lists: { main: 3 }, stages: { meeting: null } }

  const refused = await asMarcus('PUT', '/api/admin/quiet-days', form)
  const chosen = await asInes('PUT', '/api/admin/quiet-days', form)
  clock.advance(1000)
  const { data } = (await asMarcus('GET', '/api/reports/quiet')).json()

  expect([refused.statusCode, chosen.statusCode]).toEqual([403, 200])
  expect(chosen.json()).toMatchObject({ lists: { main: 3, follow_up: 45 }, stages: { due_diligence: 14 } })
  expect(data).toMatchObject([{ investor: { id: harbor.id }, days: 6, after_days: 3, last_contact_type: 'email' }])
})

const wrong: [string, object][] = [
  ['a stage there is not', { stages: { nowhere: 3 } }],
  ['a list there is not', { lists: { nowhere: 3 } }],
  ['less than no days', { lists: { main: -1 } }],
  ['half a day', { lists: { main: 1.5 } }],
]
test.each(wrong)('%s is refused', async (_what, form) => {
  const { asInes } = await openAsked()

  expect((await asInes('PUT', '/api/admin/quiet-days', form)).statusCode).toBe(422)
})

test('a meeting’s page and answer keep a private one from colleagues', async () => {
  const { asMarcus, asInes, doing, db, ines, harbor } = await openAsked()
  doing((tx) => {
    const people = peopleOf(db, 'northlight.example')
    const calendar = { mailbox: ines.email, userId: ines.id, zone: 'UTC', people }
    storeEvent(tx, calendar, { ...lunch, visibility: 'private' })
  })
  const { next_meeting_id, next_meeting_at } = (await asMarcus('GET', '/api/contacts')).json().data[0]

  const toMarcus = (await asMarcus('GET', `/api/meetings/${next_meeting_id}`)).json()
  const toInes = (await asInes('GET', `/api/meetings/${next_meeting_id}`)).json()

  expect(next_meeting_at).toBe('2026-11-19T15:00:00.000Z')
  expect(toMarcus).toMatchObject({
    starts_at: next_meeting_at,
    title: null,
    location: null,
    attendees: null,
    state: 'proposed',
    investors: [{ id: harbor.id, name: 'Harbor Family Office' }],
  })
  expect(toInes).toMatchObject({ title: 'Lunch with Maya', location: 'Pier 4' })
})

test('Today tells a colleague their meetings, who waits and who goes quiet', async () => {
  const { app, ines, marcus, doing, db } = await openAsked()
  doing((tx) => {
    const calendar = { mailbox: ines.email, userId: ines.id, zone: 'UTC', people: peopleOf(db, 'northlight.example') }
    storeEvent(tx, calendar, {
      ...lunch,
      start: { dateTime: '2026-11-17T10:00:00Z' },
      end: { dateTime: '2026-11-17T11:00:00Z' },
    })
  })

  const hers = textOf((await person(app, ines).visit('/today')).body)
  const his = textOf((await person(app, marcus).visit('/today')).body)

  expect(hers).toMatch(/Meetings .*tomorrow 10:00 · Lunch with Maya Harbor Family Office · Maya Chen/)
  expect(hers).toContain('1 of yours')
  expect(his).toContain('Nobody waits for an answer from you')
})

test('Today tells in words in which order those going quiet stand, and the stage of each', async () => {
  const { asInes, app, ines, harbor, alder, fundII, clock } = await openAsked()
  for (const { id } of [harbor, alder]) {
    await asInes('PATCH', `/api/fundraising/rows/${id}`, { values: { owner: ines.id } })
    const call = { type: 'call', summary: 'We spoke', occurred_at: '2026-11-10T09:00:00.000Z', investor_id: id }
    await asInes('POST', '/api/communications', call)
  }
  await asInes('POST', '/api/opportunities', { investor_id: alder.id, fund_id: fundII.id, stage: 'due_diligence' })
  clock.advance(60 * 86_400_000)

  const hers = textOf((await person(app, ines).visit('/today')).body)

  expect(hers).toMatch(/furthest in the pipeline first, then the longest silent\. Alder Pension Due diligence 6\d days/)
})
