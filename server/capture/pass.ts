import { followCalendar } from './calendar.ts'
import { beginHistory, followHistory } from './history.ts'
import { workOnPage } from './list.ts'
import type { OpenMailbox } from './open-mailbox.ts'
import { fewTries, retryUnreadable } from './retry.ts'

/**
 * One pass over a mailbox, until nothing is left to do: what is new, then page by page what was not searched for yet, looking
 * for new mail after each page, since a first search may take hours. Every step is committed with its mark of how far it came,
 * so a pass that ends anywhere, in whatever way, is taken up there by the next.
 */
export async function passThrough(box: OpenMailbox): Promise<void> {
  await beginHistory(box)
  await retryUnreadable(box, fewTries)
  await followHistory(box)
  await followCalendar(box)
  while (await workOnPage(box)) await followHistory(box)
}
