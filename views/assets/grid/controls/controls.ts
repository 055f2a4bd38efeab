/** Everything around the table by which a person says what it shows, and acts on many rows. */
import type { GridPage } from '../page.ts'
import { mountAddress } from './address.ts'
import { mountBulk } from './bulk/bar.ts'
import { mountCellActs } from './cell-acts.ts'
import { mountChips } from './chips.ts'
import { mountKeys } from './keys.ts'
import { mountViews } from './views/tabs.ts'

export function mountControls(page: GridPage): void {
  const chips = mountChips(page)
  mountViews(page)
  mountBulk(page)
  mountAddress(page)
  mountCellActs(page, chips.filterOn)
  mountKeys(chips.open)
}
