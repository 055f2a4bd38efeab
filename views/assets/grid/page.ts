/** The grid page as its parts see it: controls, paste, history and presence are mounted on this object. */
import type { FieldInfo, GridData, ViewInfo } from '../../../shared/grid-page.ts'
import type { ViewDefinition } from '../../../shared/views.ts'

export type Values = Record<string, unknown>
export type Edit = { id: string; values: Values }
/** A rectangle of cells, by the ids of its rows and the keys of its columns, in the order shown. */
export type CellRange = { rows: string[]; fields: string[] }
type ActiveCell = { row: string; field: string }

/**
 * `view`: another view was chosen, or the list of them changed. `definition`: what is shown changed. `selection`: rows
 * were ticked. `range`: the cells marked changed, or which is active. `rows`: values of rows changed. `saved`: nothing is
 * left to be saved. `changes`: somebody's change arrived. `peek`: the active row is to be shown beside the table.
 */
export type PageEvent = 'view' | 'definition' | 'selection' | 'range' | 'rows' | 'fields' | 'saved' | 'changes' | 'peek'

/** Where a part draws itself: the elements of `page.eta`. */
type Place = 'views' | 'controls' | 'status' | 'people' | 'table' | 'bulk' | 'side' | 'summary'

/** What a column menu or a row menu offers; `key` is a hint such as `⌘⇧→`, `run` gets the column's key or row's id. */
export type MenuItem = { label: string; run: (of: string) => void; shown?: (of: string) => boolean; key?: string }

export type GridPage = Pick<GridData, 'me' | 'zone' | 'fields' | 'users' | 'stages' | 'tags' | 'funds' | 'views'> & {
  /** The chosen view; `definition()` is what is really shown, its private drift included. */
  view: ViewInfo
  /** Whether the person may write at all: false for viewers, and while the past is shown. */
  canEdit(): boolean
  place(name: Place): HTMLElement
  field(key: string): FieldInfo | undefined

  definition(): ViewDefinition
  /** Repaints, asks for rows again where needed, and keeps the result as the person's own drift. */
  change(part: Partial<ViewDefinition>): void
  isDrifted(): boolean
  /** Shows another view, by its id, without loading the page. */
  show(viewId: string): Promise<void>
  /** Reads the list of views again, after one was added, saved, renamed or archived; `chosen` is shown then. */
  refreshViews(chosen?: string): Promise<void>
  /** Reads the columns again, after one was added, changed or archived. */
  refreshFields(): Promise<void>

  search(): string
  setSearch(words: string): void
  /** An instant of the past to show instead of today, or null. The grid is read-only while it is set. */
  asOf(): string | null
  setAsOf(instant: string | null): Promise<void>

  total(): number
  /** The ids of the rows loaded, as shown from the top. */
  rowIds(): string[]
  rowValues(id: string): Values | undefined
  rowVersion(id: string): number | undefined
  /** The keys of the columns shown, from the left. */
  shownFields(): string[]

  selectedRows(): string[]
  selectRows(ids: string[]): void
  activeCell(): ActiveCell | null
  /** Marks a cell and scrolls to it. */
  activate(cell: ActiveCell, options?: { extend?: boolean }): void
  range(): CellRange | null
  /** Whether a cell is being edited: then keys, and the clipboard, belong to the editor. */
  isEditing(): boolean

  /** Paints at once and saves through the queue; settles when the server has them (or kept them offline). */
  write(edits: Edit[]): Promise<void>
  /** Empties the marked cells that may be empty. */
  clear(): void
  /** What the view's filter asks of a row, so that a new one belongs where it is made. */
  implied(): Values
  /** Settles when nothing is left to be saved, or it is known that it has to wait. */
  settled(): Promise<void>
  /** Marks a cell with a text that does not fit it and the reason; it stays until it is corrected or escaped. */
  markProblem(cell: ActiveCell, problem: { text: string; sentence: string; act?: string | null }): void
  /** What was refused in an act that is undone needs no correcting any more. */
  forgetProblems(act: string): void
  /** Reads these rows again and puts them, or takes them away, in place. */
  refreshRows(ids: string[]): Promise<void>
  reload(): Promise<void>
  /** How a value reads as text, as it is copied: amounts in full, people by name. */
  textOf(field: string, value: unknown): string

  on(event: PageEvent, fn: () => void): () => void
  toast(message: string, batchId?: string | null): void
  /** Calls the API (`/fundraising/…` below `/api`); throws `ApiProblem` with the sentence to show. */
  api<T = unknown>(method: string, path: string, body?: unknown): Promise<T>
  /** Posts an act that must not be done twice, though its answer be lost; `act` says when it is the same one again. */
  once<T = unknown>(path: string, body: unknown, act?: unknown): Promise<T>
  addRowAct(item: MenuItem): void
  addColumnAct(item: MenuItem): void
}

export type { FieldInfo, GridData, ViewInfo }
