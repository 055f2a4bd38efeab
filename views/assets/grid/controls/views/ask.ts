/** Small forms below a control: a name, and for a new view who is to see it. */

import { h } from '../../dom.ts'
import { ApiProblem } from '../../model/api.ts'
import { openPopover } from '../popover.ts'

type Asked = {
  title: string
  label: string
  value: string
  button: string
  more?: (Node | string)[]
  /** Throws where it did not work: the sentence is shown at the name and the form stays. */
  run: (name: string, form: FormData) => Promise<unknown>
}

export function askName(anchor: HTMLElement, { title, label, value, button, more = [], run }: Asked): void {
  openPopover(anchor, { label: title, title, className: 'pop--ask' }, ({ body, close }) => {
    const input = h('input.input', {
      type: 'text',
      name: 'name',
      id: 'view-name',
      maxlength: 120,
      required: true,
      autocomplete: 'off',
      'data-first': true,
    })
    const problem = h('p.field__error', { role: 'alert', id: 'view-name-problem', hidden: true })
    const save = h('button.btn.btn--primary', {}, button)
    const form = h(
      'form.form',
      {},
      h('div.field', {}, h('label', { for: 'view-name' }, label), input, problem),
      more,
      h('div.form__acts', {}, save),
    )
    input.value = value
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      if (input.value.trim() === '') return
      save.disabled = true
      run(input.value.trim(), new FormData(form)).then(close, (error: unknown) => {
        save.disabled = false
        problem.textContent = sentenceOf(error)
        problem.hidden = false
        input.setAttribute('aria-invalid', 'true')
        input.setAttribute('aria-describedby', problem.id)
        input.focus()
      })
    })
    body.append(form)
    queueMicrotask(() => input.select())
  })
}

function sentenceOf(error: unknown): string {
  const fields = error instanceof ApiProblem ? error.body['fields'] : undefined
  const first = typeof fields === 'object' && fields !== null ? Object.values(fields)[0] : undefined
  return typeof first === 'string' ? first : error instanceof Error ? error.message : 'This did not work.'
}

export const radios = (legend: string, name: string, options: { value: string; label: string }[]): HTMLElement =>
  h(
    'fieldset.field',
    {},
    h('legend.field__label', {}, legend),
    options.map(({ value, label }, n) =>
      h('label.check', {}, h('input', { type: 'radio', name, value, checked: n === 0 }), label),
    ),
  )
