/** A menu (`details.menu`) closes when the person looks elsewhere or presses Escape. */
const open = () => document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')

document.addEventListener('pointerdown', (event) => {
  for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false
})

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const menu of open()) {
    menu.open = false
    menu.querySelector('summary')?.focus()
  }
})

document.addEventListener('focusin', (event) => {
  for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false
})
