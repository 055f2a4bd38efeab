import type { Tx } from '../db/write.ts'

/**
 * Runs a part of an act so that its failure takes back this part alone: `failed` answers in its place. A failure of the
 * database itself is not for this part to survive.
 */
export function attempt<T>(tx: Tx, work: () => T, failed: (error: unknown) => T): T {
  const { head, changed } = tx
  try {
    return tx.db.$client.transaction(work)()
  } catch (error) {
    if (isOfDatabase(error)) throw error
    // The entries it left in the log are gone, and the chain goes on where it was.
    Object.assign(tx, { head, changed })
    return failed(error)
  }
}

function isOfDatabase(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT')
}
