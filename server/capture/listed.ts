/** Everything Gmail lists for known addresses, by id. */
import { prepared } from '../db/prepared.ts'
import { knownAddresses } from '../mail/known.ts'
import { groupsOf, mailOnly, withAnyOf } from './jobs.ts'
import type { OpenMailbox } from './open-mailbox.ts'

export type Direction = 'sent' | 'received'

/** Ids and the direction they went. A note to oneself counts as sent. */
export async function listKnown(box: OpenMailbox): Promise<Map<string, Direction>> {
  const listed = new Map<string, Direction>()
  for (const group of groupsOf(known(box))) {
    for (const direction of ['sent', 'received'] as const) {
      const place = direction === 'sent' ? 'in:sent' : '-in:sent'
      for await (const id of listPages(box, `${mailOnly} ${place} ${withAnyOf(group)}`)) listed.set(id, direction)
    }
  }
  return listed
}

const known = (box: OpenMailbox) => knownAddresses(box.db, box.config.workspaceDomain)

async function* listPages({ client }: OpenMailbox, q: string): AsyncGenerator<string> {
  let pageToken: string | null = null
  do {
    const page: Awaited<ReturnType<typeof client.list>> = await client.list({
      q,
      max: 500,
      ...(pageToken && { pageToken }),
    })
    for (const { id } of page.messages) yield id
    pageToken = page.next
  } while (pageToken)
}

/** Copies of mail with known people that are not among the listed, and not marked gone; at most so many. */
export function unlistedCopies(box: OpenMailbox, listed: Map<string, Direction>, most: number): string[] {
  const unlisted: string[] = []
  const copies = prepared(box.db, present)
    .pluck()
    .iterate(box.address, JSON.stringify(known(box)))
  for (const id of copies as Iterable<string>) {
    if (!listed.has(id)) unlisted.push(id)
    if (unlisted.length === most) break
  }
  return unlisted
}

const present = `
  SELECT c.gmail_id FROM mail_copies c JOIN mail_messages m ON m.id = c.mail_id
  WHERE c.mailbox = ? AND c.gone_at IS NULL
    AND EXISTS (SELECT 1 FROM mail_parties p JOIN json_each(?) k ON p.address_key = k.value WHERE p.mail = m.rowid)
  ORDER BY c.at DESC`
