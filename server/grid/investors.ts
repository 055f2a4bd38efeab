import type { Db } from '../db/db.ts'
import { and, asc, desc, eq, ne } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { archivedInvestors, investorSummaries, investors } from '../db/live.ts'
import { prepared } from '../db/prepared.ts'
import { fold } from '../db/summaries.ts'
import { archive, find, restore, type Tx } from '../db/write.ts'
import { invalid, notFound } from '../errors.ts'
import { checkCells, recordWithCells, type Values } from './cells.ts'
import { fitCells } from './columns-admin/fit-cells.ts'
import { newCells } from './defaults.ts'

export type Investor = Row<'investors'>
export type Summary = typeof investorSummaries.$inferSelect

/** The live investor with this id; archived ones are as absent as unknown ones. */
export function findInvestor(db: Db, id: string): Investor {
  const investor = find(db, 'investors', id)
  if (!investor || investor['deletedAt'] !== null) throw notFound('investor')

  return investor as Investor
}

/** 404 unless there is a live investor with this id. */
export function requireInvestor(db: Db, id: string): void {
  if (!prepared(db, 'SELECT 1 FROM live_investors WHERE id = ?').get(id)) throw notFound('investor')
}

export function summaryOf(db: Db, investorId: string): Summary {
  const summary = db.select().from(investorSummaries).where(eq(investorSummaries.investorId, investorId)).get()
  if (!summary) throw notFound('investor')

  return summary
}

/** Live investors whose name is the same when letter case, accents and outer spaces are left out. */
export function investorsNamed(db: Db, name: string): Investor[] {
  return db
    .select()
    .from(investors)
    .where(eq(investors.nameKey, nameKey(name)))
    .orderBy(asc(investors.id))
    .all()
}

export const nameKey = (name: string): string => fold(name).trim().replace(/\s+/g, ' ')

/** Adds an investor. `values` are keyed by field key; the name is required, a second investor of that name is allowed. */
export function addInvestor(tx: Tx, values: Values): Investor {
  const { name, ...others } = values
  if (typeof name !== 'string' || !name.trim()) throw invalid({ name: 'Give the investor a name.' })
  if (name.includes('\0')) throw invalid({ name: 'A name cannot hold a NUL character.' })
  if (name.length > 100_000) throw invalid({ name: 'Keep it under 100,000 characters.' })

  return recordWithCells(tx, name, checkCells(tx.db, newCells(tx, 'investors', others)))
}

/** Puts an investor aside with everything that hangs on it; nothing is lost and `restoreInvestor` brings it back. */
export function archiveInvestor(tx: Tx, id: string): Investor {
  return archive(tx, 'investors', id)
}

export function restoreInvestor(tx: Tx, id: string): Investor {
  restore(tx, 'investors', id)
  fitCells(tx, 'investors', id)
  return findInvestor(tx.db, id)
}

export function archivedList(db: Db): Investor[] {
  return db.select().from(archivedInvestors).orderBy(desc(archivedInvestors.deletedAt)).all()
}

export function findArchived(db: Db, id: string): Investor | undefined {
  return db.select().from(archivedInvestors).where(eq(archivedInvestors.id, id)).get()
}

/** Other live investors of the same name: shown where it matters, never merged by guess. */
export function namesakes(db: Db, investor: Investor): Investor[] {
  const same = and(eq(investors.nameKey, investor.nameKey), ne(investors.id, investor.id))
  return db.select().from(investors).where(same).all()
}
