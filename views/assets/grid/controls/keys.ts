import { type ChipName, chips } from './chips.ts'

/**
 * A letter alone would replace the cell it is typed over, so the chips open with Alt, Shift and a letter. The place of
 * the key counts, not the letter: with Alt a Mac types other signs.
 */
export function mountKeys(open: (name: ChipName) => void): void {
  document.addEventListener(
    'keydown',
    (event) => {
      if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return
      const chip = event.code === 'KeyV' ? 'views' : chips.find((one) => one.code === event.code)?.name
      if (!chip || document.querySelector('dialog[open]')) return
      event.preventDefault()
      event.stopPropagation()
      if (chip === 'views') document.querySelector<HTMLElement>('.view-tab[aria-selected="true"]')?.focus()
      else open(chip)
    },
    true,
  )
}
