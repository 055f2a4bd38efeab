import { h } from './dom.ts'
import { definitionOf, type GridState } from './state.ts'

/** Where no row is shown, what would be here, and the one act that brings it. */
export function createEmpty(state: GridState, frame: HTMLElement, setSearch: (words: string) => void) {
  const place = h('div.grid-empty', { hidden: true })
  frame.append(place)
  let shown = ''

  return (): void => {
    const which = state.rows.size() > 0 ? '' : kindOf(state)
    place.hidden = which === ''
    if (which === shown) return
    shown = which
    place.replaceChildren(...(which ? contents(state, setSearch) : []))
  }
}

const kindOf = (state: GridState): string =>
  state.search ? `search ${state.search}` : definitionOf(state).filter ? 'filter' : 'none'

function contents(state: GridState, setSearch: (words: string) => void): HTMLElement[] {
  if (state.search) {
    const clear = h('button.btn', { type: 'button' }, 'Clear the search')
    clear.addEventListener('click', () => setSearch(''))
    const where = 'Nothing in names, people, addresses, tags or notes matches'
    return said('No investor matches', `${where} “${state.search}” within this view.`, clear)
  }
  if (definitionOf(state).filter) return said('No investor here', 'None fits the filter of this view just now.')

  const act = state.data.me.role === 'viewer' ? [] : [h('a.btn.btn--primary', { href: '/import' }, 'Import a CSV file')]
  return said(
    'No investors yet',
    'Every LP and prospect will stand here. Bring them over from Airtable once your funds are added.',
    ...act,
    ...(state.data.me.role === 'admin' ? [alsoToSetUp()] : []),
  )
}

/** What an admin sets up on the first day, beside the investors. */
const alsoToSetUp = (): HTMLElement =>
  h(
    'p.grid-empty__also',
    {},
    'First: ',
    h('a', { href: '/admin/funds' }, 'add your funds'),
    '. Also: ',
    h('a', { href: '/admin/users' }, 'invite your colleagues'),
    ' and ',
    h('a', { href: '/admin/capture' }, 'switch on Gmail'),
    '.',
  )

const said = (heading: string, text: string, ...acts: HTMLElement[]): HTMLElement[] => [
  h('h2', {}, heading),
  h('p', {}, text),
  ...acts,
]
