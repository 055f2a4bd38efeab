import { GoogleFailure } from '../google/retry.ts'
import { markGone } from '../mail/copies.ts'
import { each } from './gate.ts'
import { jobIn } from './jobs.ts'
import { isAway } from './letters.ts'
import { commit, type OpenMailbox } from './open-mailbox.ts'
import { forgetSearches } from './searches.ts'
import { setState, stateOf } from './states.ts'
import { takeIn } from './take-in.ts'

/**
 * Where to follow the history from, noted before anything is listed: what arrives while the first search is under way is
 * told by the history. https://developers.google.com/workspace/gmail/api/guides/sync
 */
export async function beginHistory(box: OpenMailbox): Promise<void> {
  if (stateOf(box.db, box.address).historyId !== null) return

  const at = box.now().toISOString()
  const { historyId } = await box.client.profile()
  commit(box, (tx) => setState(tx.db, box.address, { historyId, historyAt: at }))
}

/** Takes in what happened in the mailbox since the last time, page by page. */
export async function followHistory(box: OpenMailbox): Promise<void> {
  const at = box.now().toISOString()
  const start = String(stateOf(box.db, box.address).historyId)
  let pageToken: string | undefined

  do {
    const page = await historyPage(box, start, pageToken)
    if (!page) return box.lost ? undefined : startAgain(box)

    const away = await stillAway(box, page)
    await takeIn(box, idsIn(page), 'headers', (tx) => {
      for (const id of away) markGone(tx, box.address, id)
      if (!page.next) setState(tx.db, box.address, { historyId: page.historyId, historyAt: at })
      else if (page.upTo) setState(tx.db, box.address, { historyId: page.upTo })
    })
    pageToken = page.next ?? undefined
  } while (pageToken)
}

const idsIn = ({ added, back }: HistoryPage): string[] => [...new Set([...added, ...back].map(({ id }) => id))]

type HistoryPage = Awaited<ReturnType<OpenMailbox['client']['history']>>

/** Null when Google no longer knows so old a cursor: it keeps them for a week or more, sometimes only for hours. */
async function historyPage(box: OpenMailbox, start: string, pageToken?: string): Promise<HistoryPage | null> {
  try {
    return await box.client.history({ start, ...(pageToken && { pageToken }) })
  } catch (error) {
    if (error instanceof GoogleFailure && error.reason === 'google_missing') return null
    throw error
  }
}

/** What was put into the bin and taken out again within one page may be in either place. */
async function stillAway(box: OpenMailbox, { gone, back }: HistoryPage): Promise<string[]> {
  const returned = new Set(back.map(({ id }) => id))
  const away = await each(gone, 2, async (id) => !returned.has(id) || isAway(await box.client.headers(id)))
  return gone.filter((_, index) => away[index])
}

const day = 24 * 60 * 60

/**
 * The history is lost from the last time on: takes a new cursor, and has everything since then listed, with a day before it
 * for clocks that disagree. Known addresses are searched for once more without a bound, since mail can be put into a mailbox
 * under any date; what is stored already costs its id only. Once a visit: a cursor that is lost again at once is left to the
 * next one, and the listing goes on without it.
 */
async function startAgain(box: OpenMailbox): Promise<void> {
  box.lost = true
  const at = box.now()
  const { historyId } = await box.client.profile()
  commit(box, (tx) => {
    const { historyAt, jobs } = stateOf(tx.db, box.address)
    const unfinished = jobIn(jobs)
    const since = Math.floor(Date.parse(historyAt ?? at.toISOString()) / 1000) - day
    const after = unfinished?.kind === 'relist' ? Math.min(unfinished.after, since) : since
    const relist = { kind: 'relist', after, page: null }
    setState(tx.db, box.address, { historyId, historyAt: at.toISOString(), jobs: [relist] })
    forgetSearches(tx.db, box.address)
  })
}
