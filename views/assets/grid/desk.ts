import type { ViewDefinition } from '../../../shared/views.ts'
import { showToast } from '../behaviours/toast.ts'
import { createClashPanel } from './clash-panel.ts'
import { orderColumns, patchColumn } from './column-menu.ts'
import { createEdits, type Edits, isDraft } from './edits.ts'
import { ApiProblem, Unreachable } from './model/api.ts'
import { createRefresh, type Refresh } from './refresh.ts'
import { createSaving, type Saving } from './save/saving.ts'
import type { GridState } from './state.ts'
import { createStatus } from './status.ts'
import { createEditing, type Editing, type Move } from './table/editing.ts'
import { isBlank } from './table/formats/text.ts'
import { neighbour, type Spot } from './table/selection.ts'
import { createSheet, type Sheet } from './table/sheet.ts'
import { dropLost } from './troubles.ts'

/**
 * The parts of the grid that need one another, each made once: the table, what saves, what reads again, the editor over a
 * cell and the choice between two values. `version` is what a row was seen at when its cell was opened.
 */
export type Desk = {
  state: GridState
  frame: HTMLElement
  place: HTMLElement
  sheet: Sheet
  saving: Saving
  refresh: Refresh
  edits: Edits
  editing: Editing
  clash: ReturnType<typeof createClashPanel>
  seen: { row: string; version: number | undefined } | null
  /** Says whether everything is saved. */
  say(): void
  change(part: Partial<ViewDefinition>): void
  /** Goes to the next cell that was refused, or that two people wrote. */
  look(): void
}

type Places = { frame: HTMLElement; place: HTMLElement; status: HTMLElement }

export function createDesk(state: GridState, { frame, place, status }: Places): Desk {
  const desk = { state, frame, place, seen: null } as unknown as Desk
  const say = createStatus(state, status, () => desk.look())
  desk.say = () => say(desk.saving)
  desk.sheet = createSheet(state, place, sheetEnds(desk))
  desk.saving = createSaving(state, savingEnds(desk))
  desk.refresh = createRefresh(state, {
    sheet: desk.sheet,
    pending: desk.saving.pending,
    isEditing: (id) => desk.editing.spot()?.row === id,
    failed,
    told: (message) => showToast({ message }),
  })
  desk.edits = createEdits(state, desk.sheet, desk.saving, desk.refresh)
  desk.editing = createEditing(state, frame, editingEnds(desk))
  desk.clash = createClashPanel(state, frame, clashEnds(desk))
  return desk
}

const sheetEnds = (desk: Desk): Parameters<typeof createSheet>[2] => ({
  resized: (key, width) => patchColumn(desk.state, desk.change, key, { width }),
  moved: (keys) => orderColumns(desk.state, desk.change, keys),
  drawn: () => {
    desk.editing.place()
    desk.clash.show(desk.sheet.selection()?.focus ?? null)
  },
  leftRow: (id) => void leftRow(desk, id),
})

async function leftRow({ edits, refresh }: Desk, id: string): Promise<void> {
  if (isDraft(id)) await edits.dropNameless(id)
  await refresh.leftRow(id)
}

const savingEnds = (desk: Desk): Parameters<typeof createSaving>[1] => ({
  painted: (ids) => {
    dropLost(desk.state)
    desk.sheet.repaint(ids)
  },
  saved: (row, edit) => saved(desk, row, Object.keys(edit.values)),
  created: (draft, id, batchId) => {
    desk.editing.rename(draft, id)
    desk.edits.created(draft, id)
    showToast({ message: `Added ${desk.state.rows.get(id)?.values['name']}`, undo: batchId })
  },
  changed: () => desk.saving && desk.say(),
  gone: (id, sentence) => {
    desk.state.marks.markRow(id, { gone: true })
    showToast({ message: sentence, tone: 'danger' })
    desk.sheet.repaint([id])
  },
})

type Answered = Parameters<Parameters<typeof createSaving>[1]['saved']>[0]

/** The row as the server has it now, formulas and all; what was typed since stays painted over it. */
function saved({ state, sheet, saving, refresh }: Desk, { id, version, values }: Answered, fields: string[]): void {
  for (const key of fields) state.marks.mark(id, key, { saving: undefined, before: undefined })
  const known = state.rows.get(id)
  if (known) state.rows.put({ kind: 'row', id, version, color: known.color, values }, saving.pending(id))
  sheet.repaint([id])
  refresh.afterSave(id, Object.fromEntries(fields.map((key) => [key, values[key]])))
}

const editingEnds = (desk: Desk): Parameters<typeof createEditing>[2] => ({
  commit: (spot, value) => {
    const { seen, edits } = desk
    if (seen?.row === spot.row) edits.write(spot, value, seen.version)
    else edits.write(spot, value)
  },
  keep: (spot, text, sentence) => {
    desk.state.marks.mark(spot.row, spot.field, { problem: { kind: 'problem', text, sentence } })
    desk.sheet.repaint([spot.row])
    desk.say()
  },
  left: (spot, move) => {
    desk.place.focus({ preventScroll: true })
    if (move === 'stay') void desk.edits.dropNameless(spot.row)
    else desk.sheet.go(neighbour(spot, onward(desk, spot, move), desk.sheet.walkable))
  },
  held: () => showToast({ message: 'Save or cancel the contact first.' }),
  cellElement: (spot) => desk.sheet.element(spot),
})

/** After its name a new row is typed on: Enter goes to its next cell. */
const onward = ({ state }: Desk, { row, field }: Spot, move: Exclude<Move, 'stay'>): Exclude<Move, 'stay'> =>
  move === 'down' && isDraft(row) && field === 'name' && !isBlank(state.rows.get(row)?.values['name']) ? 'right' : move

const clashEnds = (desk: Desk): Parameters<typeof createClashPanel>[2] => ({
  element: (spot) => desk.sheet.element(spot),
  keepMine: (spot, { yours, version }) => desk.edits.write(spot, yours, version),
  takeTheirs: (spot, { current }) => {
    const row = desk.state.rows.get(spot.row)
    if (row) row.values[spot.field] = current
    desk.state.marks.mark(spot.row, spot.field, { clash: undefined, before: undefined })
    void desk.refresh.rows([spot.row])
    desk.sheet.repaint([spot.row])
    desk.say()
  },
  back: (spot) => {
    desk.place.focus({ preventScroll: true })
    desk.sheet.go(spot)
  },
})

/** Says what went wrong where nobody's cell is the place for it. */
function failed(error: unknown): void {
  const isKnown = error instanceof ApiProblem || error instanceof Unreachable
  const message = isKnown ? error.message : 'Something went wrong. Load the page again.'
  showToast({ message, tone: 'danger' })
}
