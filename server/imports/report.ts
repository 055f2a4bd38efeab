/** One thing wrong with a row; the row as a whole is then left out. */
export interface RowError {
  row: number
  column: string | null
  value: string | null
  message: string
}

/** One cell of an existing record that differs from the file. */
export interface CellChange {
  row: number
  id: string
  field: string
  before: unknown
  after: unknown
}

/** What an import did, or would do: the same numbers either way. */
export interface Report {
  dry_run: boolean
  total: number
  created: number
  updated: number
  unchanged: number
  errors: RowError[]
  warnings: string[]
  changes: CellChange[]
  batch_id: string | null
}

/** Cell changes listed in a report; all of them are in the change log whatever the report holds. */
const mostChanges = 50_000

export function newReport(dryRun: boolean, warnings: string[]): Report {
  return {
    dry_run: dryRun,
    total: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    errors: [],
    warnings: [...warnings],
    changes: [],
    batch_id: null,
  }
}

export function warn(report: Report, sentence: string): void {
  if (!report.warnings.includes(sentence)) report.warnings.push(sentence)
}

export function listChanges(report: Report, changes: CellChange[]): void {
  const room = mostChanges - report.changes.length
  report.changes.push(...changes.slice(0, room))
  if (changes.length > room) {
    warn(
      report,
      `More than ${mostChanges} cells changed; the first ${mostChanges} are listed here, the history has all.`,
    )
  }
}
