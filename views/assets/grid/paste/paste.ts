import { plural } from '../../../../shared/words.ts'
import { isDraft } from '../edits.ts'
import { ApiProblem } from '../model/api.ts'
import type { CellRange, GridPage } from '../page.ts'
import type { Copied } from './clipboard.ts'
import { askConflicts, type Conflict } from './conflicts-dialog.ts'
import { groundOf } from './ground.ts'
import { type Placed, place } from './place.ts'
import { askProblems, type Problem } from './problems-dialog.ts'

type Answer = {
  cells: number
  creates: number
  problems: Problem[]
  batch_id: string | null
  rows: { id: string }[]
}
type Request = Placed & { versions: Record<string, number> | undefined; skip: boolean }

/** Pastes a rectangle of texts at the marked range. What does not fit, or somebody else changed, is asked about first. */
export async function pasteCells(page: GridPage, copied: Copied, range: CellRange): Promise<void> {
  // What was typed before goes first, or it would be written over this.
  await page.settled()
  const placed = exactly(page, copied, place(copied.texts, range, groundOf(page)))
  const refusal = whyNot(page, placed)
  if (refusal) return page.toast(refusal)

  try {
    await send(page, { ...placed, versions: versionsOf(page, placed), skip: false })
  } catch (error) {
    page.toast(error instanceof Error ? error.message : 'Nothing was pasted.')
  }
}

/** Where a column goes into one of its own type, its cells are meant exactly: people by id, moments to the second. */
function exactly(page: GridPage, { exact }: Copied, placed: Placed): Placed {
  if (!exact) return placed
  const { types, texts } = exact
  const isSame = placed.fields.map((key, n) => page.field(key)?.result_type === types[n % types.length])
  const cells = placed.cells.map((row, r) =>
    row.map((text, n) => (isSame[n] ? (texts[r % texts.length]?.[n % types.length] ?? text) : text)),
  )
  return { ...placed, cells }
}

function whyNot(page: GridPage, { rows, fields }: Placed): string | null {
  if (rows.some((id) => id !== null && isDraft(id))) return 'Give the new row a name first, then paste.'
  if (rows.includes(null) && page.rowIds().length < page.total()) {
    return 'Pasting below the last row makes new investors, but not all rows are shown yet. Unfold the groups or wait.'
  }
  const fresh = rows.filter((id) => id === null).length
  const fits = rows.length - fresh
  if (fresh > 0 && !fields.some((key) => page.field(key)?.primary)) {
    const pasted = `${plural(rows.length, 'line was', 'lines were')} pasted, ${fits} ${fits === 1 ? 'fits' : 'fit'}`
    return `${pasted}: new investors need a name, so paste the Name column too.`
  }
  return null
}

const versionsOf = (page: GridPage, { rows }: Placed): Record<string, number> =>
  Object.fromEntries(rows.flatMap((id) => (id === null ? [] : [[id, page.rowVersion(id) ?? 0]])))

async function send(page: GridPage, request: Request): Promise<void> {
  const { rows, fields, cells, versions, skip } = request
  const body = { mode: 'write', rows, fields, cells, skip_problems: skip, defaults: page.implied() }
  try {
    // The versions move on with everything others write: they do not make it another paste.
    const answer = await page.once<Answer>(
      '/fundraising/paste',
      versions ? { ...body, expected_versions: versions } : body,
      [body, versions === undefined],
    )
    await done(page, request, answer)
  } catch (error) {
    const again = error instanceof ApiProblem ? await asked(page, request, error.body) : undefined
    if (again === undefined) throw error
    if (again) await send(page, again)
  }
}

/** What the person chose about an answer that says no: another request, null for none; undefined when it is no question. */
async function asked(
  page: GridPage,
  request: Request,
  body: Record<string, unknown>,
): Promise<Request | null | undefined> {
  if (Array.isArray(body['problems'])) {
    const agreed = await askProblems(page, request, body as { problems: Problem[]; cells: number })
    return agreed ? { ...request, skip: true } : null
  }
  if (Array.isArray(body['conflicts'])) {
    const conflicts = body['conflicts'] as Conflict[]
    const choice = await askConflicts(page, conflicts)
    if (choice === 'mine') return { ...request, versions: undefined }
    return choice === 'theirs' ? without(request, conflicts) : null
  }
  return undefined
}

/** The same without the cells somebody else was faster with. */
function without(request: Request, conflicts: Conflict[]): Request {
  const left = new Set(conflicts.map(({ row_id, field }) => `${row_id} ${field}`))
  const cells = request.cells.map((texts, row) =>
    texts.map((text, column) => (left.has(`${request.rows[row]} ${request.fields[column]}`) ? null : text)),
  )
  return { ...request, cells, versions: undefined }
}

async function done(
  page: GridPage,
  { rows, cut }: Request,
  { cells, creates, problems, batch_id, rows: written }: Answer,
) {
  await page.refreshRows(written.map(({ id }) => id))
  for (const { row, field, text, message } of problems.slice(0, most)) {
    const id = rows[row]
    if (id) page.markProblem({ row: id, field }, { text, sentence: message, act: batch_id })
  }
  const pasted = cells === 0 ? 'Nothing was different' : `Pasted ${plural(cells, 'cell')}`
  const added = creates > 0 ? `, ${plural(creates, 'new investor')}` : ''
  const lost = cut > 0 ? `. ${plural(cut, 'column')} beyond the last had no place` : ''
  const unfit = problems.length > 0 ? `. ${plural(problems.length, 'cell')} did not fit` : ''
  page.toast(`${pasted}${added}${unfit}${lost}`, batch_id)
}

/** Marks beyond these would be found by nobody. */
const most = 500
