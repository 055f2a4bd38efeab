/** What an undo did, in numbers, and what it left alone, by name. */

import { count, plural } from '../../shared/words.ts'
import type { Db } from '../db/db.ts'
import { type Entity, layout } from '../db/entities.ts'
import { prepared } from '../db/prepared.ts'
import { find } from '../db/write.ts'
import type { Change } from './undo.ts'

/** How many rows of an entity were archived or restored, or how many of its cells were put back. */
export type TakenBack = { entity: string; action: 'archived' | 'restored' | 'changed'; count: number }
/** Entries left alone, the first few records they are about, and how many more there are. */
export type Left = { entries: number; names: string[]; others: number }

/** Read from what the undo wrote. A cell of a row that goes or comes as a whole is not counted beside the row. */
export const takenBack = (db: Db, undoId: string): TakenBack[] =>
  prepared<TakenBack>(db, writtenBy).all({ undo: undoId })

const writtenBy = `
  SELECT entity, CASE action WHEN 'archive' THEN 'archived' WHEN 'restore' THEN 'restored' ELSE 'changed' END AS action,
    count(*) AS count
  FROM changes c WHERE batch_id = @undo AND NOT (action = 'update' AND EXISTS (
    SELECT 1 FROM changes w WHERE w.entity = c.entity AND w.entity_id = c.entity_id AND w.batch_id = @undo
      AND w.action <> 'update'))
  GROUP BY entity, c.action ORDER BY min(seq) DESC`

const nouns: Partial<Record<Entity, [string, string]>> = {
  investors: ['investor', 'investors'],
  contacts: ['contact', 'contacts'],
  contact_addresses: ['e-mail address', 'e-mail addresses'],
  contact_roles: ['role at an investor', 'roles at investors'],
  commitment_entries: ['commitment entry', 'commitment entries'],
  opportunities: ['opportunity', 'opportunities'],
  communications: ['communication', 'communications'],
  tags: ['tag', 'tags'],
  investor_tags: ['tag on an investor', 'tags on investors'],
  funds: ['fund', 'funds'],
  fields: ['column', 'columns'],
  views: ['view', 'views'],
  tasks: ['task', 'tasks'],
  automations: ['automation', 'automations'],
  proposals: ['proposal', 'proposals'],
  feature_requests: ['request', 'requests'],
  users: ['account', 'accounts'],
  invitations: ['invitation', 'invitations'],
  settings: ['setting', 'settings'],
}

/** `12 investors archived`, `1 contact restored`, `30 cells put back`, the largest things first. Bookkeeping is left out. */
export function takenWords(all: TakenBack[]): string[] {
  const whole = (Object.keys(nouns) as Entity[]).flatMap((entity) =>
    all
      .filter((one) => one.entity === entity && one.action !== 'changed')
      .map((one) => `${plural(one.count, ...nounOf(entity))} ${one.action}`),
  )
  const cells = all.filter(({ entity, action }) => action === 'changed' && entity in nouns)
  const total = cells.reduce((sum, one) => sum + one.count, 0)
  return total > 0 ? [...whole, `${plural(total, 'cell')} put back`] : whole
}

/** The same on the one line a toast has; nothing for a few cells, whose act says it all. */
export function takenLine(all: TakenBack[]): string {
  const told = takenWords(all)
  const isSmall = all.reduce((sum, one) => sum + one.count, 0) <= 5
  return isSmall ? '' : told.slice(0, 3).join(', ') + (told.length > 3 ? ' and more' : '')
}

const nounOf = (entity: Entity) => nouns[entity] ?? [entity, entity]

/** The report of an import and the mapping it remembers are nobody's record: they are not told. */
export function whatIsLeft(db: Db, skipped: Change[]): Left {
  const told = skipped.filter(({ entity }) => entity in nouns || entity.startsWith('communication_')).reverse()
  const subjects = new Map(told.map((change) => subjectOf(db, change)).map((one) => [one.id, one]))
  const first = [...subjects.values()].sort((a, b) => rank(a) - rank(b)).slice(0, 3)
  const names = first.map(({ entity, id }) => nameOf(db, entity, id))
  return { entries: told.length, names, others: subjects.size - first.length }
}

type Subject = { entity: Entity; id: string }

/** Investors and people first: they say the most. */
const rank = ({ entity }: Subject) => Object.keys(nouns).indexOf(entity)

/** The record an entry is about, as people know it: an address is its contact, a commitment its investor. */
function subjectOf(db: Db, change: Change): Subject {
  if (change.investorId) return { entity: 'investors', id: change.investorId }
  const own = { entity: change.entity as Entity, id: change.entityId }
  const row = find(db, own.entity, own.id)
  if (row?.['contactId']) return { entity: 'contacts', id: String(row['contactId']) }
  return row?.['communicationId'] ? { entity: 'communications', id: String(row['communicationId']) } : own
}

/** Never what was said: that may be private. */
function nameOf(db: Db, entity: Entity, id: string): string {
  const row = find(db, entity, id)
  const named = layout(entity).columns.find(({ key }) => key === 'name' || key === 'label' || key === 'fullName')
  const name = named && row?.[named.key]
  return name ? String(name) : `a ${nounOf(entity)[0]}`
}

/** All of it in a line or two: what was done, how much that came to, and what was left alone. */
export function undoneSentence({
  what,
  taken_back,
  left,
}: {
  what: string
  taken_back: TakenBack[]
  left: Left
}): string {
  if (taken_back.length === 0) return `Nothing was taken back. ${leftSentence(left)}`.trim()

  const told = [takenLine(taken_back), leftSentence(left).replace(/\.$/, '')].filter(Boolean)
  return [what, ...told].join('. ')
}

/** `3 entries are left alone, because …: Otter Vale and 2 others.`; nothing when all was taken back. */
export function leftSentence({ entries, names, others }: Left): string {
  if (entries === 0) return ''
  const which = others > 0 ? `${names.join(', ')} and ${plural(others, 'other')}` : joined(names)
  const what =
    entries === 1
      ? 'One entry is left alone, because somebody has changed or used it since'
      : `${count(entries)} entries are left alone, because somebody has changed or used them since`
  return `${what}: ${which}.`
}

const joined = (names: string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
