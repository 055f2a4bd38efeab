/**
 * Listing somebody as never logged puts aside what was logged and proposed of them. Those entries would tell whose they were
 * (their investor, their communication), so that nobody is shown them, admins neither: only that it was done, and by whom.
 */
import { type SQL, sql } from '../db/drizzle.ts'
import { changes } from '../db/live.ts'

/** The batches that changed the never-log list. */
export const neverLogActs = "SELECT batch_id FROM changes WHERE entity = 'never_log'"

/** By number, which any index of the log has. */
const untoldSeqs = `
  SELECT c.seq FROM (${neverLogActs}) n CROSS JOIN changes c ON c.batch_id = n.batch_id WHERE c.entity <> 'never_log'`

/** The condition of SQL for the entries of the log that may be shown; `seq` names their number. */
export const toldEntries = (seq = 'seq'): string => `${seq} NOT IN (${untoldSeqs})`

/** The same for a query by drizzle. */
export const isTold = (): SQL => sql`${changes.seq} NOT IN (${sql.raw(untoldSeqs)})`
