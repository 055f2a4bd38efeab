import type { Db } from '../../db/db.ts'
import { find } from '../../db/write.ts'
import type { View } from './saved-views.ts'

/** Whether this is a view, archived or not, that somebody else keeps for themselves; being an admin opens nothing. */
export function isOthersView(db: Db, readerId: string | null, id: string): boolean {
  const view = find(db, 'views', id) as View | null
  return view !== null && view.ownerId !== null && view.ownerId !== readerId
}
