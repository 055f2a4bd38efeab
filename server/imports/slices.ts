import type { Tx } from '../db/write.ts'
import type { Row } from './csv.ts'
import type { Identity } from './identity.ts'
import type { Plan } from './plan.ts'
import { type CellChange, listChanges, type Report, warn } from './report.ts'
import { type ReadRow, readRow } from './rows.ts'

/** A row and the record it is about; null for a new one. */
export interface LocatedRow {
  row: ReadRow
  id: string | null
}

export interface Outcome {
  kind: 'created' | 'updated' | 'unchanged'
  changes: CellChange[]
}

/** What one slice would do, what the person should know of it, and the way to do it. */
export interface Comparison {
  outcomes: Outcome[]
  warnings: string[]
  write: (tx: Tx) => void
}

/** Knows the records of one entity type. Comparing never writes, so a dry run stops after it. */
export interface Writer {
  compare: (rows: LocatedRow[]) => Comparison
  /** What remains to be written after the last slice. */
  finish?: (tx: Tx) => void
  /** What else is wrong with a row, such as naming a record that does not exist. */
  check?: (row: ReadRow) => { column: string; value: string; message: string } | null
}

/**
 * Reads and locates the rows of a slice. Those in error go to the report and no further, but keep their name taken: once
 * they are corrected, they must find no record that a later row of the same name made in their place.
 */
export function locateRows(plan: Plan, identity: Identity, writer: Writer, rows: Row[], report: Report): LocatedRow[] {
  report.total += rows.length

  return rows.flatMap((row) => {
    const read = readRow(plan, row, report)
    const wrong = read.isBad ? null : writer.check?.(read)
    if (wrong) report.errors.push({ row: row.number, ...wrong })
    if (read.isBad || wrong) {
      identity.claim(read)
      return []
    }
    const located = identity.locate(read)
    if ('message' in located) {
      report.errors.push({ row: row.number, ...located })
      return []
    }
    return [{ row: read, id: 'id' in located ? located.id : null }]
  })
}

export function countOutcomes(report: Report, { outcomes, warnings }: Comparison): void {
  for (const { kind, changes } of outcomes) {
    report[kind] += 1
    listChanges(report, changes)
  }
  for (const warning of warnings) warn(report, warning)
}

export function anythingToWrite({ outcomes }: Comparison): boolean {
  return outcomes.some(({ kind }) => kind !== 'unchanged')
}

/** Rows per transaction: about a twentieth of a second of work, so that others are served in between. */
export function sliceSize(plan: Plan): number {
  return Math.max(50, Math.min(500, Math.floor(12_000 / Math.max(plan.columns.length, 1))))
}
