/** The allow-list: whose mailboxes the box may read, and what colleagues see of their mail. */
import { z } from 'zod'
import { allUsers, type User } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import type { PrivacyLevel } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { amend, record, type Tx } from '../db/write.ts'
import { invalid, UserError } from '../errors.ts'
import { reaches } from '../http/access.ts'
import { mostPrivate, privacyLevels, relevel } from '../mail/levels.ts'
import { domainIn, domainKey, isWithin } from '../mail/own.ts'
import { giveToOwner, ownerToCome } from '../mail/owner.ts'
import { relevelMeetings } from '../meetings/levels.ts'

/** `id` is null while nobody has decided anything: then the mailbox is off. `owner` is the user with this address. */
export type Mailbox = {
  id: string | null
  address: string
  enabled: boolean
  level: PrivacyLevel
  owner: Pick<User, 'id' | 'fullName' | 'active'> | null
}

export const mailboxForm = z.strictObject({
  enabled: z.boolean().optional(),
  level: z.enum(privacyLevels, 'Choose metadata, subject or full.').optional(),
})
export type MailboxForm = z.output<typeof mailboxForm>

/** Everybody's mailbox, decided about or not, by address; those of people who left while anything of them is known. */
export function allMailboxes(db: Db): Mailbox[] {
  const decided = new Map(rowsOf(db).map((row) => [row.address, row]))
  const owners = new Map(allUsers(db).map((user) => [addressOf(user), user]))
  const wanted = [...owners]
    .filter(([address, { active }]) => active || decided.has(address))
    .map(([address]) => address)
  const addresses = [...new Set([...wanted, ...decided.keys()])].sort()
  return addresses.map((address) => mailboxFrom(address, decided.get(address), owners.get(address)))
}

/** The mailbox with this address, as it is when nobody has decided anything. */
export function mailboxAt(db: Db, address: string): Mailbox {
  const row = rowsOf(db).find((one) => one.address === address)
  const owner = allUsers(db).find((user) => addressOf(user) === address)
  return mailboxFrom(address, row, owner)
}

export const addressOf = (user: Pick<User, 'email'>): string => user.email.trim().toLowerCase()

type Decided = { id: string; address: string; enabled: number; level: PrivacyLevel }

const rowsOf = (db: Db) => prepared<Decided>(db, 'SELECT id, address, enabled, level FROM live_mailboxes').all()

function mailboxFrom(address: string, row: Decided | undefined, owner: User | undefined): Mailbox {
  return {
    id: row?.id ?? null,
    address,
    enabled: row?.enabled === 1,
    level: row?.level ?? 'full',
    owner: owner ? { id: owner.id, fullName: owner.fullName, active: owner.active } : null,
  }
}

/**
 * Whether somebody decided that this mailbox is not to be read. Where nobody decided anything, the sidebar may still look at
 * what its owner opens.
 */
export const isSwitchedOff = (db: Db, address: string): boolean =>
  prepared(db, 'SELECT 1 FROM live_mailboxes WHERE address = ? AND enabled = 0').get(address) !== undefined

/**
 * Switches a mailbox on or off, or says what colleagues see of its mail: at once, in all of it. Switching off keeps what was
 * captured. 422 for an address that is none of ours.
 */
export function setMailbox(tx: Tx, given: string, form: MailboxForm, domain: string | null): Mailbox {
  const { address, id, level, owner } = mailboxAt(tx.db, ourAddress(tx.db, given, domain))
  const coming = ownerToCome(tx.db, address)
  if (coming) giveToOwner(tx, address, coming)
  if (id && owner && form.level) requireOwnChoice(tx, id, owner, form.level)
  if (id) amend(tx, 'mailboxes', id, { ...form, userId: owner?.id ?? null })
  else record(tx, 'mailboxes', { address, userId: owner?.id ?? null, enabled: false, level, ...form })

  if (form.level && form.level !== level) {
    relevel(tx, { mailbox: address })
    relevelMeetings(tx, address)
  }
  return mailboxAt(tx.db, address)
}

/** What the owner keeps to themselves nobody else opens, an admin neither (403); to keep more of it private is always possible. */
function requireOwnChoice(tx: Tx, id: string, owner: NonNullable<Mailbox['owner']>, level: PrivacyLevel): void {
  const chosen = prepared<PrivacyLevel>(tx.db, chosenLevel).pluck().get(id, owner.id)
  if (!chosen || mostPrivate([chosen, level]) === level || tx.actor.id === owner.id) return

  throw new UserError('forbidden', `${owner.fullName} chose how much colleagues see. Only they can let them see more.`)
}

const chosenLevel = `
  SELECT CASE action WHEN 'create' THEN after ->> '$.level' ELSE after ->> '$' END FROM changes
  WHERE entity = 'mailboxes' AND entity_id = ? AND actor_id = ? AND (field = 'level' OR action = 'create')
  ORDER BY seq DESC LIMIT 1`

/** Admins decide about every mailbox; its owner what others see of it, but not whether it is read. */
export function requireSay(user: User | null, address: string, form: MailboxForm): void {
  if (reaches(user, 'admin')) return
  const isOwner = user !== null && addressOf(user) === address.trim().toLowerCase()
  if (!isOwner) throw new UserError('forbidden', 'Only an admin, or its owner, can change a mailbox.')
  if (form.enabled !== undefined) throw new UserError('forbidden', 'Only an admin can switch a mailbox on or off.')
}

function ourAddress(db: Db, given: string, domain: string | null): string {
  const address = z.email().max(320).safeParse(given.trim().toLowerCase()).data
  if (!address) throw invalid({ address: `“${given.slice(0, 320)}” is not an e-mail address.` })

  const isOurs = mailboxAt(db, address).owner !== null
  if (isOurs || (domain && isWithin(domainIn(address), new Set([domainKey(domain)])))) return address
  throw invalid({ address: `${address} belongs to no colleague, and not to ${domain ?? 'a Workspace domain'}.` })
}
