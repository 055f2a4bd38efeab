/** A total is told along indexes and without what is absent; it is what leafing through the list comes to. */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { CommunicationFilter } from '../../server/communications/filter.ts'
import { keysOf, totalOf } from '../../server/communications/keys.ts'
import { archiveCommunication, logCommunication } from '../../server/communications/log.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { isNoiseSql } from '../../server/db/noise-sql.ts'
import { act } from '../../server/db/write.ts'
import { archiveInvestor } from '../../server/grid/investors.ts'
import { isNoReply } from '../../server/proposals/noise.ts'
import { actorFor } from '../support/world.ts'
import { inesAddress, mayaAddress, openMailroom } from './mailroom.ts'

let room: Awaited<ReturnType<typeof openMailroom>>
let contact = ''

const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T09:00:00.000Z`
const types = ['call', 'note', 'meeting', 'email'] as const

/** Letters both ways, things typed with three investors, one of which is archived, and one of them taken back. */
beforeAll(async () => {
  room = await openMailroom()
  const { db, ines, marcus, harbor, alder, quill, maya, clock } = room
  contact = maya.id
  for (let n = 1; n <= 6; n += 1) room.receive({ subject: `Letter ${n}`, text: `Words ${n}`, at: day(n) })
  for (let n = 7; n <= 9; n += 1)
    room.receive({ subject: `Reply ${n}`, text: `Words ${n}`, from: inesAddress, to: [mayaAddress], at: day(n) })
  const made = [harbor, alder, quill].flatMap((investor, i) =>
    types.map((type, j) => {
      const form = { investor_id: investor.id, type, summary: `Said ${i} ${j}`, occurred_at: day(1 + i * 4 + j) }
      return act(db, actorFor(j % 2 ? ines : marcus), 'Logged', (tx) => logCommunication(tx, form).communication, {
        now: clock.now(),
      }).result
    }),
  )
  act(db, actorFor(ines), 'Archived', (tx) => archiveInvestor(tx, quill.id), { now: clock.now() })
  act(db, actorFor(ines), 'Archived', (tx) => archiveCommunication(tx, made[0]?.id ?? ''), { now: clock.now() })
})

const asked = fc.record(
  {
    type: fc.constantFrom(...types),
    direction: fc.constantFrom('in' as const, 'out' as const),
    userId: fc.constantFrom('ines', 'marcus'),
    investorId: fc.constantFrom('harbor', 'alder', 'quill'),
    contactId: fc.constant('maya'),
    address: fc.constantFrom('maya.chen@harborfo.example', 'ines@northlight.example'),
    since: fc.integer({ min: 1, max: 14 }).map(day),
    until: fc.integer({ min: 1, max: 14 }).map(day),
  },
  { requiredKeys: [] },
)

const filterOf = ({ userId, investorId, contactId, ...same }: CommunicationFilter): CommunicationFilter => ({
  ...same,
  ...(userId && { userId: userId === 'ines' ? room.ines.id : room.marcus.id }),
  ...(investorId && { investorId: room[investorId as 'harbor' | 'alder' | 'quill'].id }),
  ...(contactId && { contactId: contact }),
})

/** Said of each communication by itself, without an index: with whom it is, live, and what the filter asks. */
function plainCount(filter: CommunicationFilter): number {
  const { type, direction, userId, investorId, contactId, address, since = '', until = '9999' } = filter
  const sql = `SELECT count(*) FROM communications c LEFT JOIN mail_messages m ON m.id = c.mail_id
    WHERE c.deleted_at IS NULL AND +c.occurred_at >= @since AND +c.occurred_at < @until
    AND EXISTS (SELECT 1 FROM communication_investors l JOIN investors i ON i.id = l.investor_id
      WHERE l.communication_id = c.id AND l.deleted_at IS NULL AND i.deleted_at IS NULL
      AND (@investorId IS NULL OR i.id = @investorId))
    AND (@contactId IS NULL OR EXISTS (SELECT 1 FROM communication_contacts l
      WHERE l.communication_id = c.id AND l.deleted_at IS NULL AND l.contact_id = @contactId))
    AND (@type IS NULL OR c.type = @type) AND (@userId IS NULL OR c.user_id = @userId)
    AND (@direction IS NULL OR coalesce(m.direction, c.direction) = @direction)
    AND (@address IS NULL OR EXISTS (SELECT 1 FROM mail_parties p WHERE p.mail = m.rowid AND p.address_key = @address))`
  const none = { type: null, direction: null, userId: null, investorId: null, contactId: null, address: null }
  const given = { type, direction, userId, investorId, contactId, address, since, until }
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return Number(
    room.db.$client
      .prepare(sql)
      .pluck()
      .get({ ...none, ...values }),
  )
}

test('whatever a list is narrowed by, its total is the plain count, and as many can be leafed through', () => {
  expect(plainCount({})).toBeGreaterThan(12)
  fc.assert(
    fc.property(asked, (names) => {
      const filter = filterOf(names)
      const count = plainCount(filter)
      expect([totalOf(room.db, filter), keysOf(room.db, filter, { limit: 100 }).length]).toEqual([count, count])
    }),
    { numRuns: 300 },
  )
})

const words = [
  'no',
  'reply',
  'do',
  'not',
  'mailer',
  'daemon',
  'bounce',
  's',
  'root',
  'alert',
  'maya',
  'ir',
  '.',
  '-',
  '_',
  '+',
]
const sender = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 })
  .map((parts) => `${parts.join('')}@Firm.example`)

test('an index knows the addresses that take no answers as the rules about strangers do', () => {
  const asks = room.db.$client
    .prepare(`SELECT ${isNoiseSql} FROM (SELECT 'personal' AS nature, 1 AS recipients, ? AS from_address)`)
    .pluck()
  const agree = fc.property(sender, (address) => {
    expect(asks.get(address) === 1).toBe(isNoReply(address))
  })
  const known = ['Do-Not.Reply', 'ir-noreply', 'bounces+7a1', 'maya+noreply', 'Mailer_Daemon', 'donotreply', 'maya']
  fc.assert(agree, { numRuns: 1000, examples: known.map((name): [string] => [`${name}@firm.example`]) })
})

test('a letter from a contact at an address that takes no answers is told as stored', async () => {
  const { doing, receive, harbor, asInes } = room
  doing('Added', (tx) =>
    addContact(tx, { name: 'Harbor IR', emails: ['ir-noreply@harborfo.example'], investor_ids: [harbor.id] }),
  )
  receive({
    subject: 'Capital call',
    text: 'Please wire.',
    from: 'Harbor IR <ir-noreply@harborfo.example>',
    at: day(20),
  })

  const { data } = (await asInes('GET', '/api/communications?sender=ir-noreply@harborfo.example')).json()
  expect(data.map(({ state, subject }: Record<string, string>) => [state, subject])).toEqual([
    ['captured', 'Capital call'],
  ])
})
