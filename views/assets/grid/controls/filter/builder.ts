/** Draws a filter under construction: groups within groups, a line for every condition. */
import { h } from '../../dom.ts'
import type { FieldInfo } from '../../page.ts'
import { pickField, selectBox, textButton } from '../parts.ts'
import { focusOn, redraw } from '../popover.ts'
import { conditionElement, mark } from './condition.ts'
import { type DraftGroup, type DraftNode, emptyDraft, isDraftGroup } from './draft.ts'
import * as edits from './draft-edits.ts'
import { askable, type Drawing, type Given } from './drawing.ts'
import { lineActs } from './line-acts.ts'
import { freshCondition } from './values.ts'

export type Builder = {
  element: HTMLElement
  draft: () => DraftGroup
  /** Shows another filter in its place. */
  show: (draft: DraftGroup) => void
  /** Says at each condition what is wrong with it, by the ids of conditions. */
  say: (problems: Map<string, string>) => void
  add: (field: FieldInfo) => void
}

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
  drawing.apply(edits.added(drawing.draft, groupId, condition))
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
  if (!edits.hasRoom(drawing.draft)) return h('p.filter__none', {}, 'This is as many conditions as a filter may have.')
  const condition = textButton('plus', 'Add condition', () => undefined, {
    'data-focus': `${group.id}-add`,
    'aria-haspopup': 'dialog',
  })
  condition.addEventListener('click', () =>
    pickField(condition, 'Column to filter by', askable(drawing.page), (field) =>
      addCondition(drawing, group.id, field),
    ),
  )
  const nest = edits.mayNest(level + 1)
    ? textButton('plus', 'Add group', () => addGroup(drawing, group), { 'data-focus': `${group.id}-group` })
    : null
  return h('div.filter__add', {}, condition, nest)
}

/** A group begins with one condition, on the column the person is most likely to mean: the first. */
function addGroup(drawing: Drawing, group: DraftGroup): void {
  const [field] = askable(drawing.page)
  if (!field) return
  const condition = freshCondition(field)
  const inner: DraftGroup = { ...emptyDraft(), op: group.op === 'and' ? 'or' : 'and', conditions: [condition] }
  drawing.apply(edits.added(drawing.draft, group.id, inner))
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
      edits.changed(drawing.draft, group.id, (node) =>
        isDraftGroup(node) ? { ...node, op: op === 'or' ? 'or' : 'and' } : node,
      ),
    )
  return h('span.filter__join', {}, selectBox('All of them, or any of them', options, group.op, `${group.id}-op`, take))
}
