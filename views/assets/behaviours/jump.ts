/** Arrow keys walk through what the search box found; Enter follows the first hit. */
const jump = document.querySelector<HTMLDialogElement>('#jump')
const box = jump?.querySelector<HTMLInputElement>('input[type=search]')

jump?.addEventListener('keydown', (event) => {
  const hits = [...jump.querySelectorAll<HTMLAnchorElement>('a.jump__hit')]
  const at = hits.indexOf(document.activeElement as HTMLAnchorElement)
  if (event.key === 'ArrowDown') move(event, hits[at + 1] ?? hits[0])
  else if (event.key === 'ArrowUp') move(event, at > 0 ? hits[at - 1] : box)
  else if (event.key === 'Enter' && document.activeElement === box && hits[0]) {
    event.preventDefault()
    hits[0].click()
  }
})

function move(event: KeyboardEvent, to: HTMLElement | null | undefined): void {
  event.preventDefault()
  to?.focus()
}

/** The next time it opens, it begins anew. */
jump?.addEventListener('close', () => {
  if (!box?.value) return
  box.value = ''
  box.dispatchEvent(new Event('input'))
})
