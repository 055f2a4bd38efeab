/** Draws a filter under construction: groups within groups, a line for every condition. */

import { h } from '../../dom.ts'
import type { FieldInfo, GridPage } from '../../page.ts'
import { openMenu } from '../menu.ts'
import { fieldChooser, iconButton, pickField, selectBox, textButton } from '../parts.ts'
import { focusOn, redraw } from '../popover.ts'
import * as tree from './draft.ts'
import { type DraftCondition, type DraftGroup, type DraftNode, isDraftGroup } from './draft.ts'
import { valueEditor } from './editors.ts'
import { freshCondition, isReady, kindOfField, operatorsOf, valueFor } from './values.ts'
import { operatorWords } from './words.ts'

export type Builder = {
  element: HTMLElement
  draft: () => DraftGroup
  /** Shows another filter in its place. */
  show: (draft: DraftGroup) => void
  /** Says at each condition what is wrong with it, by the ids of conditions. */
  say: (problems: Map<string, string>) => void
  add: (field: FieldInfo) => void
}

type Given = {
  page: GridPage
  draft: DraftGroup
  /** `typed`: more letters may follow, so there is no hurry. */
  onChange: (draft: DraftGroup, typed: boolean) => void
}

type Drawing = Given & {
  element: HTMLElement
  problems: Map<string, string>
  apply: (draft: DraftGroup) => void
  redraw: () => void
}

export const readyIn = (page: GridPage) => (condition: DraftCondition) =>
  isReady(page.field(condition.field), condition)

/** Columns that can be asked at all. */
const askable = (page: GridPage) => page.fields.filter((field) => field.result_type !== 'attachments')

export function createBuilder(given: Given): Builder {
  const drawing: Drawing = {
    ...given,
    element: h('div.filter'),
    problems: new Map(),
    apply: (draft) => {
      drawing.draft = draft
      drawing.redraw()
      given.onChange(draft, false)
    },
    redraw: () => redraw(drawing.element, groupElement(drawing, drawing.draft, 0)),
  }
  drawing.redraw()
  return {
    element: drawing.element,
    draft: () => drawing.draft,
    show: (draft) => {
      drawing.draft = draft
      drawing.redraw()
    },
    say: (problems) => {
      drawing.problems = problems
      for (const line of drawing.element.querySelectorAll<HTMLElement>('[data-condition]')) mark(line, drawing)
    },
    add: (field) => addCondition(drawing, drawing.draft.id, field),
  }
}

function addCondition(drawing: Drawing, groupId: string, field: FieldInfo): void {
  const condition = freshCondition(field)
  drawing.apply(tree.added(drawing.draft, groupId, condition))
  focusOn(drawing.element, `${condition.id}-op`)
}

function groupElement(drawing: Drawing, group: DraftGroup, level: number): HTMLElement {
  const lines = group.conditions.map((node, n) => line(drawing, group, node, n, level))
  const label =
    level === 0
      ? 'Conditions'
      : `Group of ${group.op === 'and' ? 'conditions that all hold' : 'conditions of which one holds'}`
  return h(
    'div',
    { class: level === 0 ? 'filter__root' : 'filter__group', role: 'group', 'aria-label': label },
    lines.length > 0 ? lines : h('p.filter__none', {}, 'No conditions yet: every investor is shown.'),
    adders(drawing, group, level),
  )
}

function adders(drawing: Drawing, group: DraftGroup, level: number): HTMLElement | null {
  if (!tree.hasRoom(drawing.draft)) return h('p.filter__none', {}, 'This is as many conditions as a filter may have.')
  const condition = textButton('plus', 'Add condition', () => undefined, {
    'data-focus': `${group.id}-add`,
    'aria-haspopup': 'dialog',
  })
  condition.addEventListener('click', () =>
    pickField(condition, 'Column to filter by', askable(drawing.page), (field) =>
      addCondition(drawing, group.id, field),
    ),
  )
  const nest = tree.mayNest(level + 1)
    ? textButton('plus', 'Add group', () => addGroup(drawing, group), { 'data-focus': `${group.id}-group` })
    : null
  return h('div.filter__add', {}, condition, nest)
}

/** A group begins with one condition, on the column the person is most likely to mean: the first. */
function addGroup(drawing: Drawing, group: DraftGroup): void {
  const [field] = askable(drawing.page)
  if (!field) return
  const condition = freshCondition(field)
  const inner: DraftGroup = { ...tree.emptyDraft(), op: group.op === 'and' ? 'or' : 'and', conditions: [condition] }
  drawing.apply(tree.added(drawing.draft, group.id, inner))
  focusOn(drawing.element, `${condition.id}-field`)
}

function line(drawing: Drawing, group: DraftGroup, node: DraftNode, n: number, level: number): HTMLElement {
  const content = isDraftGroup(node) ? groupElement(drawing, node, level + 1) : conditionElement(drawing, node)
  const element = h('div.filter__line', {}, joiner(drawing, group, n), content, lineActs(drawing, node, level))
  if (!isDraftGroup(node)) {
    element.dataset['condition'] = node.id
    mark(element, drawing)
  }
  return element
}

/** “Where”, then a choice of and/or for the whole group, then what was chosen. */
function joiner(drawing: Drawing, group: DraftGroup, n: number): HTMLElement {
  if (n === 0) return h('span.filter__join', {}, 'Where')
  if (n > 1) return h('span.filter__join', {}, group.op)
  const options = [
    { value: 'and', label: 'and' },
    { value: 'or', label: 'or' },
  ]
  const take = (op: string) =>
    drawing.apply(
      tree.changed(drawing.draft, group.id, (node) =>
        isDraftGroup(node) ? { ...node, op: op === 'or' ? 'or' : 'and' } : node,
      ),
    )
  return h('span.filter__join', {}, selectBox('All of them, or any of them', options, group.op, `${group.id}-op`, take))
}

function conditionElement(drawing: Drawing, condition: DraftCondition): HTMLElement {
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

const withPart = (draft: DraftGroup, id: string, part: Partial<DraftCondition>): DraftGroup =>
  tree.changed(draft, id, (node) => (isDraftGroup(node) ? node : { ...node, ...part }))

/** What was typed since the line was drawn is in the draft, not in the node the line was drawn from. */
const current = (drawing: Drawing, condition: DraftCondition): DraftCondition =>
  tree.conditionsIn(drawing.draft).find((known) => known.id === condition.id) ?? condition

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

function lineActs(drawing: Drawing, node: DraftNode, level: number): HTMLElement {
  const what = isDraftGroup(node) ? 'group' : 'condition'
  const remove = () => {
    drawing.apply(tree.removed(drawing.draft, node.id))
    focusOn(drawing.element, `${drawing.draft.id}-add`)
  }
  const more = iconButton('more', `More for this ${what}`, () => undefined, {
    'aria-haspopup': 'menu',
    'data-focus': `${node.id}-more`,
  })
  more.addEventListener('click', () => openMenu(more, `More for this ${what}`, items(drawing, node, level)))
  return h(
    'span.filter__acts',
    {},
    more,
    iconButton('close', `Remove this ${what}`, remove, { 'data-focus': `${node.id}-remove` }),
  )
}

function items(drawing: Drawing, node: DraftNode, level: number) {
  const twin = () =>
    drawing.apply(tree.added(drawing.draft, tree.parentOf(drawing.draft, node.id)?.id ?? '', tree.copied(node)))
  const duplicate = { label: 'Duplicate', icon: 'copy' as const, run: twin }
  if (isDraftGroup(node)) {
    return [
      duplicate,
      {
        label: 'Take out of the group',
        icon: 'left' as const,
        run: () => drawing.apply(tree.ungrouped(drawing.draft, node.id)),
      },
    ]
  }
  const group = () => drawing.apply(tree.grouped(drawing.draft, node.id))
  return [
    duplicate,
    { label: 'Turn into a group', icon: 'group' as const, run: group, disabled: !tree.mayNest(level + 1) },
  ]
}

/** Marks a line whose condition is not applied: not all said, or refused. */
function mark(element: HTMLElement, drawing: Drawing): void {
  const id = element.dataset['condition'] ?? ''
  const condition = tree.conditionsIn(drawing.draft).find((known) => known.id === id)
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
