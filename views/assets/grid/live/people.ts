import { firstName, initials } from '../../../../shared/words.ts'
import { h } from '../dom.ts'
import { fieldOf, type GridState } from '../state.ts'
import { colorOf } from './colors.ts'

export type Present = {
  user_id: string
  name: string
  view_id: string | null
  row_id: string | null
  field: string | null
  at: string
}

/** Who else is here: their initials in the head of the page, and an outline in their colour on the cell they are on. */
export function showPeople(state: GridState, people: Present[], repaint: (ids: string[]) => void): void {
  const others = people.filter((person) => person.user_id !== state.data.me.id)
  const head = document.querySelector('#grid-people')
  const once = [...new Map(others.map((person) => [person.user_id, person])).values()]
  head?.replaceChildren(...once.map((person) => face(state, person)))

  const before = state.marks.having('here')
  for (const [row, field] of before) state.marks.mark(row, field, { here: undefined })
  const here = others.filter((person) => person.row_id && person.field)
  for (const { row_id, field, name, user_id } of here) {
    state.marks.mark(row_id ?? '', field ?? '', {
      here: { kind: 'touch', who: firstName(name), color: colorOf(user_id) },
    })
  }
  repaint([...before.map(([row]) => row), ...here.map(({ row_id }) => row_id ?? '')])
}

function face(state: GridState, { user_id, name, row_id, field }: Present): HTMLElement {
  const row = row_id ? String(state.rows.get(row_id)?.values['name'] ?? '') : ''
  const column = field ? (fieldOf(state, field)?.label ?? '') : ''
  const where = row ? `${name}, on ${[row, column].filter(Boolean).join(', ')}` : name
  return h(
    `span.avatar.grid-face.who-${colorOf(user_id)}` as 'span',
    { title: where },
    h('span', { 'aria-hidden': 'true' }, initials(name)),
    h('span.visually-hidden', {}, where),
  )
}
