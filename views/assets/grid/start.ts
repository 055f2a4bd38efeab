import { clearMarked } from './clearing.ts'
import { createDesk, type Desk } from './desk.ts'
import { createEmpty } from './empty.ts'
import { tellPresence } from './live/presence.ts'
import { listen } from './live/stream.ts'
import { makePage } from './make-page.ts'
import { actAs } from './model/acting-as.ts'
import { unpack } from './model/rows.ts'
import { listenToMouse } from './mouse.ts'
import type { GridData, GridPage } from './page.ts'
import { dressTable, listenToHelp, listenToSearch } from './page-keys.ts'
import { addRow, createActs } from './row-acts.ts'
import { forgetOnSignOut } from './save/kept.ts'
import { createShowing, type Showing } from './showing.ts'
import { createState, definitionOf } from './state.ts'
import { createSummary } from './summary.ts'
import { listenToKeys } from './table/keys.ts'
import { goToTrouble, problemActs } from './troubles.ts'

const find = (id: string) => document.querySelector<HTMLElement>(`#grid-${id}`) ?? document.body

/** Builds the grid on the places of the page and answers what its other parts are mounted on. */
export async function start(data: GridData): Promise<GridPage> {
  const search = document.querySelector<HTMLInputElement>('#grid .list-search input')
  actAs(data.me.id)
  const state = createState(data, search?.value ?? '')
  const place = find('table')
  place.dataset['height'] = definitionOf(state).row_height
  const desk = createDesk(state, { frame: find('frame'), place, status: find('status') })
  const showing = createShowing(desk)
  desk.change = showing.change
  const page = pageOf(desk, showing, search)
  desk.look = () => void goToTrouble(desk, page)
  attach(desk, page, search)
  await firstShow(desk, data)
  follow(desk, page, showing, data.rows.version)
  return page
}

function pageOf(desk: Desk, showing: Showing, search: HTMLInputElement | null) {
  const { state, sheet, saving, refresh, edits, editing } = desk
  return makePage(state, sheet, {
    ...showing,
    viewsChanged: () => {
      showing.viewChanged()
      void refresh.reload()
    },
    setSearch: (words) => {
      if (words === state.search) return
      state.search = words
      if (search && search.value !== words) search.value = words
      void refresh.reload()
    },
    write: edits.writeMany,
    clear: () => void clearMarked(state, sheet, edits.writeMany),
    implied: edits.implied,
    settled: () => saving.settled(state.rows.ids()),
    refreshRows: refresh.rows,
    reload: refresh.reload,
    isEditing: () => editing.isOpen(),
    ...problemActs(desk),
  })
}

function attach(desk: Desk, page: ReturnType<typeof pageOf>, search: HTMLInputElement | null): void {
  const { state, sheet, place } = desk
  const acts = createActs(desk, page)
  listenToKeys(state, sheet, place, acts)
  listenToMouse(state, sheet, place, acts)
  listenToSearch(search, page.setSearch)
  listenToHelp()
  document.querySelector('[data-grid-new]')?.addEventListener('click', () => void addRow(desk))
  forgetOnSignOut(state.data.me.id)
  // Before the queue is asked whether anything waits: an open editor holds what nobody has seen yet.
  const keepTyped = (event: Event) => {
    if (!desk.editing.finish('stay', false)) event.preventDefault()
  }
  addEventListener('beforeunload', keepTyped, { capture: true })

  const empty = createEmpty(state, desk.frame, page.setSearch)
  const summary = createSummary(state, sheet, find('summary'), (figures) => desk.change({ figures }))
  for (const event of ['rows', 'range', 'selection', 'definition'] as const) state.events.on(event, summary)
  state.events.on('rows', empty)
  state.names.onKnown(() => sheet.table.repaintAll())
}

/** The rows that came with the page, then the others behind them. */
async function firstShow(desk: Desk, { rows }: GridData): Promise<void> {
  const { state, sheet, saving, refresh } = desk
  await sheet.ready
  dressTable(desk.place)
  for (const row of rows.rows) state.rows.put(unpack(rows.columns, row), saving.pending(row[0]))
  state.rows.total = rows.total
  await sheet.show()
  state.events.emit('rows')
  refresh.figuresSoon(0)
  desk.say()
  void refresh.loading.finish()
}

function follow({ state, sheet, refresh }: Desk, page: GridPage, showing: Showing, since: number): void {
  listen(state, since, {
    rows: refresh.rows,
    reload: refresh.reload,
    repaint: (ids) => sheet.repaint(ids),
    fields: showing.refreshFields,
    views: () => page.refreshViews(),
  })
  tellPresence(state, sheet)
}
