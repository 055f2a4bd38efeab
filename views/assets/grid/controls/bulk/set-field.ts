/** The panel that gives many rows the same value in one column. */

import { computedTypes } from '../../../../../shared/fields.ts'
import { h } from '../../dom.ts'
import type { FieldInfo, GridPage } from '../../page.ts'
import { amountText, readAmount } from '../amounts.ts'
import { choicesOf, findContacts, isSearched, pillOf } from '../choices.ts'
import { kindOfField, readMoment } from '../filter/values.ts'
import { isPerson } from '../filter/words.ts'
import { chooser, fieldChooser, selectBox } from '../parts.ts'
import { openPicker } from '../picker.ts'
import { openPopover, redraw } from '../popover.ts'

/** Names are each investor's own, and what is worked out or kept in a ledger is not set. */
const settable = (page: GridPage): FieldInfo[] =>
  page.fields.filter(
    (field) =>
      !field.primary &&
      !computedTypes.has(field.type) &&
      !['commitment', 'attachments', 'contacts'].includes(field.type),
  )

type Box = { element: HTMLElement; read: () => { value: unknown } | { problem: string } }

export function openSetField(
  page: GridPage,
  anchor: HTMLElement,
  of: string,
  apply: (key: string, value: unknown) => Promise<boolean>,
): void {
  const fields = settable(page)
  let field = fields.find((one) => one.type === 'single_select') ?? fields[0]
  openPopover(
    anchor,
    { label: 'Set a field', title: `Set a field of ${of}`, className: 'pop--ask' },
    ({ body, close }) => {
      const draw = (): void => {
        if (!field) return
        const box = boxFor(page, field)
        const problem = h('p.field__error', { role: 'alert', hidden: true })
        const form = h(
          'form.form',
          {},
          fieldChooser('Column', field, fields, 'bulk-field', (picked) => {
            field = picked
            draw()
          }),
          h('div.field', {}, box.element, problem),
          h('div.form__acts', {}, h('button.btn.btn--primary', {}, `Set ${field.label}`)),
        )
        form.addEventListener('submit', async (event) => {
          event.preventDefault()
          const read = box.read()
          problem.hidden = 'value' in read
          problem.textContent = 'problem' in read ? read.problem : ''
          if (field && 'value' in read && (await apply(field.key, read.value))) close()
        })
        redraw(body, form)
      }
      draw()
    },
  )
}

function boxFor(page: GridPage, field: FieldInfo): Box {
  if (isPerson(field) || field.type === 'single_select') return choiceBox(page, field, false)
  if (field.type === 'multi_select') return choiceBox(page, field, true)
  if (field.type === 'checkbox') return tickBox(field)
  if (field.type === 'date' || field.type === 'datetime') return momentBox(page, field)
  return textBox(page, field)
}

function textBox(page: GridPage, field: FieldInfo): Box {
  const isNumber = kindOfField(field) === 'number'
  const attributes = {
    class: 'input',
    'aria-label': `New value of ${field.label}`,
    placeholder: 'Left blank, it is emptied',
    'data-first': true,
  }
  const input =
    field.type === 'long_text'
      ? h('textarea', attributes)
      : h('input', { ...attributes, type: 'text', autocomplete: 'off' })
  if (isNumber)
    input.addEventListener('change', () => {
      const read = readAmount(page, field, input.value)
      if ('value' in read) input.value = amountText(page, field, read.value)
    })
  return {
    element: input,
    read: () => (isNumber ? readAmount(page, field, input.value) : { value: input.value.trim() || null }),
  }
}

function momentBox(page: GridPage, field: FieldInfo): Box {
  const input = h('input.input', {
    type: field.type === 'date' ? 'date' : 'datetime-local',
    'aria-label': `New value of ${field.label}`,
    'data-first': true,
  })
  return {
    element: input,
    read: () =>
      input.validity.badInput
        ? { problem: 'Give a whole date.' }
        : { value: readMoment(field, input.value, page.zone) },
  }
}

function tickBox(field: FieldInfo): Box {
  let ticked = true
  const options = [
    { value: 'yes', label: 'Ticked' },
    { value: 'no', label: 'Not ticked' },
  ]
  const element = selectBox(`New value of ${field.label}`, options, 'yes', 'bulk-value', (picked) => {
    ticked = picked === 'yes'
  })
  return { element, read: () => ({ value: ticked }) }
}

function choiceBox(page: GridPage, field: FieldInfo, many: boolean): Box {
  let chosen: string[] = []
  const element = h('div')
  const draw = () => {
    const pills = chosen.map((one) => pillOf(field, one, page))
    redraw(
      element,
      chooser(
        `New value of ${field.label}`,
        pills.length > 0 ? pills : [h('span.chooser__none', {}, 'Empty')],
        'bulk-value',
        open,
      ),
    )
  }
  const open = (anchor: HTMLElement) =>
    openPicker(anchor, {
      label: `New value of ${field.label}`,
      many,
      chosen,
      choices: choicesOf(field, page, { me: false }),
      ...(isSearched(field) ? { search: (words: string) => findContacts(page, words) } : {}),
      onChange: (values) => {
        chosen = values
        draw()
      },
    })
  draw()
  return { element, read: () => ({ value: many ? chosen : (chosen[0] ?? null) }) }
}
