import { showToast } from '../behaviours/toast.ts'
import { markedCells } from './edits.ts'
import { callApi } from './model/api.ts'
import { createOnce } from './model/once.ts'
import type { GridPage, MenuItem, ViewInfo } from './page.ts'
import { canEdit, definitionOf, fieldOf, type GridState, isDrifted } from './state.ts'
import { textOf } from './table/formats/text.ts'
import type { Sheet } from './table/sheet.ts'

/** What the page's own parts do for those that are mounted on it. */
export type PageActs = Pick<
  GridPage,
  | 'change'
  | 'show'
  | 'setSearch'
  | 'setAsOf'
  | 'write'
  | 'clear'
  | 'implied'
  | 'settled'
  | 'refreshRows'
  | 'reload'
  | 'refreshFields'
  | 'isEditing'
  | 'markProblem'
  | 'forgetProblems'
> & { viewsChanged(): void }

/** The object the controls, paste and history are mounted on. */
export function makePage(
  state: GridState,
  sheet: Sheet,
  acts: PageActs,
): GridPage & { rowActs: MenuItem[]; columnActs: MenuItem[] } {
  const rowActs: MenuItem[] = []
  const columnActs: MenuItem[] = []
  const { events } = state

  async function refreshViews(chosen?: string): Promise<void> {
    const { data } = await callApi<{ data: ViewInfo[] }>('GET', '/fundraising/views?limit=1000')
    state.data.views = data.map((view) => ({ ...view, drift: driftNow(state, view) }))
    const view = state.data.views.find(({ id }) => id === (chosen ?? state.view.id)) ?? state.data.views[0]
    if (!view) return
    if (view.id !== state.view.id) return void acts.show(view.id)
    const before = JSON.stringify(definitionOf(state))
    state.view = view
    state.drift = view.drift
    if (JSON.stringify(definitionOf(state)) === before) events.emit('view')
    else acts.viewsChanged()
  }

  return {
    ...acts,
    rowActs,
    columnActs,
    get me() {
      return state.data.me
    },
    get zone() {
      return state.data.zone
    },
    get fields() {
      return state.data.fields
    },
    get users() {
      return state.data.users
    },
    get stages() {
      return state.data.stages
    },
    get tags() {
      return state.data.tags
    },
    get funds() {
      return state.data.funds
    },
    get views() {
      return state.data.views
    },
    get view() {
      return state.view
    },
    set view(view) {
      state.view = view
    },
    canEdit: () => canEdit(state),
    place: (name) => document.querySelector<HTMLElement>(`#grid-${name}`) ?? document.body,
    field: (key) => fieldOf(state, key),
    definition: () => definitionOf(state),
    isDrifted: () => isDrifted(state),
    refreshViews,
    search: () => state.search,
    asOf: () => state.asOf,
    total: () => sheet.figures().total?.count ?? state.rows.total,
    rowIds: () =>
      sheet
        .lines()
        .filter((line) => line.kind === 'row')
        .map((line) => line.id),
    rowValues: (id) => state.rows.get(id)?.values,
    rowVersion: (id) => state.rows.get(id)?.version,
    shownFields: () => sheet.walkable.fields,
    selectedRows: () => [...state.ticked],
    selectRows: (ids) => {
      const changed = new Set([...state.ticked, ...ids])
      state.ticked = new Set(ids)
      sheet.repaint(changed)
      events.emit('selection')
    },
    activeCell: () => {
      const spot = sheet.selection()?.focus
      return spot && state.rows.get(spot.row) ? spot : null
    },
    activate: (cell, options) => {
      sheet.go(cell, options?.extend)
      if (!options?.extend) sheet.table.element.focus({ preventScroll: true })
    },
    range: () => {
      const marked = markedCells(state, sheet)
      const [first] = marked
      return first ? { rows: marked.map(({ id }) => id), fields: first.fields } : null
    },
    textOf: (key, value) => {
      const field = fieldOf(state, key)
      return field ? textOf(state, field, value) : String(value ?? '')
    },
    on: events.on,
    toast: (message, batchId) => showToast({ message, undo: batchId ?? null }),
    api: callApi,
    once: createOnce(),
    addRowAct: (item) => void rowActs.push(item),
    addColumnAct: (item) => void columnActs.push(item),
  }
}

/** Somebody's save arrives as a new list of views, perhaps before what was changed here has reached the server. */
const driftNow = ({ ownDrifts }: GridState, { id, drift }: ViewInfo) =>
  ownDrifts.get(id) ?? (ownDrifts.has(id) ? null : drift)
