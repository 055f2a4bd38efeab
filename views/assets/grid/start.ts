import type { ViewDefinition } from '../../../shared/views.ts'
import { openDialog } from '../behaviours/dialog.ts'
import { showToast } from '../behaviours/toast.ts'
import { createClashPanel } from './clash-panel.ts'
import { columnItems, moveColumn, orderColumns, patchColumn } from './column-menu.ts'
import { createDrift } from './drift.ts'
import { createEdits, isDraft } from './edits.ts'
import { createEmpty } from './empty.ts'
import { tellPresence } from './live/presence.ts'
import { listen } from './live/stream.ts'
import { makePage } from './make-page.ts'
import { openMenu } from './menus.ts'
import { ApiProblem, callApi } from './model/api.ts'
import { asksAnew } from './model/query.ts'
import { unpack } from './model/rows.ts'
import { listenToMouse } from './mouse.ts'
import type { FieldInfo, GridData, GridPage, ViewInfo } from './page.ts'
import { createRefresh } from './refresh.ts'
import { rowItems } from './row-menu.ts'
import { forgetOnSignOut } from './save/kept.ts'
import { createSaving } from './save/saving.ts'
import { createState, definitionOf, fieldOf, type GridState } from './state.ts'
import { createStatus } from './status.ts'
import { createSummary } from './summary.ts'
import { createEditing } from './table/editing.ts'
import { listenToKeys } from './table/keys.ts'
import { headings, neighbour, only, type Spot } from './table/selection.ts'
import { createSheet, type Sheet } from './table/sheet.ts'
import { rowHeights } from './table/table.ts'

/** Builds the grid on the places of the page and answers what its other parts are mounted on. */
export async function start(data: GridData): Promise<GridPage> {
  const find = (id: string) => document.querySelector<HTMLElement>(`#grid-${id}`) ?? document.body
  const search = document.querySelector<HTMLInputElement>('#grid .list-search input')
  const [frame, place] = [find('frame'), find('table')]
  const state = createState(data, search?.value ?? '')
  place.dataset['height'] = definitionOf(state).row_height
  const say = createStatus(state, find('status'))

  const sheet: Sheet = createSheet(state, place, {
    resized: (key, width) => patchColumn(state, change, key, { width }),
    moved: (keys) => orderColumns(state, change, keys),
    drawn: () => {
      editing.place()
      clash.show(sheet.selection()?.focus ?? null)
    },
    leftRow: (id) => void left(id),
  })
  const saving = createSaving(state, {
    painted: (ids) => sheet.repaint(ids),
    saved: (row, edit) => {
      for (const key of Object.keys(edit.values)) state.marks.mark(row.id, key, { saving: undefined })
      const known = state.rows.get(row.id)
      if (known)
        state.rows.put(
          { kind: 'row', id: row.id, version: row.version, color: known.color, values: row.values },
          saving.pending(row.id),
        )
      sheet.repaint([row.id])
      refresh.afterSave(row.id, edit.values)
    },
    created: (draft, id) => edits.created(draft, id),
    changed: () => say(saving),
    gone: (id, sentence) => {
      state.marks.markRow(id, { gone: true })
      showToast({ message: sentence, tone: 'danger' })
      sheet.repaint([id])
    },
  })
  const refresh = createRefresh(state, {
    sheet,
    pending: saving.pending,
    isEditing: (id) => editing.spot()?.row === id,
    failed,
  })
  const edits = createEdits(state, sheet, saving, refresh)
  const drift = createDrift(state)
  let seen = new Map<string, number | undefined>()
  const editing = createEditing(state, frame, {
    commit: (spot, value) => edits.write(spot, value, seen.get(spot.row)),
    keep: (spot, text, sentence) => {
      state.marks.mark(spot.row, spot.field, { problem: { kind: 'problem', text, sentence } })
      sheet.repaint([spot.row])
      say(saving)
    },
    left: (spot, move) => {
      place.focus({ preventScroll: true })
      if (move === 'stay') return void edits.dropNameless(spot.row)
      sheet.go(neighbour(spot, move, sheet.walkable))
    },
    cellElement: (spot) => sheet.element(spot),
  })
  const clash = createClashPanel(state, frame, {
    element: (spot) => sheet.element(spot),
    keepMine: (spot, { yours, version }) => edits.write(spot, yours, version),
    takeTheirs: (spot, { current }) => {
      const row = state.rows.get(spot.row)
      if (row) row.values[spot.field] = current
      state.marks.mark(spot.row, spot.field, { clash: undefined })
      void refresh.rows([spot.row])
      sheet.repaint([spot.row])
      say(saving)
    },
    back: (spot) => {
      place.focus({ preventScroll: true })
      sheet.go(spot)
    },
  })

  function change(part: Partial<ViewDefinition>): void {
    const { before, after } = drift.change(part)
    shown(before, after)
    state.events.emit('definition')
  }

  /** Draws what is different between two definitions, and asks for rows where other rows are meant. */
  function shown(before: ViewDefinition, after: ViewDefinition): void {
    const differs = (part: keyof ViewDefinition) => JSON.stringify(before[part]) !== JSON.stringify(after[part])
    if (differs('columns') || differs('others') || differs('sort')) sheet.showColumns()
    if (differs('row_height')) dressHeight(state, sheet)
    if (asksAnew(before, after)) void refresh.reload()
    else if (differs('figures') || differs('columns')) refresh.figuresSoon()
  }

  async function show(viewId: string): Promise<void> {
    const view = state.data.views.find(({ id }) => id === viewId)
    if (!view) return
    editing.finish('stay', false)
    Object.assign(state, { view, drift: view.drift, ticked: new Set(), folded: new Set() })
    viewsChanged()
    await refresh.reload()
  }

  function viewsChanged(): void {
    sheet.select(null)
    sheet.showColumns()
    dressHeight(state, sheet)
    state.events.emit('view')
    state.events.emit('definition')
  }

  async function left(id: string): Promise<void> {
    if (isDraft(id)) await edits.dropNameless(id)
    await refresh.leftRow(id)
  }

  function edit(spot: Spot, how?: { typed?: string; atEnd?: boolean }): boolean {
    seen = new Map([[spot.row, state.rows.get(spot.row)?.version]])
    return editing.start(spot, how)
  }

  async function addRow(): Promise<void> {
    const spot = await edits.addRow()
    if (spot) edit(spot)
  }

  function tick(id: string, on = !state.ticked.has(id), through = false): void {
    const ids = through ? between(sheet, [...state.ticked].at(-1), id) : [id]
    for (const each of ids) {
      if (on) state.ticked.add(each)
      else state.ticked.delete(each)
    }
    sheet.repaint(ids)
    state.events.emit('selection')
  }

  function fold(id: string): void {
    if (!state.folded.delete(id)) state.folded.add(id)
    void sheet.show().then(() => sheet.repaintSelection())
  }

  async function refreshFields(): Promise<void> {
    const { data: fields } = await callApi<{ data: FieldInfo[] }>('GET', '/fundraising/fields?limit=1000')
    state.data.fields = fields
    sheet.showColumns()
    await refresh.reload()
    state.events.emit('fields')
  }

  async function refreshViews(): Promise<void> {
    const { data: views } = await callApi<{ data: ViewInfo[] }>('GET', '/fundraising/views?limit=1000')
    page.setViews(views)
  }

  const page = makePage(state, sheet, {
    change,
    show,
    refreshFields,
    viewsChanged: () => {
      viewsChanged()
      void refresh.reload()
    },
    setSearch: (words) => {
      if (words === state.search) return
      state.search = words
      if (search && search.value !== words) search.value = words
      void refresh.reload()
    },
    setAsOf: async (instant) => {
      editing.finish('stay', false)
      state.asOf = instant
      await refresh.reload()
    },
    write: (list) => edits.writeMany(list),
    settled: () => saving.settled(page.rowIds()),
    refreshRows: refresh.rows,
    reload: refresh.reload,
    isEditing: () => editing.isOpen(),
  })

  const columnMenu = (field: string) => {
    const at = sheet.element({ row: headings, field })?.getBoundingClientRect()
    if (at)
      openMenu(
        `Column ${fieldOf(state, field)?.label}`,
        [...columnItems(state, change), null, ...page.columnActs],
        field,
        at,
      )
  }
  const rowMenu = (spot: Spot, at?: { x: number; y: number }) => {
    const element = sheet.element(spot)
    if (sheet.selection()?.focus.row !== spot.row) sheet.select(only(spot))
    if (element || at)
      openMenu(
        'Row',
        [...rowItems(state, page, { edit }), null, ...page.rowActs],
        spot.row,
        at ?? (element as HTMLElement).getBoundingClientRect(),
      )
  }
  const toggle = (spot: Spot) => edits.write(spot, !(state.rows.get(spot.row)?.values[spot.field] === true))
  const open = (id: string) => {
    if (!isDraft(id)) location.assign(`/investors/${id}`)
  }
  const acts = { edit, toggle, tick, fold, open, columnMenu, rowMenu, addRow: () => void addRow() }
  listenToKeys(state, sheet, place, {
    ...acts,
    clear: edits.clear,
    peek: () => state.events.emit('peek'),
    settleClash: clash.focus,
    moveColumn: (field, by) => moveColumn(state, change, field, by),
    widen: (field, by) => {
      const column = sheet.columns().find((shownColumn) => shownColumn.field.key === field)
      if (column) patchColumn(state, change, field, { width: Math.max(44, column.width + by) })
    },
    refused: (field) => showToast({ message: whyNot(state, field) }),
    escape: (spot) => {
      const problem = state.marks.cell(spot.row, spot.field)?.problem
      state.marks.mark(spot.row, spot.field, { problem: undefined })
      sheet.repaint([spot.row])
      say(saving)
      if (problem) void refresh.rows([spot.row])
      else sheet.select(sheet.selection()?.anchor === spot ? null : only(spot))
      return true
    },
  })
  listenToMouse(state, sheet, place, {
    ...acts,
    tickAll: (on) => page.selectRows(on ? page.rowIds() : []),
  })
  listenToSearch(search, page.setSearch)
  frame.addEventListener('keydown', (event) => event.key === 'Escape' && clash.place())
  document.querySelector('[data-grid-new]')?.addEventListener('click', () => void addRow())
  forgetOnSignOut(data.me.id)
  listenToHelp()

  const empty = createEmpty(state, frame, page.setSearch)
  state.events.on('rows', () => empty(false))
  const summary = createSummary(state, sheet, find('summary'), (figures) => change({ figures }))
  for (const event of ['rows', 'range', 'selection', 'definition'] as const) state.events.on(event, summary)

  state.names.onKnown(() => sheet.table.repaintAll())
  await sheet.ready
  dressTable(place)
  for (const row of data.rows.rows) state.rows.put(unpack(data.rows.columns, row), saving.pending(row[0]))
  state.rows.total = data.rows.total
  await sheet.show()
  refresh.figuresSoon(0)
  say(saving)
  summary()
  empty(data.rows.total > 0)
  listen(state, data.rows.version, {
    rows: refresh.rows,
    reload: refresh.reload,
    repaint: (ids) => sheet.repaint(ids),
    fields: refreshFields,
    views: refreshViews,
  })
  tellPresence(state, sheet)
  void refresh.loading.finish()
  return page
}

/** Says what went wrong where nobody's cell is the place for it. */
function failed(error: unknown): void {
  const message = error instanceof ApiProblem ? error.message : 'Something went wrong. Load the page again.'
  showToast({ message, tone: 'danger' })
}

function whyNot(state: GridState, key: string): string {
  const field = fieldOf(state, key)
  if (state.asOf) return 'This is how it was. Go back to today to change it.'
  if (state.data.me.role === 'viewer') return 'Your account can read everything but change nothing.'
  return field?.type === 'checkbox' ? 'Space ticks it.' : `“${field?.label ?? key}” is worked out by the system.`
}

/** The rows from one to the other as they stand, both included. */
function between(sheet: Sheet, from: string | undefined, to: string): string[] {
  const [a, b] = [sheet.walkable.rowAt(from ?? to), sheet.walkable.rowAt(to)].toSorted((x, y) => x - y)
  const ids = sheet.walkable.rows.slice(Math.max(0, a ?? 0), (b ?? 0) + 1)
  return ids.filter((id) => sheet.line(id)?.kind === 'row')
}

function listenToSearch(box: HTMLInputElement | null, setSearch: (words: string) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  box?.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => setSearch(box.value), 180)
  })
  box?.form?.addEventListener('submit', (event) => {
    event.preventDefault()
    setSearch(box.value)
  })
}

/** On this page `?` lists the grid's keys, and those of every page from there. */
function listenToHelp(): void {
  const help = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select')
    if (event.key !== '?' || isTyping || document.querySelector('dialog[open]')) return
    event.preventDefault()
    event.stopPropagation()
    openDialog('#grid-keys')
  }
  document.addEventListener('keydown', help, { capture: true })
}

/** The table takes the keyboard as one: which cell it is on is told by `aria-activedescendant`. */
function dressTable(place: HTMLElement): void {
  place.tabIndex = 0
  place.setAttribute('role', 'grid')
  place.setAttribute('aria-label', 'Investors')
  place.setAttribute('aria-multiselectable', 'true')
  place.querySelector('.tabulator-header .tabulator-headers')?.setAttribute('aria-rowindex', '1')
  // What scrolls is no stop of its own: the table scrolls with the active cell.
  place.querySelector('.tabulator-tableholder')?.removeAttribute('tabindex')
}

function dressHeight(state: GridState, sheet: Sheet): void {
  const height = (state.drift ?? state.view.definition).row_height
  sheet.table.element.dataset['height'] = height
  sheet.table.setRowHeight(rowHeights[height])
}
