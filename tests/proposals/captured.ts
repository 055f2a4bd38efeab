/** Messages and meetings as capture stores them, for tests of what follows from them. */

import { systemActor } from '../../server/db/actor.ts'
import { newId } from '../../server/db/ids.ts'
import {
  type MailNature,
  type MailParty,
  mailBodies,
  mailCopies,
  mailMessages,
  mailParties,
  meetingCopies,
  meetingParties,
  meetings,
  type PrivacyLevel,
} from '../../server/db/mirror.ts'
import { touchMeetings } from '../../server/db/stale.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { proposeFromMail } from '../../server/proposals/from-mail.ts'
import { proposeFromMeeting } from '../../server/proposals/from-meeting.ts'
import { normaliseAddress } from '../../shared/addresses.ts'
import type { World } from '../support/world.ts'

export type Letter = {
  from?: string
  to?: string[]
  cc?: string[]
  subject?: string
  text?: string
  at?: string
  level?: PrivacyLevel
  nature?: MailNature
  recipients?: number
  messageId?: string
  gmailId?: string
  owner?: { id: string; email: string }
}

/** Work of capture, as its passes do it. */
export const captured = <T>({ db, clock }: Pick<World, 'db' | 'clock'>, work: (tx: Tx) => T): T =>
  act(db, systemActor('capture'), 'Captured mail', work, { now: clock.now() }).result

/** `Maya Chen <maya@harbor.example>` */
function party(role: MailParty['role'], text: string): MailParty {
  const [, name, address] = /^(.*?)\s*<([^<>]*)>$/.exec(text) ?? [null, null, text]
  return { role, name: name || null, address: String(address) }
}

/** Stores a message in one mailbox (that of Ines unless told otherwise) and answers its id; nothing is proposed yet. */
export function store(world: World, letter: Letter = {}): string {
  const { from = 'Maya Chen <maya.chen@harborfo.example>', to = ['Ines Okafor <ines@northlight.example>'] } = letter
  const owner = letter.owner ?? world.ines
  const parties = [
    party('from', from),
    ...to.map((one) => party('to', one)),
    ...(letter.cc ?? []).map((one) => party('cc', one)),
  ]
  const id = newId()
  const at = letter.at ?? world.clock.now().toISOString()
  const sent = normaliseAddress(parties[0]?.address ?? '') === owner.email
  const message = {
    id,
    identity: id,
    messageId: letter.messageId ?? `${id}@mail.example`,
    threadId: newId(),
    at,
    direction: sent ? ('out' as const) : ('in' as const),
    nature: letter.nature ?? ('personal' as const),
    fromName: parties[0]?.name ?? null,
    fromAddress: parties[0]?.address ?? null,
    toAddresses: parties.slice(1).map(({ address }) => address),
    parties,
    recipients: letter.recipients ?? parties.length - 1,
    subject: letter.subject ?? 'Data room',
    snippet: letter.text ?? 'Thank you for the deck.',
    level: letter.level ?? ('full' as const),
    participants: [owner.id],
    storedAt: at,
  }
  world.db.transaction((db) => {
    const { rowid } = db.insert(mailMessages).values(message).returning({ rowid: mailMessages.rowid }).get()
    db.insert(mailBodies).values({ rowid, text: message.snippet, trimmed: message.snippet }).run()
    const keys = parties.map(({ role, address }) => ({
      role,
      mail: rowid,
      addressKey: normaliseAddress(address) ?? '',
    }))
    db.insert(mailParties).values(keys).onConflictDoNothing().run()
    const copy = { mailbox: owner.email, gmailId: letter.gmailId ?? newId(), gmailThreadId: 't', mailId: id }
    db.insert(mailCopies)
      .values({ ...copy, userId: owner.id, sent, at })
      .run()
  })
  return id
}

/** The same, and what follows from it. */
export function capture(world: World, letter: Letter = {}): string {
  const id = store(world, letter)
  captured(world, (tx) => proposeFromMail(tx, id))
  return id
}

export type Event = { attendees?: string[]; at?: string; status?: 'confirmed' | 'cancelled'; title?: string }

/** Stores a meeting of Ines and answers its id. */
export function captureMeeting(
  world: World,
  { attendees = ['maya.chen@harborfo.example'], ...event }: Event = {},
): string {
  const id = newId()
  const at = event.at ?? world.clock.now().toISOString()
  const status = event.status ?? 'confirmed'
  world.db.transaction((db) => {
    const people = attendees.map((address) => ({ address, name: null, response: 'accepted', organizer: false }))
    const values = {
      id,
      key: id,
      startsAt: at,
      endsAt: at,
      status,
      title: event.title ?? 'Portfolio review',
      attendees: people,
    }
    const row = { ...values, level: 'full' as const, participants: [world.ines.id], updatedAt: at }
    const { rowid } = db.insert(meetings).values(row).returning({ rowid: meetings.rowid }).get()
    db.insert(meetingCopies)
      .values({ mailbox: world.ines.email, eventId: id, meetingId: id, userId: world.ines.id })
      .run()
    db.insert(meetingParties)
      .values(attendees.map((addressKey) => ({ addressKey, meeting: rowid })))
      .run()
  })
  captured(world, (tx) => {
    touchMeetings(tx.db, tx.stale, attendees)
    proposeFromMeeting(tx, id)
  })
  return id
}
