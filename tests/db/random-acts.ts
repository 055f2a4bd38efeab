/** Anything the team may do, one random act after the other, through the functions the surfaces call. */
import fc from 'fast-check'
import { editCommunication, logCommunication } from '../../server/communications/log.ts'
import { addContact, archiveContact, editContact } from '../../server/contacts/contacts.ts'
import type { Actor } from '../../server/db/actor.ts'
import { type Entity, entities } from '../../server/db/entities.ts'
import { batches, communications, contacts, investors, opportunities } from '../../server/db/live.ts'
import { act, archive, type Tx } from '../../server/db/write.ts'
import { UserError } from '../../server/errors.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { editFund } from '../../server/funds/funds.ts'
import { editCells } from '../../server/grid/cells.ts'
import { editField } from '../../server/grid/custom-fields.ts'
import { addField, allFields } from '../../server/grid/fields.ts'
import { addInvestor, archivedList, archiveInvestor, restoreInvestor } from '../../server/grid/investors.ts'
import { flagOpportunity, moveOpportunity } from '../../server/pipeline/opportunities.ts'
import { undo } from '../../server/undo/undo.ts'
import { addFormula, changeFormula } from '../grid/formula-columns.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'

export type Act = { kind: keyof typeof acts; who: number; a: number; b: number; word: string }

const when = '2026-11-10T09:00:00.000Z'
const stages = ['lead', 'meeting', 'due_diligence', 'committed', 'lost']
const pick = <T>(items: readonly T[], n: number): T => {
  if (items.length === 0) throw new UserError('not_found', 'There is none to pick.')
  return items[n % items.length] as T
}
/** Over columns, cells, the ledger, people, and over one another: some are refused, for a circle or a column not there. */
const formulas = [
  '{Pet} & "!" & {Changed by}',
  'LEN({Name}) / (LEN({City}) - 3)',
  '{Contacts} & {Tags} & {Stage}',
  'IF({Fund I signed} > 3, {Pet}, {Owner})',
  '{Total committed} + {Open opportunities}',
  'UPPER({Red} & {Name})',
  '{Green} & {Last contact}',
  '{Blue}',
]
const custom = (tx: Tx) => allFields(tx.db).filter(({ builtin, type }) => !builtin && type !== 'commitment')
const live = (
  tx: Tx,
  view: typeof investors | typeof contacts | typeof communications | typeof opportunities,
  n: number,
) => pick(tx.db.select({ id: view.id }).from(view).orderBy(view.id).all(), n).id

const acts = {
  addInvestor: (tx: Tx, { word }: Act) => addInvestor(tx, { name: word, city: word, tags: [word], pet: word }),
  editCells: (tx: Tx, { a, b, word }: Act) => {
    const values = [
      { city: word },
      { name: `${word}!` },
      { pet: word },
      { pet: null },
      { tags: [word, 'Warm'] },
      { tags: [] },
    ]
    return editCells(tx, live(tx, investors, a), pick(values, b))
  },
  setCommitment: (tx: Tx, { a, b }: Act) => editCells(tx, live(tx, investors, a), { fund_i_signed: b * 100 }),
  setPeople: (tx: Tx, { a, b }: Act) => editCells(tx, live(tx, investors, a), { contacts: [live(tx, contacts, b)] }),
  archiveInvestor: (tx: Tx, { a }: Act) => archiveInvestor(tx, live(tx, investors, a)),
  restoreInvestor: (tx: Tx, { a }: Act) => restoreInvestor(tx, pick(archivedList(tx.db), a).id),
  addContact: (tx: Tx, { a, word }: Act) =>
    addContact(tx, { name: word, emails: ['a@x.example', 'b@x.example'], investor_ids: [live(tx, investors, a)] }),
  editContact: (tx: Tx, { a, b, word }: Act) =>
    editContact(tx, live(tx, contacts, a), {
      name: word,
      emails: b % 2 ? ['b@x.example'] : [],
      investor_ids: [live(tx, investors, b)],
    }),
  archiveContact: (tx: Tx, { a }: Act) => archiveContact(tx, live(tx, contacts, a)),
  log: (tx: Tx, { a, b, word }: Act) => {
    const type = pick(['call', 'note', 'email', 'meeting'] as const, b)
    const form = {
      investor_id: live(tx, investors, a),
      type,
      summary: word,
      occurred_at: `2026-11-${10 + 2 * b}T09:00:00.000Z`,
      contact_ids: a % 2 ? [live(tx, contacts, a)] : [],
    }
    return logCommunication(tx, form, b % 3 === 0 ? { messageId: `${b % 4}@x.example`, direction: 'in' } : {})
  },
  editCommunication: (tx: Tx, { a, b }: Act) =>
    editCommunication(
      tx,
      live(tx, communications, a),
      pick([{ type: 'note' }, { type: 'meeting' }, { occurred_at: when }] as const, b),
    ),
  archiveCommunication: (tx: Tx, { a }: Act) => archive(tx, 'communications', live(tx, communications, a)),
  flag: (tx: Tx, { a, b }: Act) => {
    const fund = pick(tx.db.$client.prepare('SELECT id FROM live_funds ORDER BY id').pluck().all() as string[], b)
    return flagOpportunity(tx, {
      investor_id: live(tx, investors, a),
      fund_id: fund,
      stage: pick(stages, b),
      expected_amount: b,
    })
  },
  move: (tx: Tx, { a, b, word }: Act) =>
    moveOpportunity(tx, live(tx, opportunities, a), { stage: pick(stages, b), reason: word }),
  enter: (tx: Tx, { a, b }: Act) => {
    const fund = pick(tx.db.$client.prepare('SELECT id FROM live_funds ORDER BY id').pluck().all() as string[], b)
    const measure = pick(['soft', 'signed', 'funded'] as const, b)
    return enterCommitment(tx, { investor_id: live(tx, investors, a), fund_id: fund, measure, amount: b + 1 })
  },
  renameFund: (tx: Tx, { word }: Act) => {
    const [fund] = tx.db.$client.prepare('SELECT id FROM live_funds ORDER BY id').pluck().all() as string[]
    return editFund(tx, String(fund), { name: `Fund ${word}` })
  },
  formula: (tx: Tx, { a, b }: Act) => {
    const label = pick(['Red', 'Green', 'Blue'], a)
    const known = allFields(tx.db).find((field) => field.label === label)
    return known ? changeFormula(tx, known, pick(formulas, b)) : addFormula(tx, label, pick(formulas, b))
  },
  deleteColumn: (tx: Tx, { a }: Act) => archive(tx, 'fields', pick(custom(tx), a).id),
  renameColumn: (tx: Tx, { a, word }: Act) => {
    const field = pick(custom(tx), a)
    return editField(tx, field.id, { label: word })
  },
  /** Whatever is archived by some surface some day: any row of any kind that hangs on an investor. */
  archiveAny: (tx: Tx, { a, b }: Act) => {
    const kinds: Entity[] = [
      'investor_tags',
      'contact_roles',
      'contact_addresses',
      'commitment_entries',
      'opportunities',
      'tags',
      'communication_investors',
      'communication_contacts',
    ]
    const entity = pick(
      kinds.filter((kind) => kind in entities),
      b,
    )
    const ids = tx.db.$client.prepare(`SELECT id FROM live_${entity} ORDER BY id`).pluck().all() as string[]
    return archive(tx, entity, pick(ids, a))
  },
  undo: null,
}

export const someActs = fc.array(
  fc.record({
    kind: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
    who: fc.nat(1),
    a: fc.nat(8),
    b: fc.nat(8),
    word: fc.constantFrom('Ash', 'Birch', 'Éclair', 'x"y', '="1"'),
  }),
  { minLength: 10, maxLength: 40, size: 'max' },
)

/** The world of the acts: the small fund with one custom column, and formulas over much of what an act may touch. */
export function openPlayground(): World {
  const world = openWorld()
  act(
    world.db,
    actorFor(world.ines),
    'Added columns',
    (tx) => {
      addField(tx, { label: 'Pet', type: 'text' })
      addFormula(tx, 'Red', '{Contacts} & "/" & {Tags} & "/" & {Stage} & "/" & {Last contact}')
      addFormula(tx, 'Green', '{Red} & {Pet} & {Fund I signed} & {Total committed}')
    },
    { now: world.clock.now() },
  )
  return world
}

/** Does these acts; what the fund refuses is left out, as it is in life. */
export function perform(world: World, script: Act[]): void {
  const actors = [actorFor(world.ines), actorFor(world.marcus, 'api')] as [Actor, Actor]
  for (const one of script) {
    world.clock.advance(1000)
    const now = world.clock.now()
    try {
      const work = acts[one.kind]
      if (work) act(world.db, actors[one.who as 0 | 1], one.kind, (tx) => void work(tx, one), { now })
      else undo(world.db, actors[0], pick(ownBatches(world), one.a), { now })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
    }
  }
}

/** Newest first, without what set up the world. */
const ownBatches = ({ db }: World): string[] =>
  db
    .select({ id: batches.id, surface: batches.surface })
    .from(batches)
    .all()
    .filter((batch) => batch.surface !== 'cli')
    .map((batch) => batch.id)
    .reverse()
