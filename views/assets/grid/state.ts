/** What the page holds, in one place: its parts read it and tell each other by events what changed. */
import type { GridData, ViewInfo } from '../../../shared/grid-page.ts'
import { plainView, type ViewDefinition, viewDefinition } from '../../../shared/views.ts'
import { createEvents, type Events } from './events.ts'
import { orderedColumns, type ShownColumn, shownColumns } from './model/layout.ts'
import { createNames } from './model/names.ts'
import type { Asked } from './model/query.ts'
import { createRows, type Rows } from './model/rows.ts'
import { createMarks, type Marks } from './table/marks.ts'

export type GridState = {
  data: GridData
  view: ViewInfo
  drift: ViewDefinition | null
  /** What was changed of each view on this page, null for put back: newer than what a list of views says of it. */
  ownDrifts: Map<string, ViewDefinition | null>
  search: string
  asOf: string | null
  rows: Rows
  marks: Marks
  events: Events
  names: ReturnType<typeof createNames>
  ticked: Set<string>
  folded: Set<string>
}

export function createState(data: GridData, search: string): GridState {
  const view = data.views.find((known) => known.id === data.view) ?? data.views[0]
  if (!view) throw new Error('the page has no view')
  const events = createEvents()
  return {
    data,
    view,
    drift: view.drift,
    ownDrifts: new Map(),
    search,
    asOf: null,
    rows: createRows(),
    marks: createMarks(),
    events,
    names: createNames(),
    ticked: new Set(),
    folded: new Set(),
  }
}

/** A definition of an older page may lack what is newer: the blanks are the plain view's. */
export const definitionOf = (state: GridState): ViewDefinition => {
  const given = state.drift ?? state.view.definition
  const parsed = viewDefinition.safeParse(given)
  return parsed.success ? parsed.data : { ...plainView, ...given }
}

export const askedOf = (state: GridState): Asked => ({
  definition: definitionOf(state),
  search: state.search,
  asOf: state.asOf,
})

/** On a phone the frozen columns leave room for another one. */
export const columnsOf = (state: GridState): ShownColumn[] =>
  shownColumns(definitionOf(state), state.data.fields).map((column) =>
    column.frozen && matchMedia('(max-width: 639px)').matches
      ? { ...column, width: Math.min(column.width, 150), frozen: column.field.primary }
      : column,
  )
export const allColumnsOf = (state: GridState) => orderedColumns(definitionOf(state), state.data.fields)

export const fieldOf = (state: GridState, key: string) => state.data.fields.find((field) => field.key === key)

export const canEdit = (state: GridState): boolean => state.data.me.role !== 'viewer' && state.asOf === null

/** The sets of shown fields change only with the definition, so the grid asks for these columns only. */
export const isDrifted = (state: GridState): boolean =>
  state.drift !== null && JSON.stringify(state.drift) !== JSON.stringify(viewDefinition.parse(state.view.definition))
