import type { ViewInfo } from '../../../shared/grid-page.ts'
import { plainView } from '../../../shared/views.ts'
import type { Db } from '../../db/db.ts'

/** The views this person may choose from, shared ones first. */
export function viewsFor(_db: Db, _userId: string): ViewInfo[] {
  return [
    {
      id: 'all',
      key: 'all',
      name: 'All investors',
      owner_id: null,
      locked: false,
      definition: plainView,
      position: 0,
      drift: null,
      version: 1,
    },
  ]
}
