import type { GridPage } from '../page.ts'
import { mountAsOf } from './as-of.ts'
import { giveFocusBack } from './focus-back.ts'
import { mountHistory } from './history.ts'
import { mountPeek } from './peek.ts'
import { createSide } from './side.ts'
import { stayOnPage } from './stay.ts'
import { mountUndo } from './undo.ts'

/** Undo and redo by key, the history of a row or a cell, a look at an investor beside the grid, and the past. */
export function mountActs(page: GridPage): void {
  const side = createSide(page)
  mountUndo(page)
  giveFocusBack(page)
  mountHistory(page, side)
  mountPeek(page, side)
  mountAsOf(page)
  stayOnPage()
}
