import { behaviour } from './behaviour.ts'

/** Of the form of a column, only the parts are shown that its chosen type has. */
behaviour<HTMLFormElement>('[data-field-form]', (form) => {
  const type = form.querySelector<HTMLSelectElement>('select[name=type]')
  if (!type) return

  const show = () => {
    for (const part of form.querySelectorAll<HTMLElement>('[data-only]'))
      part.hidden = !wordsIn(part.dataset['only']).includes(type.value)
    for (const part of form.querySelectorAll<HTMLElement>('[data-not]'))
      part.hidden = wordsIn(part.dataset['not']).includes(type.value)
  }
  type.addEventListener('change', show)
  show()
})

const wordsIn = (text: string | undefined): string[] => (text ?? '').split(' ')
