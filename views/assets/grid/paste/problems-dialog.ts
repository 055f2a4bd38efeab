import { plural } from '../../../../shared/words.ts'
import { h } from '../dom.ts'
import type { GridPage } from '../page.ts'
import { ask, listed } from './ask.ts'
import type { Placed } from './place.ts'

/** A cell that does not fit its column; `row` and `column` count from 0 within what was pasted. */
export type Problem = { row: number; column: number; field: string; text: string; message: string }

/** Shows which cells do not fit and why; whether the others are to be written. `cells` is how many those are. */
export async function askProblems(
  page: GridPage,
  { rows }: Placed,
  { problems, cells }: { problems: Problem[]; cells: number },
): Promise<boolean> {
  const lines = problems.map(({ row, field, text, message }) => [
    nameOf(page, rows[row], row),
    page.field(field)?.label ?? field,
    h('span.paste-text', {}, text === '' ? 'blank' : text),
    message,
  ])
  const rest =
    cells === 0
      ? 'None of the other cells is different, so nothing would be written.'
      : 'Nothing is written yet. Cells that do not fit stay as they are and are marked in the grid.'
  const cancel = { label: 'Cancel', value: false }
  const write = { label: `Write the other ${plural(cells, 'cell')}`, value: true, primary: true }
  const body = [h('p', {}, rest), ...listed(['Row', 'Column', 'Pasted', 'Why it does not fit'], lines)]
  return (await ask(title(problems.length), body, cells === 0 ? [cancel] : [cancel, write])) ?? false
}

const title = (count: number) => `${plural(count, 'cell')} ${count === 1 ? 'does' : 'do'} not fit`

const nameOf = (page: GridPage, id: string | null | undefined, row: number): string =>
  String((id && page.rowValues(id)?.['name']) || `New row (line ${row + 1})`)
