import { dayIn } from '../../../shared/dates.ts'
import { kindOf } from '../../../shared/filter.ts'
import { impliedValues } from '../../../shared/implied-values.ts'
import type { Row } from './model/rows.ts'
import type { Edit, Values } from './page.ts'
import { newKey } from './random.ts'
import type { Refresh } from './refresh.ts'
import type { Saving } from './save/saving.ts'
import { canEdit, definitionOf, fieldOf, type GridState } from './state.ts'
import { isEditable } from './table/editable.ts'
import { isBlank } from './table/formats/text.ts'
import type { Spot } from './table/selection.ts'
import type { Sheet } from './table/sheet.ts'

export type Edits = ReturnType<typeof createEdits>

/** What a person does to values: painted at once, then saved. */
export function createEdits(state: GridState, sheet: Sheet, saving: Saving, refresh: Refresh) {
  /** The version a row was seen at when its cell was opened: what somebody else wrote since then is a clash. */
  function write(spot: Spot, value: unknown, version = state.rows.get(spot.row)?.version): void {
    const row = state.rows.get(spot.row)
    const edit = { id: spot.row, values: { [spot.field]: value } }
    if (!row) {
      // The view was read anew under the editor and does not hold the row, or not yet: what was typed is saved all the same.
      if (!isDraft(spot.row)) saving.edit(edit, version)
      return
    }
    remember(spot.row, spot.field)
    row.values[spot.field] = value
    state.marks.mark(spot.row, spot.field, { problem: undefined, clash: undefined, saving: true })
    sheet.repaint([spot.row])
    if (isDraft(row.id)) writeDraft(edit)
    else saving.edit(edit, version)
  }

  /** What is saved of a cell is kept while something else is painted over it: Escape goes back to it. */
  function remember(id: string, field: string): void {
    const row = state.rows.get(id)
    if (!row || isDraft(id) || state.marks.cell(id, field)?.before || field in (saving.pending(id) ?? {})) return
    state.marks.mark(id, field, { before: { value: row.values[field] ?? null, version: row.version } })
  }

  /** Gives up what was refused. What came from the server since is newer than what was remembered. */
  function giveUp({ row: id, field }: Spot): void {
    const { before, problem } = state.marks.cell(id, field) ?? {}
    const row = state.rows.get(id)
    const isUnderWay = field in (saving.pending(id) ?? {})
    if (problem && !isUnderWay) {
      if (row && before?.version === row.version) row.values[field] = before.value
      state.marks.mark(id, field, { before: undefined })
    }
    state.marks.mark(id, field, { problem: undefined })
    sheet.repaint([id])
  }

  /** A draft is sent when it has a name, with everything in it; what is typed while it is under way follows it. */
  function writeDraft(edit: Edit): void {
    const draft = state.rows.get(edit.id)
    if (saving.pending(edit.id)) saving.edit(edit, undefined)
    else if (draft && !isBlank(edit.values['name'])) saving.create(draft)
  }

  /** Many cells as one act; `done` hears of its batch, to offer to undo it. */
  function writeMany(edits: Edit[], done?: (batchId: string | null) => void): Promise<void> {
    const known = edits.filter(({ id }) => state.rows.get(id))
    for (const { id, values } of known) {
      for (const field of Object.keys(values)) remember(id, field)
      Object.assign(state.rows.get(id)?.values ?? {}, values)
    }
    sheet.repaint(known.map(({ id }) => id))
    for (const edit of known.filter(({ id }) => isDraft(id))) writeDraft(edit)
    const saved = edits.filter(({ id }) => !isDraft(id))
    const [only] = saved
    if (only && saved.length === 1 && !done) saving.edit(only, state.rows.get(only.id)?.version)
    else if (saved.length > 0) saving.editMany(saved, done)
    return saving.settled(edits.map(({ id }) => id))
  }

  /** A line to type a name into. It has what the view's filter asks for, and is nobody until it has a name. */
  async function addRow(): Promise<Spot | null> {
    if (!canEdit(state)) return null
    const values: Values = { ...defaults(), ...implied() }
    const draft: Row = {
      kind: 'row',
      id: `draft:${newKey()}`,
      version: 0,
      color: null,
      values: { name: null, ...values },
    }
    state.rows.put(draft)
    await sheet.show()
    const spot = { row: draft.id, field: 'name' }
    sheet.go(spot)
    return spot
  }

  const defaults = (): Values =>
    Object.fromEntries(
      state.data.fields
        .filter((field) => !isBlank(field.default_value))
        .map((field) => [field.key, field.default_value]),
    )

  function implied(): Values {
    const kindOfField = (key: string) => kindOf(fieldOf(state, key)?.result_type ?? 'text')
    const today = dayIn(state.data.zone, new Date())
    const values = impliedValues(definitionOf(state).filter, state.data.me.id, today, kindOfField)
    return Object.fromEntries(Object.entries(values).filter(([key]) => isWritable(key)))
  }

  const isWritable = (key: string): boolean => {
    const field = fieldOf(state, key)
    return field !== undefined && isEditable(field)
  }

  /** A draft that got no name leaves nothing behind; one that got other values stays, and says that it wants a name. */
  async function dropNameless(id: string): Promise<void> {
    const row = state.rows.get(id)
    if (!row || !isDraft(id) || !isBlank(row.values['name'])) return
    if (!isBlank(state.marks.cell(id, 'name')?.problem?.text)) return
    if (isTypedInto(row)) {
      const sentence = 'Give it a name, and it is saved. Empty the other cells to drop it.'
      state.marks.mark(id, 'name', { problem: { kind: 'problem', text: '', sentence } })
      sheet.repaint([id])
      return
    }
    state.marks.mark(id, 'name', { problem: undefined })
    state.rows.remove(new Set([id]))
    await sheet.show()
  }

  const isTypedInto = ({ id, values }: Row): boolean =>
    state.marks.having('saving').some(([row, field]) => row === id && !isBlank(values[field]))

  /** The draft is a record now. */
  function created(draft: string, id: string): void {
    state.rows.rename(draft, id)
    state.marks.rename(draft, id)
    void sheet.show().then(() => {
      const at = sheet.selection()
      if (at?.focus.row === draft) sheet.select({ anchor: { ...at.anchor, row: id }, focus: { ...at.focus, row: id } })
    })
    state.rows.total += 1
    void refresh.rows([id])
  }

  return { write, writeMany, giveUp, implied, addRow, dropNameless, created }
}

export const isDraft = (id: string): boolean => id.startsWith('draft:')

/** The marked cells, by row, with the lines that are no rows left out. */
export function markedCells(state: GridState, sheet: Sheet): { id: string; fields: string[] }[] {
  const area = sheet.area()
  if (!area) return []
  const fields = sheet.walkable.fields.slice(area.left, area.right + 1)
  const ids = sheet.walkable.rows.slice(area.top, area.bottom + 1).filter((id) => state.rows.get(id))
  return ids.map((id) => ({ id, fields }))
}
