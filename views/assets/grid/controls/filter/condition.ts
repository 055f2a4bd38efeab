/** The line of one condition: its column, how it is compared, and with what. */
import { h } from '../../dom.ts'
import type { FieldInfo, GridPage } from '../../page.ts'
import { fieldChooser, selectBox } from '../parts.ts'
import { conditionsIn, type DraftCondition } from './draft.ts'
import { askable, current, type Drawing, readyIn, withPart } from './drawing.ts'
import { valueEditor } from './editors.ts'
import { freshCondition, kindOfField, operatorsOf, valueFor } from './values.ts'
import { operatorWords } from './words.ts'

export function conditionElement(drawing: Drawing, condition: DraftCondition): HTMLElement {
  const field = drawing.page.field(condition.field)
  const change = (part: Partial<DraftCondition>) => drawing.apply(withPart(drawing.draft, condition.id, part))
  const choose = fieldChooser('Column', field, askable(drawing.page), `${condition.id}-field`, (picked) => {
    if (picked.key !== condition.field) change(onOtherField(picked, field))
  })
  const problem = h('p.field__error.filter-condition__problem', { hidden: true })
  if (!field) return h('div.filter-condition', {}, choose, problem)

  const operators = operatorsOf(field).map((op) => ({
    value: op,
    label: operatorWords(field, op).replace(' … days', ''),
  }))
  const operator = selectBox(
    'How',
    withOwn(operators, condition, field),
    condition.op,
    `${condition.id}-op`,
    (picked) => {
      const op = operatorsOf(field).find((known) => known === picked)
      if (op) change({ op, value: valueFor(field, current(drawing, condition), op) })
    },
  )
  const set = (value: unknown) => {
    drawing.draft = withPart(drawing.draft, condition.id, { value })
    drawing.problems.delete(condition.id)
    for (const element of drawing.element.querySelectorAll<HTMLElement>('[data-condition]')) mark(element, drawing)
    drawing.onChange(drawing.draft, true)
  }
  const value = valueEditor({
    page: drawing.page,
    field,
    condition: current(drawing, condition),
    set,
    choose: (next) => change({ value: next }),
  })
  return h('div.filter-condition', {}, choose, operator, value, problem)
}

/** An operator that is not offered any more (a saved “is empty” of a box, say) still shows what it is. */
const withOwn = (offered: { value: string; label: string }[], { op }: DraftCondition, field: FieldInfo) =>
  offered.some(({ value }) => value === op) ? offered : [...offered, { value: op, label: operatorWords(field, op) }]

/** A column that compares alike keeps what was said; another starts over. */
function onOtherField(to: FieldInfo, from: FieldInfo | undefined): Partial<DraftCondition> {
  const isAlike =
    from && kindOfField(from) === kindOfField(to) && ['text', 'date', 'datetime'].includes(kindOfField(to))
  if (isAlike) return { field: to.key }
  const { op, value } = freshCondition(to)
  return { field: to.key, op, value }
}

/** Marks a line whose condition is not applied: not all said, or refused. */
export function mark(element: HTMLElement, drawing: Drawing): void {
  const id = element.dataset['condition'] ?? ''
  const condition = conditionsIn(drawing.draft).find((known) => known.id === id)
  if (!condition) return
  const problem = drawing.problems.get(id) ?? null
  const isWaiting = problem === null && !readyIn(drawing.page)(condition)
  const place = element.querySelector<HTMLElement>('.filter-condition__problem')
  element.classList.toggle('is-waiting', isWaiting)
  element.classList.toggle('is-wrong', problem !== null)
  if (!place) return
  const text = problem ?? (isWaiting ? waitingFor(drawing.page, condition) : '')
  place.textContent = text
  place.hidden = text === ''
}

const waitingFor = (page: GridPage, { field }: DraftCondition): string =>
  page.field(field)
    ? 'Filters as soon as a value is given.'
    : 'This column is gone. Choose another, or remove the condition.'
