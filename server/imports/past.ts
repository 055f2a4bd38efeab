import type { Actor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { and, count, desc, eq, isNull, sql } from '../db/drizzle.ts'
import { batches, imports } from '../db/live.ts'
import { notFound } from '../errors.ts'
import { batchById, standingUndoOf } from '../undo/standing.ts'
import type { RowError } from './report.ts'

export const pastPageSize = 25

/** An import as the list of past ones shows it; `id` is that of its batch. The numbers of an undone one are gone. */
export interface PastImport {
  id: string
  fileName: string
  entityType: string | null
  at: string
  by: string
  state: 'done' | 'running' | 'undone' | 'cut off'
  /** The batch whose undoing takes this import back, or brings an undone one back; null when the reader may not. */
  turn: string | null
  created: number | null
  updated: number | null
  unchanged: number | null
  problems: number | null
}

const isImport = and(eq(batches.surface, 'import'), isNull(batches.undoes))
const figure = (name: string) => sql<number | null>`${imports.report} ->> ${`$.${name}`}`

/** Who looks, and since when this process has been running an import (else null): that one is not finished either. */
export type Reader = { actor: Actor; runningSince: number | null }

/** Imports so far, newest first. */
export function pastImports(db: Db, reader: Reader, offset: number): { rows: PastImport[]; total: number } {
  const rows = listed(db).where(isImport).orderBy(desc(batches.id)).limit(pastPageSize).offset(offset).all()
  const total = db.select({ n: count() }).from(batches).where(isImport).get()?.n ?? 0

  return { rows: rows.map((row) => described(db, reader, row)), total }
}

/** One past import with what was wrong in its file, as far as that is kept. */
export function pastImport(db: Db, reader: Reader, id: string) {
  const past = importOfBatch(db, reader, id)
  if (!past) throw notFound('import')
  const stored = db.select({ report: imports.report }).from(imports).where(eq(imports.batch, id)).get()?.report ?? {}

  return { past, errors: (stored['errors'] ?? []) as RowError[], warnings: (stored['warnings'] ?? []) as string[] }
}

/** The import a batch is; null when it is none. */
export function importOfBatch(db: Db, reader: Reader, batch: string | null): PastImport | null {
  const row = batch
    ? listed(db)
        .where(and(isImport, eq(batches.id, batch)))
        .get()
    : undefined
  return row ? described(db, reader, row) : null
}

/** An import is a batch. Undoing it puts its own entry aside with everything else, so an undone one has none. */
function listed(db: Db) {
  return db
    .select({
      id: batches.id,
      what: batches.what,
      at: batches.at,
      by: batches.actorName,
      fileName: imports.fileName,
      entityType: imports.entityType,
      finished: figure('finished'),
      created: figure('created'),
      updated: figure('updated'),
      unchanged: figure('unchanged'),
      problems: figure('error_count'),
    })
    .from(batches)
    .leftJoin(imports, eq(imports.batch, batches.id))
}

type Listed = ReturnType<ReturnType<typeof listed>['all']>[number]

function described(db: Db, reader: Reader, { what, finished, fileName, ...row }: Listed): PastImport {
  const { standing, last } = standingOf(db, row.id)
  const isRunning = reader.runningSince !== null && Date.parse(row.at) >= reader.runningSince
  const state = !standing ? 'undone' : finished ? 'done' : isRunning ? 'running' : 'cut off'
  const may = reader.actor.role === 'admin' || last.actorId === reader.actor.id

  return {
    ...row,
    fileName: fileName ?? what.replace(/^Imported /, ''),
    state,
    turn: may && state !== 'running' ? last.id : null,
  }
}

/** Whether a batch still stands, and what is to be taken back to turn that: itself, or its undo. */
function standingOf(db: Db, batch: string) {
  const undo = standingUndoOf(db, batch)
  return { standing: !undo, last: undo ?? batchById(db, batch) ?? { id: batch, actorId: null } }
}
