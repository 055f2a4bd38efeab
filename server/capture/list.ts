import type { Tx } from '../db/write.ts'
import { GoogleFailure } from '../google/retry.ts'
import { groupsOf, type Job, jobIn, questionOf } from './jobs.ts'
import { knownTo } from './listed.ts'
import type { OpenMailbox } from './open-mailbox.ts'
import { begunAt, noteSearched, unsearched } from './searches.ts'
import { setState, stateOf } from './states.ts'
import { takeIn } from './take-in.ts'

/**
 * Takes in one page of what this mailbox still has to list, newest first; false when there is nothing left. Unlike the
 * history, a search finds only mail with known addresses, so bodies are read at once.
 */
export async function workOnPage(box: OpenMailbox): Promise<boolean> {
  const job = nextJob(box)
  if (!job) return false

  const page = await listPage(box, job)
  const ids = page.messages.map(({ id }) => id)
  await takeIn(box, ids, job.kind === 'search' ? 'body' : 'headers', (tx) => goOn(tx, box, job, page.next))
  return true
}

/** What is under way, or the first addresses nobody has searched for yet. */
function nextJob(box: OpenMailbox): Job | null {
  const underWay = jobIn(stateOf(box.db, box.address).jobs)
  if (underWay) return underWay

  const [asked] = groupsOf(waiting(box))
  return asked ? { kind: 'search', asked, known: asked, begun: begunAt(box.db, box.now()), page: null } : null
}

const waiting = (box: OpenMailbox, known = knownTo(box)): string[] => unsearched(box.db, box.address, known)

/** How much is still to be listed: addresses to search for, and one for a time to go through again. */
export function backlogOf(box: OpenMailbox, known = knownTo(box)): number {
  const isRelisting = jobIn(stateOf(box.db, box.address).jobs)?.kind === 'relist'
  return waiting(box, known).length + (isRelisting ? 1 : 0)
}

const pageSize = 500
const mostRestarts = 3

/** A token of an earlier page does not hold for ever: then the list begins anew, and passes by what is stored. */
async function listPage(box: OpenMailbox, job: Job) {
  const question = { q: questionOf(job), max: pageSize }
  if (job.page === null) return box.client.list(question)
  try {
    return await box.client.list({ ...question, pageToken: job.page })
  } catch (error) {
    const isStale = error instanceof GoogleFailure && error.status === 400
    if (!isStale || box.restarts === mostRestarts) throw error
    box.restarts += 1
    return box.client.list(question)
  }
}

/** After its last page a search is done for the addresses that were known from its beginning to its end. */
function goOn(tx: Tx, box: OpenMailbox, job: Job, next: string | null): void {
  const known = knownTo(box)
  const now = job.kind === 'search' ? { ...job, known: among(known, job.known) } : job
  if (next === null && now.kind === 'search') noteSearched(tx.db, box.address, now.known, now.begun)
  setState(tx.db, box.address, { jobs: next === null ? [] : [{ ...now, page: next }] })
  setState(tx.db, box.address, { backlog: backlogOf(box, known) })
}

function among(known: readonly string[], addresses: string[]): string[] {
  const all = new Set(known)
  return addresses.filter((address) => all.has(address))
}
