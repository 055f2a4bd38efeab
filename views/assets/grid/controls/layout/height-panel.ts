import type { ViewDefinition } from '../../../../../shared/views.ts'
import type { GridPage } from '../../page.ts'
import { openMenu } from '../menu.ts'

type Height = ViewDefinition['row_height']

export const heights: { value: Height; label: string }[] = [
  { value: 'short', label: 'Short' },
  { value: 'medium', label: 'Medium' },
  { value: 'tall', label: 'Tall' },
  { value: 'extra', label: 'Extra tall' },
]

export function openHeight(page: GridPage, anchor: HTMLElement): void {
  const now = page.definition().row_height
  const items = heights.map(({ value, label }) => ({
    label,
    icon: value === now ? ('check' as const) : ('blank' as const),
    run: () => page.change({ row_height: value }),
    checked: value === now,
  }))
  openMenu(anchor, 'Row height', items)
}
