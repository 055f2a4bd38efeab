import { count, desc, eq, sql } from 'drizzle-orm'
import type { Actor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { batches, imports, users } from '../db/live.ts'
import { notFound } from '../errors.ts'
import type { RowError } from './report.ts'

export const pastPageSize = 25

/** An import as the list of past ones shows it. */
export interface PastImport {
  id: string
  fileName: string
  entityType: string
  at: string
  by: string
  /** The batch an Undo button takes back; null when this reader may not, or when it is taken back already. */
  undo: string | null
  state: 'done' | 'undone' | 'cut off'
  created: number
  updated: number
  unchanged: number
  problems: number
}

const number = (name: string) => sql<number>`coalesce(${imports.report} ->> ${`$.${name}`}, 0)`

/** Imports so far, newest first. */
export function pastImports(db: Db, reader: Actor, offset: number): { rows: PastImport[]; total: number } {
  const rows = listed(db).orderBy(desc(imports.createdAt), desc(imports.id)).limit(pastPageSize).offset(offset).all()

  return {
    rows: rows.map((row) => described(db, reader, row)),
    total: db.select({ n: count() }).from(imports).get()?.n ?? 0,
  }
}

/** One past import with what was wrong in its file, as far as that is kept. */
export function pastImport(db: Db, reader: Actor, id: string) {
  const row = listed(db).where(eq(imports.id, id)).get()
  const stored = db.select({ report: imports.report }).from(imports).where(eq(imports.id, id)).get()
  if (!row || !stored) throw notFound('import')

  const errors = (stored.report['errors'] ?? []) as RowError[]
  return { past: described(db, reader, row), errors, warnings: (stored.report['warnings'] ?? []) as string[] }
}

function listed(db: Db) {
  const { id, fileName, entityType, batch, createdAt: at, createdBy } = imports
  return db
    .select({
      id,
      fileName,
      entityType,
      batch,
      at,
      userId: createdBy,
      by: users.fullName,
      finished: number('finished'),
      created: number('created'),
      updated: number('updated'),
      unchanged: number('unchanged'),
      problems: number('error_count'),
    })
    .from(imports)
    .leftJoin(users, eq(users.id, createdBy))
}

type Listed = ReturnType<ReturnType<typeof listed>['all']>[number]

function described(db: Db, reader: Actor, { batch, userId, finished, by, ...row }: Listed): PastImport {
  const { standing, last } = standingOf(db, batch)
  const may = reader.role === 'admin' || userId === reader.id
  return {
    ...row,
    by: by ?? 'Venture CRM',
    state: standing ? (finished ? 'done' : 'cut off') : 'undone',
    undo: standing && may ? last : null,
  }
}

/** Whether a batch still stands, and the act that would take it back: undoing an undo brought it back. */
function standingOf(db: Db, batch: string): { standing: boolean; last: string } {
  let last = batch
  for (let standing = true; ; standing = !standing) {
    const next = db.select({ id: batches.id }).from(batches).where(eq(batches.undoes, last)).get()
    if (!next) return { standing, last }
    last = next.id
  }
}

/** The past import a batch belongs to; null when the batch wrote none. */
export function importOfBatch(db: Db, reader: Actor, batch: string | null): PastImport | null {
  const row = batch ? listed(db).where(eq(imports.batch, batch)).get() : undefined
  return row ? described(db, reader, row) : null
}
