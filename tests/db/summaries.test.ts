import fc from 'fast-check'
import { expect, test } from 'vitest'
import { archiveCommunication, editCommunication, logCommunication } from '../../server/communications/log.ts'
import { addContact, archiveContact, editContact, unlinkContact } from '../../server/contacts/contacts.ts'
import { setTags } from '../../server/contacts/tags.ts'
import type { Db } from '../../server/db/db.ts'
import { refreshPassedMeetings } from '../../server/db/passing-meetings.ts'
import { touchMeetings } from '../../server/db/stale.ts'
import { nothingStale, refreshSummaries } from '../../server/db/summaries.ts'
import { act, amend, restore, type Tx } from '../../server/db/write.ts'
import { enterCommitment, removeCommitmentEntry } from '../../server/funds/commitments.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { addInvestor, archiveInvestor } from '../../server/grid/investors.ts'
import { archiveOpportunity, flagOpportunity, moveOpportunity } from '../../server/pipeline/opportunities.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'

const columns = `investor_id, last_contact_at, last_contact_by, last_contact_type, last_contact_id, last_inbound_at,
  last_inbound_id, next_meeting_at, next_meeting_id, stage, stage_position, open_opportunities, expected_amount, total_committed, commitments, tag_ids, contact_count`
const words = ['harbor', 'alder', 'lisbon', 'maya', 'nora', 'warm', 'anchor', 'harborfo', 'quill', 'porto']

/** Everything derived: the summaries of investors and people, and which investors each word finds. */
function derived(db: Db) {
  const summaries = db.$client.prepare(`SELECT ${columns} FROM investor_summaries ORDER BY investor_id`).all()
  const people = db.$client.prepare('SELECT * FROM contact_summaries ORDER BY contact_id').all()
  const find = db.$client
    .prepare(
      'SELECT s.investor_id FROM investor_search f JOIN investor_summaries s ON s.rowid = f.rowid WHERE f.document MATCH ? ORDER BY 1',
    )
    .pluck()
  return { summaries, people, found: words.map((word) => find.all(`"${word}"`)) }
}

/** The same, worked out from nothing but the rows of the record. */
function derivedAfresh(db: Db) {
  db.$client.exec('DELETE FROM investor_search; DELETE FROM investor_summaries; DELETE FROM contact_summaries')
  const stale = nothingStale()
  for (const id of ids(db, 'SELECT id FROM investors')) stale.row.add(id)
  for (const id of ids(db, 'SELECT id FROM contacts')) stale.person.add(id)
  refreshSummaries(db, stale, now)
  return derived(db)
}

/** One meeting with Maya and Nora, as capture mirrors it. */
function putMeeting(tx: Tx, startsAt: string, status: string): void {
  const put = `INSERT INTO meetings (id, key, starts_at, ends_at, status, level, updated_at)
    VALUES ('the-meeting', 'the-meeting', @startsAt, @startsAt, @status, 'full', @startsAt)
    ON CONFLICT (key) DO UPDATE SET starts_at = @startsAt, status = @status`
  tx.db.$client.prepare(put).run({ startsAt, status })
  const party = 'INSERT OR IGNORE INTO meeting_parties (address_key, meeting) SELECT ?, rowid FROM meetings'
  const keys = ['maya.chen@harborfo.example', 'nora@vik.example']
  for (const key of keys) tx.db.$client.prepare(party).run(key)
  touchMeetings(tx.db, tx.stale, keys)
}

type Step = (tx: Tx, world: World) => void

const ids = (db: Db, sql: string) => db.$client.prepare(sql).pluck().all() as string[]
const newest = (db: Db, table: string) => ids(db, `SELECT id FROM live_${table} ORDER BY id DESC LIMIT 1`)
const stillThere = (tx: Tx, contactId: string) => ids(tx.db, `SELECT id FROM live_contacts WHERE id = '${contactId}'`)
const each = (list: string[], then: (id: string) => void) => list.forEach(then)
const now = new Date('2026-11-21T09:00:00.000Z')
const call = { type: 'call', summary: 'A word on timing', occurred_at: '2026-10-01T10:00:00.000Z' } as const

const steps: Record<string, Step> = {
  'log a call with Harbor': (tx, { harbor }) => logCommunication(tx, { ...call, investor_id: harbor.id }),
  'log a note with Harbor': (tx, { harbor }) =>
    logCommunication(tx, { ...call, type: 'note', investor_id: harbor.id, occurred_at: '2026-11-01T10:00:00.000Z' }),
  'log an older call with Alder': (tx, { alder }) =>
    logCommunication(tx, { ...call, investor_id: alder.id, occurred_at: '2026-01-01T10:00:00.000Z' }),
  'move the newest communication in time': (tx) =>
    each(newest(tx.db, 'communications'), (id) =>
      editCommunication(tx, id, { occurred_at: '2026-09-09T09:00:00.000Z' }),
    ),
  'log a call with Maya': (tx, { harbor, maya }) =>
    logCommunication(tx, { ...call, investor_id: harbor.id, contact_ids: stillThere(tx, maya.id) }),
  'log an e-mail from Maya': (tx, { harbor, maya }) =>
    logCommunication(
      tx,
      {
        ...call,
        type: 'email',
        investor_id: harbor.id,
        contact_ids: stillThere(tx, maya.id),
        occurred_at: '2026-10-05T10:00:00.000Z',
      },
      { direction: 'in', from: 'Maya.Chen+x@harborfo.example' },
    ),
  'take Maya’s address': (tx, { maya }) => each(stillThere(tx, maya.id), (id) => editContact(tx, id, { emails: [] })),
  'give Maya her address': (tx, { maya }) =>
    each(stillThere(tx, maya.id), (id) => editContact(tx, id, { emails: ['maya.chen@harborfo.example'] })),
  'log a meeting with Maya next week': (tx, { harbor, maya }) =>
    logCommunication(tx, {
      ...call,
      type: 'meeting',
      investor_id: harbor.id,
      contact_ids: stillThere(tx, maya.id),
      occurred_at: '2026-11-28T10:00:00.000Z',
    }),
  'move the newest communication to next month': (tx) =>
    each(newest(tx.db, 'communications'), (id) =>
      editCommunication(tx, id, { occurred_at: '2026-12-09T09:00:00.000Z' }),
    ),
  'call the newest communication a meeting': (tx) =>
    each(newest(tx.db, 'communications'), (id) => editCommunication(tx, id, { type: 'meeting' })),
  'say that nobody took part': (tx) =>
    each(newest(tx.db, 'communications'), (id) => editCommunication(tx, id, { contact_ids: [] })),
  'a calendar asks Maya and Nora': (tx) => putMeeting(tx, '2026-11-25T10:00:00.000Z', 'confirmed'),
  'a calendar moves it to the past': (tx) => putMeeting(tx, '2026-11-02T10:00:00.000Z', 'confirmed'),
  'a calendar cancels it': (tx) => putMeeting(tx, '2026-11-25T10:00:00.000Z', 'cancelled'),
  'archive the newest communication': (tx) =>
    each(newest(tx.db, 'communications'), (id) => archiveCommunication(tx, id)),
  'commit Harbor to Fund II': (tx, { harbor, fundII }) =>
    enterCommitment(tx, { investor_id: harbor.id, fund_id: fundII.id, measure: 'signed', amount: 500_00 }),
  'soft-circle Harbor in Fund I': (tx, { harbor, fundI }) =>
    enterCommitment(tx, { investor_id: harbor.id, fund_id: fundI.id, measure: 'soft', amount: -20_00 }),
  'remove the newest entry': (tx) => each(newest(tx.db, 'commitment_entries'), (id) => removeCommitmentEntry(tx, id)),
  'flag Alder': (tx, { alder, fundII }) => {
    if (newest(tx.db, 'opportunities').length === 0) {
      flagOpportunity(tx, { investor_id: alder.id, fund_id: fundII.id, expected_amount: 100_00 })
    }
  },
  'move the opportunity on': (tx) =>
    each(newest(tx.db, 'opportunities'), (id) => moveOpportunity(tx, id, { stage: 'meeting', reason: 'they asked' })),
  'lose the opportunity': (tx) =>
    each(newest(tx.db, 'opportunities'), (id) => moveOpportunity(tx, id, { stage: 'lost', reason: 'no answer' })),
  'archive the opportunity': (tx) => each(newest(tx.db, 'opportunities'), (id) => archiveOpportunity(tx, id)),
  'add Nora to Harbor and Alder': (tx, { harbor, alder }) =>
    addContact(tx, { name: 'Nora Vik', emails: ['nora@vik.example'], investor_ids: [harbor.id, alder.id] }),
  'rename the newest contact': (tx) =>
    each(newest(tx.db, 'contacts'), (id) => editContact(tx, id, { name: 'Nora Anchor', emails: ['n@porto.example'] })),
  'archive the newest contact': (tx) => each(newest(tx.db, 'contacts'), (id) => archiveContact(tx, id)),
  'take Maya from Harbor': (tx, { maya, harbor }) => unlinkContact(tx, maya.id, harbor.id),
  'tag Harbor': (tx, { harbor }) => setTags(tx, harbor.id, ['Warm', 'Anchor']),
  'tag Harbor otherwise': (tx, { harbor }) => setTags(tx, harbor.id, ['Anchor']),
  'rename a tag': (tx) => each(newest(tx.db, 'tags'), (id) => amend(tx, 'tags', id, { name: 'Porto' })),
  'move Harbor to Lisbon': (tx, { harbor }) => writeCells(tx, harbor.id, { city: 'Lisbon' }),
  'put Harbor on another list': (tx, { harbor }) => writeCells(tx, harbor.id, { list: 'graveyard' }),
  'add an investor': (tx) => addInvestor(tx, { name: 'Porto Foundation', notes: 'Warm' }),
  'archive Quill': (tx, { quill }) => {
    if (ids(tx.db, `SELECT id FROM live_investors WHERE id = '${quill.id}'`).length > 0) archiveInvestor(tx, quill.id)
  },
  'tag Quill behind its back': (tx, { quill }) => setTags(tx, quill.id, ['Warm']),
  'restore Quill': (tx, { quill }) => restore(tx, 'investors', quill.id),
}

test('what is kept up to date act by act is what the rows say', () => {
  const plan = fc.array(fc.array(fc.constantFrom(...Object.keys(steps)), { minLength: 1, maxLength: 4 }), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(plan, (acts) => {
      const world = openWorld()
      for (const names of acts) {
        const work = (tx: Tx) => each(names, (name) => steps[name]?.(tx, world))
        act(world.db, actorFor(world.ines), 'A few things', work, { now })
      }
      expect(derived(world.db)).toEqual(derivedAfresh(world.db))
    }),
    { numRuns: 60 },
  )
})

test('an archived investor is not found, and found again when it is back', () => {
  const { db, ines, quill } = openWorld()
  const found = () => derived(db).found[words.indexOf('quill')]
  act(db, actorFor(ines), 'Archived Quill', (tx) => archiveInvestor(tx, quill.id))
  expect(found()).toEqual([])

  act(db, actorFor(ines), 'Restored Quill', (tx) => restore(tx, 'investors', quill.id))

  expect(found()).toEqual([quill.id])
})

test('when a meeting has begun it is the last contact, and the one after it the next', () => {
  const { db, ines, harbor, maya } = openWorld()
  const meeting = (occurred_at: string) =>
    act(
      db,
      actorFor(ines),
      'Logged a meeting',
      (tx) =>
        logCommunication(tx, { ...call, type: 'meeting', investor_id: harbor.id, contact_ids: [maya.id], occurred_at }),
      { now },
    )
  meeting('2026-11-25T10:00:00.000Z')
  meeting('2026-12-25T10:00:00.000Z')
  const seen = (table: string) =>
    db.$client
      .prepare(`SELECT last_contact_at AS last, next_meeting_at AS next FROM ${table}
    WHERE next_meeting_at IS NOT NULL`)
      .all()
  expect(seen('investor_summaries')).toEqual([{ last: null, next: '2026-11-25T10:00:00.000Z' }])

  const passed = refreshPassedMeetings(db, new Date('2026-11-25T11:00:00.000Z'))

  const then = [{ last: '2026-11-25T10:00:00.000Z', next: '2026-12-25T10:00:00.000Z' }]
  expect([passed, seen('investor_summaries'), seen('contact_summaries')]).toEqual([2, then, then])
})
