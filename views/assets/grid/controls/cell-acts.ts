import type { FieldInfo, GridPage } from '../page.ts'
import { filterBy } from './filter/quick.ts'

/** What the menus of a column and of a row offer beside what the table itself knows. */
export function mountCellActs(page: GridPage, filterOn: (field: FieldInfo) => void): void {
  page.addColumnAct({
    label: 'Filter by this column…',
    shown: (key) => page.field(key) !== undefined,
    run: (key) => {
      const field = page.field(key)
      if (field) filterOn(field)
    },
  })
  page.addRowAct({
    label: 'Show only rows with this value',
    shown: (row) => page.activeCell()?.row === row,
    run: () => {
      const cell = page.activeCell()
      if (cell) filterBy(page, cell.field, page.rowValues(cell.row)?.[cell.field])
    },
  })
}
