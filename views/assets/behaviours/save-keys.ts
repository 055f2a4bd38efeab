import { behaviour, closest } from './behaviour.ts'

if (!/Mac|iPhone|iPad/.test(navigator.userAgent)) behaviour('[data-command]', (key) => key.replaceChildren('Ctrl'))

/** ⌘ Enter (or Ctrl Enter) saves the form one is typing in. */
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return

  const form = closest<HTMLFormElement>(event, 'form[data-save-keys], form[data-inline-edit]')
  if (!form) return
  event.preventDefault()
  form.requestSubmit()
})
