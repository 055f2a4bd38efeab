/** The theme switch: system, light, dark. The cookie lets the server draw the next page in it from the start. */
document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  if (!form.matches('[data-theme-switch]')) return

  event.preventDefault()
  const theme = (event.submitter as HTMLButtonElement | null)?.value ?? ''
  document.documentElement.dataset['theme'] = theme
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari.
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`
  for (const button of form.querySelectorAll('button'))
    button.setAttribute('aria-pressed', String(button.value === theme))
})
