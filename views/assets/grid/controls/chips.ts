/** The line of chips: what decides which rows are shown, in which order and how. Each opens its panel. */
import { plural } from '../../../../shared/words.ts'
import { h } from '../dom.ts'
import { type IconName, icon } from '../icons.ts'
import type { FieldInfo, GridPage } from '../page.ts'
import { readerOf } from './choices.ts'
import { openFilter } from './filter/panel.ts'
import { conditionCount, filterWords } from './filter/words.ts'
import { openColors } from './layout/color-panel.ts'
import { hiddenCount } from './layout/columns.ts'
import { columnsOf, openFields } from './layout/fields-panel.ts'
import { heights, openHeight } from './layout/height-panel.ts'
import { grouping, openTerms, sorting } from './layout/term-panel.ts'

export type ChipName = 'filter' | 'sort' | 'group' | 'colors' | 'fields' | 'height'

type Chip = {
  name: ChipName
  icon: IconName
  label: string
  /** Its key with Alt and Shift, by the place of the key on the keyboard. */
  code: string
  /** What stands behind the label when it is in use, or null. */
  says: (page: GridPage) => string | null
  /** The same in a sentence, for whoever cannot see the chip. */
  title: (page: GridPage) => string
  open: (page: GridPage, anchor: HTMLElement) => void
}

const countOrNone = (count: number) => (count > 0 ? String(count) : null)
const labels = (page: GridPage, keys: string[]) => keys.map((key) => page.field(key)?.label ?? key).join(', ')

export const chips: Chip[] = [
  {
    name: 'filter',
    icon: 'filter',
    label: 'Filter',
    code: 'KeyF',
    says: (page) => countOrNone(conditionCount(page.definition().filter)),
    title: (page) => filterWords(page.definition().filter, readerOf(page)) || 'Every investor is shown',
    open: (page, anchor) => openFilter(page, anchor),
  },
  {
    name: 'sort',
    icon: 'sort',
    label: 'Sort',
    code: 'KeyS',
    says: (page) => countOrNone(page.definition().sort.length),
    title: (page) =>
      labels(
        page,
        page.definition().sort.map((term) => term.key),
      ) || 'Sorted by name',
    open: (page, anchor) => openTerms(page, anchor, sorting),
  },
  {
    name: 'group',
    icon: 'group',
    label: 'Group',
    code: 'KeyG',
    says: (page) => countOrNone(page.definition().group.length),
    title: (page) =>
      labels(
        page,
        page.definition().group.map((term) => term.key),
      ) || 'Not grouped',
    open: (page, anchor) => openTerms(page, anchor, grouping),
  },
  {
    name: 'colors',
    icon: 'color',
    label: 'Colour',
    code: 'KeyC',
    says: (page) => countOrNone(page.definition().colors.length),
    title: (page) => plural(page.definition().colors.length, 'rule'),
    open: openColors,
  },
  {
    name: 'fields',
    icon: 'eye',
    label: 'Fields',
    code: 'KeyH',
    says: (page) => {
      const hidden = hiddenCount(columnsOf(page))
      return hidden > 0 ? `${hidden} hidden` : null
    },
    title: (page) => `${plural(hiddenCount(columnsOf(page)), 'column')} hidden`,
    open: openFields,
  },
  {
    name: 'height',
    icon: 'height',
    label: 'Row height',
    code: 'KeyR',
    says: (page) => {
      const height = page.definition().row_height
      return height === 'short' ? null : (heights.find((one) => one.value === height)?.label ?? null)
    },
    title: (page) => heights.find((one) => one.value === page.definition().row_height)?.label ?? '',
    open: openHeight,
  },
]

/** Draws the chips and keeps them true; answers how to open one from elsewhere (a key, a column's menu). */
export function mountChips(page: GridPage) {
  const place = page.place('controls')
  const buttons = new Map(chips.map((chip) => [chip.name, chipButton(page, chip)]))
  place.setAttribute('role', 'group')
  place.setAttribute('aria-label', 'What is shown')
  place.append(...buttons.values())
  const paint = () => {
    for (const chip of chips) paintChip(page, chip, buttons.get(chip.name))
  }
  for (const event of ['definition', 'view', 'fields'] as const) page.on(event, paint)
  paint()
  return {
    open: (name: ChipName) => buttons.get(name)?.click(),
    filterOn: (field: FieldInfo) => {
      const anchor = buttons.get('filter')
      if (anchor) openFilter(page, anchor, field)
    },
  }
}

function chipButton(page: GridPage, chip: Chip): HTMLButtonElement {
  const attributes = {
    type: 'button',
    class: 'btn btn--quiet grid-chip',
    'aria-haspopup': 'dialog',
    'aria-expanded': 'false',
    'data-chip': chip.name,
  }
  const button = h(
    'button',
    attributes,
    icon(chip.icon),
    h('span.grid-chip__label', {}, chip.label),
    h('span.grid-chip__says'),
  )
  button.addEventListener('click', () => chip.open(page, button))
  return button
}

function paintChip(page: GridPage, chip: Chip, button: HTMLButtonElement | undefined): void {
  const says = chip.says(page)
  const place = button?.querySelector('.grid-chip__says')
  if (!button || !place) return
  place.textContent = says === null ? '' : ` · ${says}`
  button.classList.toggle('is-on', says !== null)
  button.title = chip.title(page)
}
