/** Everything Gmail lists for known addresses, by id. */
import { knownAddresses } from '../mail/known.ts'
import { groupsOf, mailOnly, withAnyOf } from './jobs.ts'
import type { OpenMailbox } from './open-mailbox.ts'

export type Direction = 'sent' | 'received'
export type Listed = Map<string, Direction>

/** Ids and the direction they went. A note to oneself counts as sent. */
export async function listKnown(box: OpenMailbox): Promise<Listed> {
  const listed: Listed = new Map()
  for (const group of groupsOf(knownTo(box))) {
    const people = withAnyOf(group)
    for await (const id of listPages(box, `${mailOnly} -in:sent ${people}`)) listed.set(id, 'received')
    for await (const id of listPages(box, `${mailOnly} in:sent ${people}`)) listed.set(id, 'sent')
  }
  return listed
}

/** Everybody this mailbox is to hold the mail of. */
export const knownTo = ({ db, config }: OpenMailbox): readonly string[] => knownAddresses(db, config.workspaceDomain)

async function* listPages({ client }: OpenMailbox, q: string): AsyncGenerator<string> {
  let page = await client.list({ q })
  for (;;) {
    for (const { id } of page.messages) yield id
    if (page.next === null) return
    page = await client.list({ q, pageToken: page.next })
  }
}
