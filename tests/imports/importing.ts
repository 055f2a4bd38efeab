import type { Db } from '../../server/db/db.ts'
import { eq } from '../../server/db/drizzle.ts'
import { investors } from '../../server/db/live.ts'
import { nameKey } from '../../server/grid/investors.ts'
import type { ImportRequest } from '../../server/imports/plan.ts'
import { recognise } from '../../server/imports/recognise.ts'
import { type ImportOptions, planImport, runImport } from '../../server/imports/run.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'

export type Asked = Partial<ImportRequest> & Partial<Pick<ImportOptions, 'onProgress' | 'onOutcomes' | 'fileName'>>

/** The small fund, and its two ways to hand in a file: to look at what it would do, and to do it. */
export function openImports() {
  const world = openWorld()

  return {
    ...world,
    dryRun: (text: string, asked: Asked = {}) => handIn(world, text, asked, true),
    run: (text: string, asked: Asked = {}) => handIn(world, text, asked, false),
    investor: (name: string) => investorCalled(world.db, name),
    /** How many entries the change log has: what is not in it did not happen. */
    logLength: () => world.db.$client.prepare('SELECT count(*) FROM changes').pluck().get() as number,
  }
}

async function handIn(world: World, text: string, { onProgress, onOutcomes, fileName, ...asked }: Asked, dry: boolean) {
  const file = await recognise({ text })
  const request: ImportRequest = { entityType: 'investors', ...asked }
  const options: ImportOptions = {
    zone: 'America/New_York',
    now: world.clock.now,
    ...(onProgress ? { onProgress } : {}),
    ...(onOutcomes ? { onOutcomes } : {}),
    ...(fileName ? { fileName } : {}),
  }
  return dry
    ? planImport(world.db, file, request, options)
    : runImport(world.db, actorFor(world.ines), file, request, options)
}

function investorCalled(db: Db, name: string) {
  return db
    .select()
    .from(investors)
    .where(eq(investors.nameKey, nameKey(name)))
    .all()[0]
}

/** Rows of CSV from cells, quoted only where they must be, as Airtable writes them. */
export function csv(rows: (string | null)[][]): string {
  const cell = (text: string | null) =>
    /[",\n\r]/.test(text ?? '') ? `"${(text ?? '').replaceAll('"', '""')}"` : (text ?? '')

  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\n')}`
}
