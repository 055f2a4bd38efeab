import type { FastifyInstance } from 'fastify'
/** One page of the rows behind a number of a report. */

import type { Db } from '../db/db.ts'
import { fileOf } from './choices.ts'
import type { Row } from './csv.ts'
import { type Findings, type Kind, kinds } from './findings.ts'
import type { Plan } from './plan.ts'
import type { RowError } from './report.ts'
import { namesById, shower } from './shown.ts'
import type { EntityType } from './targets.ts'
import type { Upload } from './uploads.ts'

export const shows = [...kinds, 'problems'] as const
export type Show = (typeof shows)[number]

export const pageSize = 50

/** A record in a list of rows: `id` is null while it does not exist yet. */
export interface OpenedRow {
  row: number
  id: string | null
  name: string | null
  /** The cells of a new record, as they will be stored; they stand under `headers`. */
  cells: (string | null)[]
  changes: { label: string; before: string | null; after: string | null }[]
}

export interface Opened {
  show: Show
  total: number
  limit: number
  offset: number
  headers: string[]
  rows: OpenedRow[]
  problems: RowError[]
}

/** Where a person looks first: what went wrong, else what changes, else what is new. */
export function firstShow({ report }: Findings): Show {
  if (report.errors.length > 0) return 'problems'

  return report.updated > 0 ? 'updated' : report.created > 0 ? 'created' : 'unchanged'
}

type Place = Pick<FastifyInstance, 'db' | 'config'>

export async function openRows(
  place: Place,
  upload: Upload,
  plan: Plan,
  found: Findings,
  { show, offset }: { show: Show; offset: number },
): Promise<Opened> {
  const opened: Opened = { show, total: 0, limit: pageSize, offset, headers: [], rows: [], problems: [] }
  if (show === 'problems') {
    const { errors } = found.report
    return { ...opened, total: errors.length, problems: errors.slice(offset, offset + pageSize) }
  }
  const page = found.rows[show].slice(offset, offset + pageSize)
  return { ...opened, total: found.rows[show].length, ...(await openers[show](place, upload, plan, found, page)) }
}

type Page = Findings['rows'][Kind]
type Open = (
  place: Place,
  upload: Upload,
  plan: Plan,
  found: Findings,
  page: Page,
) => Promise<Pick<Opened, 'rows' | 'headers'>>

const openers: Record<Kind, Open> = { created: openCreated, updated: openUpdated, unchanged: openUnchanged }

async function openCreated({ db, config }: Place, upload: Upload, plan: Plan, _found: Findings, page: Page) {
  const show = shower(db, plan, config.timezone)
  const rows = await rowsNumbered(fileOf(config, upload).rows(), new Set(page.map(([row]) => row)))
  const cellsOf = ({ cells }: Row) =>
    plan.columns.map((column) => {
      const read = column.read(cells[column.index] ?? '')
      return 'value' in read ? show.columnText(column, read.value) : (cells[column.index] ?? null)
    })

  return {
    headers: plan.columns.map(({ header }) => header),
    rows: rows.map((row) => ({ row: row.number, id: null, name: null, cells: cellsOf(row), changes: [] })),
  }
}

/** The rows with these numbers; the file is read no further than the last of them. */
async function rowsNumbered(rows: AsyncIterable<Row> | Iterable<Row>, wanted: Set<number>): Promise<Row[]> {
  const found: Row[] = []
  if (wanted.size === 0) return found

  for await (const row of rows) {
    if (wanted.has(row.number)) found.push(row)
    if (found.length === wanted.size) break
  }
  return found
}

async function openUpdated({ db, config }: Place, upload: Upload, plan: Plan, found: Findings, page: Page) {
  const show = shower(db, plan, config.timezone)
  const wanted = new Set(page.map(([row]) => row))
  const changes = found.report.changes.filter(({ row }) => wanted.has(row))
  const rows = named(db, upload.entityType, page).map((row) => ({
    ...row,
    changes: changes
      .filter((change) => change.row === row.row)
      .map(({ field, before, after }) => ({
        label: show.label(field),
        before: show.text(field, before),
        after: show.text(field, after),
      })),
  }))
  return { headers: [], rows }
}

async function openUnchanged({ db }: Place, upload: Upload, _plan: Plan, _found: Findings, page: Page) {
  return { headers: [], rows: named(db, upload.entityType, page) }
}

function named(db: Db, entityType: EntityType, page: Page): OpenedRow[] {
  const names = namesById(
    db,
    entityType,
    page.flatMap(([, id]) => id ?? []),
  )
  return page.map(([row, id]) => ({ row, id, name: (id && names.get(id)) || null, cells: [], changes: [] }))
}
