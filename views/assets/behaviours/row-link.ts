import { closest } from './behaviour.ts'

/** A press anywhere on `tr[data-href]` follows the row's link, unless it was on something of its own or selects text. */
document.addEventListener('click', (event) => {
  const row = closest<HTMLTableRowElement>(event, 'tr[data-href]')
  if (!row?.dataset['href'] || closest(event, 'a, button, input, select, label, summary')) return
  if (String(getSelection()) !== '') return

  if (event.metaKey || event.ctrlKey) window.open(row.dataset['href'])
  else location.assign(row.dataset['href'])
})

/** `j` and `k` walk through the rows of a list by their links. */
export function walkRows(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('tr[data-href] th a')]
  const at = links.indexOf(document.activeElement as HTMLAnchorElement)
  links[at === -1 ? (step === 1 ? 0 : links.length - 1) : at + step]?.focus()
}
