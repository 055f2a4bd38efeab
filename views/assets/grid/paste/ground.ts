import type { GridPage } from '../page.ts'
import type { Ground } from './place.ts'

/** All rows and columns there are to paste and fill into. */
export const groundOf = (page: GridPage): Ground => ({ rows: page.rowIds(), fields: page.shownFields() })
