import { isGroup } from '../../../../../shared/filter.ts'
import type { GridPage } from '../../page.ts'
import { readerOf } from '../choices.ts'
import { alsoWith } from './draft.ts'
import { sameAs } from './values.ts'
import { conditionWords } from './words.ts'

/** Keeps the rows whose cell in this column holds this value, beside what filters already. */
export function filterBy(page: GridPage, key: string, value: unknown): void {
  const field = page.field(key)
  if (!field) return
  const condition = sameAs(field, value, page.zone)
  page.change({ filter: alsoWith(page.definition().filter, condition) })
  const words = isGroup(condition) ? `${field.label} is not ticked` : conditionWords(condition, readerOf(page))
  page.toast(`Filtered: ${words}`)
}
