import { plural } from '../../../shared/words.ts'
import { showToast } from '../behaviours/toast.ts'
import { isDraft, markedCells } from './edits.ts'
import type { Edit, FieldInfo } from './page.ts'
import { ask } from './paste/ask.ts'
import { fieldOf, type GridState } from './state.ts'
import { isEditable, mayBeBlank } from './table/editable.ts'
import { isBlank } from './table/formats/text.ts'
import type { Sheet } from './table/sheet.ts'

type WriteMany = (edits: Edit[], done?: (batchId: string | null) => void) => Promise<void>

/** More cells than this, or money and people of more rows than that, are not emptied by a slip of the hand. */
const mostCells = 200
const mostPrecious = 10
const precious: ReadonlySet<string> = new Set(['commitment', 'contacts'])

/** Empties the marked cells as one act. What may not be blank stays, and is named. */
export async function clearMarked(state: GridState, sheet: Sheet, writeMany: WriteMany): Promise<void> {
  const marked = filledCells(state, sheet)
  const edits = marked
    .map(({ id, fields }) => ({ id, values: blanks(fields.filter(mayBeBlank)) }))
    .filter(({ values }) => Object.keys(values).length > 0)
  const cells = edits.reduce((sum, { values }) => sum + Object.keys(values).length, 0)
  const kept = new Set(marked.flatMap(({ fields }) => fields.filter((field) => !mayBeBlank(field))))
  const stays = kept.size > 0 ? `${[...kept].map(({ label }) => `“${label}”`).join(' and ')} cannot be blank` : ''
  if (cells === 0) return stays ? showToast({ message: `${stays}.` }) : undefined
  if (isMuch(state, edits, cells) && !(await agreed(cells, edits.length))) return

  const message = [`Cleared ${plural(cells, 'cell')}`, stays].filter(Boolean).join('. ')
  const tells = cells > 1 || stays !== ''
  // A new row is nothing to undo yet.
  if (tells && edits.every(({ id }) => isDraft(id))) showToast({ message })
  await writeMany(edits, tells ? (batchId) => showToast({ message, undo: batchId }) : undefined)
}

function filledCells(state: GridState, sheet: Sheet): { id: string; fields: FieldInfo[] }[] {
  return markedCells(state, sheet).map(({ id, fields }) => ({
    id,
    fields: fields
      .filter((key) => !isBlank(state.rows.get(id)?.values[key]))
      .map((key) => fieldOf(state, key))
      .filter((field) => field !== undefined && isEditable(field)) as FieldInfo[],
  }))
}

const blanks = (fields: FieldInfo[]) => Object.fromEntries(fields.map(({ key }) => [key, null]))

function isMuch(state: GridState, edits: Edit[], cells: number): boolean {
  const isPrecious = (key: string) => precious.has(fieldOf(state, key)?.type ?? '')
  return cells > mostCells || edits.filter(({ values }) => Object.keys(values).some(isPrecious)).length > mostPrecious
}

async function agreed(cells: number, rows: number): Promise<boolean> {
  const title = `Clear ${plural(cells, 'cell')} in ${plural(rows, 'investor')}?`
  const choices = [
    { label: 'Cancel', value: false },
    { label: `Clear ${plural(cells, 'cell')}`, value: true, primary: true },
  ]
  return (await ask(title, [], choices)) ?? false
}
