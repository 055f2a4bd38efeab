/** What the team did and what was said, in one stream, newest first: by a person or an investor, and by time. */
import type { CommunicationFilter, Key } from '../communications/filter.ts'
import { keysOf, newestFirst, totalOf } from '../communications/keys.ts'
import { type CommunicationItem, communicationItems } from '../communications/list.ts'
import type { Db } from '../db/db.ts'
import { type Act, type ActivityFilter, activity } from './activity.ts'

export const activityKinds = ['all', 'acts', 'communications'] as const
export type ActivityKind = (typeof activityKinds)[number]

export type Happened =
  | { kind: 'act'; at: string; id: string; act: Act }
  | { kind: 'communication'; at: string; id: string; item: CommunicationItem }

/** What only something said can be asked for: who else was on it, how it came, which way it went. */
const ofWords = ['contactId', 'address', 'sender', 'recipient', 'direction', 'type', 'threadId'] as const

/** A page of both; `total` counts what the filter lets through. */
export function everything(
  db: Db,
  filter: ActivityFilter & CommunicationFilter,
  { limit, offset }: { limit: number; offset: number },
  kind: ActivityKind = 'all',
): { happened: Happened[]; total: number } {
  const tellsActs = kind !== 'communications' && ofWords.every((name) => filter[name] === undefined)
  const most = { limit: offset + limit, offset: 0 }
  const { acts, total } = tellsActs ? activity(db, filter, most) : { acts: [], total: 0 }
  const said = kind === 'acts' ? [] : keysOf(db, filter, most)

  const done = acts.map((act) => ({ kind: 'act' as const, at: act.batch.at, id: act.batch.id, act }))
  const page = [...done, ...said.map((key) => ({ ...key, kind: 'communication' as const }))]
    .sort(newestFirst)
    .slice(offset, offset + limit)
  const items = new Map(communicationItems(db, page.filter(isSaid)).map((item) => [item.communication.id, item]))
  const happened = page.flatMap((one): Happened[] => {
    if (one.kind === 'act') return [one]
    const item = items.get(one.id)
    return item ? [{ ...one, item }] : []
  })
  return { happened, total: total + (kind === 'acts' ? 0 : totalOf(db, filter)) }
}

const isSaid = (one: Key & { kind: string }): boolean => one.kind === 'communication'
