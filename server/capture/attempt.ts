import { attempt as attemptPart, type Tx } from '../db/write.ts'

/**
 * Runs a part of an act so that its failure takes back this part alone: `failed` answers in its place. A failure of the
 * database itself is not for this part to survive.
 */
export function attempt<T>(tx: Tx, work: () => T, failed: (error: unknown) => T): T {
  try {
    return attemptPart(tx, work)
  } catch (error) {
    if (isOfDatabase(error)) throw error
    return failed(error)
  }
}

function isOfDatabase(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT')
}
