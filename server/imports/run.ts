import { setImmediate } from 'node:timers/promises'
import type { Actor } from '../db/actor.ts'
import { chainHead } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import { newId } from '../db/ids.ts'
import { act, amend, record, type Tx } from '../db/write.ts'
import { undo } from '../undo/undo.ts'
import type { Row } from './csv.ts'
import { openIdentity } from './identity.ts'
import { contactWriter } from './import-contacts.ts'
import { investorWriter } from './import-investors.ts'
import { addNewThings } from './investor-writes.ts'
import { type ImportRequest, makePlan, type Plan, refused } from './plan.ts'
import type { Recognised } from './recognise.ts'
import { rehearseNewThings } from './rehearse.ts'
import { rememberMapping } from './remember.ts'
import { newReport, type Report } from './report.ts'
import { anythingToWrite, countOutcomes, type LocatedRow, locateRows, type Outcome, sliceSize } from './slices.ts'

export interface ImportOptions {
  /** The fund's zone: times in a file carry none. */
  zone: string
  fileName?: string
  now?: () => Date
  /** Called after every slice, with rows done and rows in all. */
  onProgress?: (done: number, total: number) => void
  /** Called with the rows of a slice that could be read, and what became (or would become) of each. */
  onOutcomes?: (rows: LocatedRow[], outcomes: Outcome[]) => void
}

/** The dry run: the report a run would give, and nothing written. */
export async function planImport(
  db: Db,
  file: Recognised,
  request: ImportRequest,
  options: ImportOptions,
): Promise<Report> {
  const plan = makePlan(db, file, request, options.zone)
  const report = newReport(true, plan.warnings)
  const identity = openIdentity(db, plan)
  const writer = writerFor(db, plan)

  await eachSlice(file, plan, options, (rows) => {
    const located = locateRows(plan, identity, writer, rows, report)
    const comparison = writer.compare(located)
    countOutcomes(report, comparison)
    options.onOutcomes?.(located, comparison.outcomes)
  })
  if (report.created + report.updated > 0) rehearseNewThings(db, makePlan(db, file, request, options.zone))
  return report
}

/**
 * The run. Slices of some hundred rows are committed one by one, all in one batch, so that the service answers in
 * between and one undo takes all of it back (docs/decisions/0005-imports-in-slices.md). When a slice fails, the ones
 * before it are undone and the failure is passed on.
 */
export async function runImport(
  db: Db,
  actor: Actor,
  file: Recognised,
  request: ImportRequest,
  options: ImportOptions,
): Promise<Report> {
  const plan = makePlan(db, file, request, options.zone)
  refuseUndecided(plan)
  const run = startRun(db, { ...actor, surface: 'import' }, plan, options)

  try {
    await eachSlice(file, plan, options, run.take)
    run.finish()
  } catch (error) {
    run.takeBack()
    throw error
  }
  return run.report
}

function refuseUndecided({ undecided }: Plan): void {
  const [first] = undecided
  if (first)
    throw refused(
      'date_order',
      `Say whether the day or the month comes first in “${undecided.join('”, “')}”: dmy or mdy.`,
    )
}

function startRun(db: Db, actor: Actor, plan: Plan, options: ImportOptions) {
  const report = newReport(false, plan.warnings)
  const identity = openIdentity(db, plan)
  const writer = writerFor(db, plan)
  const what = `Imported ${options.fileName ?? plan.entityType}`
  const batchId = newId()
  let importId: string | null = null
  let head = chainHead(db)

  const inBatch = (work: (tx: Tx) => void) =>
    act(db, actor, what, work, { batchId, now: options.now?.() ?? new Date() })

  const take = (rows: Row[]) => {
    if (chainHead(db) !== head) identity.reload()
    let begun = importId
    inBatch((tx) => {
      const located = locateRows(plan, identity, writer, rows, report)
      let comparison = writer.compare(located)
      if (anythingToWrite(comparison)) {
        if (begun === null) {
          begun = begin(tx, plan, options)
          comparison = writer.compare(located)
        }
        comparison.write(tx)
      }
      countOutcomes(report, comparison)
      options.onOutcomes?.(located, comparison.outcomes)
    })
    // Only now: when the very first slice fails, there is nothing to take back.
    importId = begun
    head = chainHead(db)
  }

  const finish = () => {
    const { changed } = inBatch((tx) => {
      writer.finish?.(tx)
      if (importId === null) return
      report.batch_id = batchId
      amend(tx, 'imports', importId, { report: kept(plan, report) })
    })
    if (changed > 0) report.batch_id = batchId
  }

  const takeBack = () => {
    if (importId !== null) undo(db, actor, batchId, { now: options.now?.() ?? new Date() })
  }
  return { report, take, finish, takeBack }
}

/**
 * Before the first row that changes anything: columns, funds, the memory of the mapping, and the import's own entry. The
 * mapping is noted before the new columns have their keys: those are of no use to whoever undoes the import and begins
 * again.
 */
function begin(tx: Tx, plan: Plan, { fileName = 'pasted rows' }: ImportOptions): string {
  rememberMapping(tx, plan)
  addNewThings(tx, plan)
  rememberMapping(tx, plan)
  const report = { signature: plan.signature, finished: false }

  return record(tx, 'imports', { fileName, entityType: plan.entityType, batch: tx.batchId, report }).id
}

const mostKept = 1000

/** The report as it is stored: its cell changes are in the log already, and errors beyond a thousand are counted. */
function kept(plan: Plan, { errors, changes: _logged, ...report }: Report): Record<string, unknown> {
  return {
    ...report,
    errors: errors.slice(0, mostKept),
    error_count: errors.length,
    signature: plan.signature,
    finished: true,
  }
}

async function eachSlice(
  file: Recognised,
  plan: Plan,
  options: ImportOptions,
  take: (rows: Row[]) => void,
): Promise<void> {
  const size = sliceSize(plan)
  let rows: Row[] = []
  let done = 0
  const pass = async () => {
    take(rows)
    done += rows.length
    rows = []
    options.onProgress?.(done, file.total)
    await setImmediate()
  }

  for await (const row of file.rows()) {
    rows.push(row)
    if (rows.length === size) await pass()
  }
  if (rows.length > 0) await pass()
}

function writerFor(db: Db, plan: Plan) {
  return plan.entityType === 'contacts' ? contactWriter(db, plan) : investorWriter(db, plan)
}
