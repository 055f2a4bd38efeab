import { openDialog } from '../behaviours/dialog.ts'

const pause = 180

/** The box above the table searches in the view a moment after the last letter. */
export function listenToSearch(box: HTMLInputElement | null, setSearch: (words: string) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  box?.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => setSearch(box.value), pause)
  })
  box?.form?.addEventListener('submit', (event) => {
    event.preventDefault()
    setSearch(box.value)
  })
}

/** On this page `?` lists the grid's keys, and those of every page from there. */
export function listenToHelp(): void {
  const help = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select')
    if (event.key !== '?' || isTyping || document.querySelector('dialog[open]')) return
    event.preventDefault()
    event.stopPropagation()
    openDialog('#grid-keys')
  }
  document.addEventListener('keydown', help, { capture: true })
}

/** The table takes the keyboard as one: which cell it is on is told by `aria-activedescendant`. */
export function dressTable(place: HTMLElement): void {
  place.tabIndex = 0
  place.setAttribute('role', 'grid')
  place.setAttribute('aria-label', 'Investors')
  place.setAttribute('aria-multiselectable', 'true')
  place.querySelector('.tabulator-header .tabulator-headers')?.setAttribute('aria-rowindex', '1')
  // What scrolls is no stop of its own: the table scrolls with the active cell.
  place.querySelector('.tabulator-tableholder')?.removeAttribute('tabindex')
}
