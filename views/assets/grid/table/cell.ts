import { h, icon, setAttributes } from '../dom.ts'
import type { Line } from '../model/arrange.ts'
import type { ShownColumn } from '../model/layout.ts'
import { canEdit, type GridState } from '../state.ts'
import { isEditable } from './editable.ts'
import { contentOf, isRight } from './formats/content.ts'
import type { CellMark } from './marks.ts'

/** Fills a cell of the table: the value in its form, what is marked on it, and in the first column the way to the dossier. */
export function drawCell(state: GridState, element: HTMLElement, line: Line, { field }: ShownColumn): Node | string {
  element.dataset['field'] = field.key
  if (line.kind !== 'row') return ''

  const mark = state.marks.cell(line.id, field.key)
  element.classList.toggle('is-number', isRight(field))
  element.classList.toggle('is-name', field.primary)
  setAttributes(element, {
    'aria-readonly': canEdit(state) && isEditable(field) ? null : 'true',
    'aria-invalid': mark?.problem ? 'true' : null,
    title: mark?.problem?.sentence ?? null,
  })
  paintMark(element, mark)
  const value = mark?.problem ? mark.problem.text : contentOf(state, field, line.values[field.key])
  const content = h('span.grid-value', {}, value ?? undefined)
  if (!field.primary) return content
  return h(
    'div.grid-name',
    {},
    content,
    rowNote(state, line.id),
    openLink(line.id, String(line.values[field.key] ?? '')),
  )
}

function paintMark(element: HTMLElement, mark: CellMark | undefined): void {
  element.classList.toggle('has-problem', mark?.problem !== undefined)
  element.classList.toggle('has-clash', mark?.clash !== undefined)
  element.classList.toggle('is-touched', mark?.touched !== undefined)
  element.classList.toggle('is-visited', mark?.here !== undefined)
  const who = mark?.touched ?? mark?.here
  if (who) element.dataset['who'] = who.who
  else delete element.dataset['who']
  for (const name of [...element.classList]) if (name.startsWith('who-')) element.classList.remove(name)
  if (who) element.classList.add(`who-${who.color}`)
}

function rowNote(state: GridState, id: string): Node | null {
  const mark = state.marks.row(id)
  if (mark?.gone) return h('span.grid-note', { title: 'This investor was archived' }, 'archived')
  return mark?.left
    ? h('span.grid-note', { title: 'It leaves the view when you leave the row' }, 'no longer matches')
    : null
}

const openLink = (id: string, name: string): Node | null =>
  id.startsWith('draft:')
    ? null
    : h(
        'a.grid-open',
        { href: `/investors/${id}`, tabindex: -1, 'aria-label': `Open ${name}`, title: 'Open the dossier' },
        icon('open'),
      )
