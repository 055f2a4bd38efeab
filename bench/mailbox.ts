import { setImmediate as breath } from 'node:timers/promises'
import { generateMail } from '../emulator/gmail/generate.ts'
import type { Mailer } from '../emulator/mime/addresses.ts'
import { createWorkspace, type Workspace } from '../emulator/workspace.ts'
import { openCapture } from '../server/capture/engine.ts'
import { readConfig } from '../server/config.ts'
import { systemActor } from '../server/db/actor.ts'
import type { Db } from '../server/db/db.ts'
import { act, record, type Tx } from '../server/db/write.ts'
import { nameKey } from '../server/grid/investors.ts'
import { nearClient } from '../tests/capture/near.ts'
import { now, openFund, staffEmail } from './fund.ts'

const domain = 'northlight.example'
const config = readConfig({ CRM_LOG_LEVEL: 'silent', CRM_WORKSPACE_DOMAIN: domain, CRM_TIMEZONE: 'Europe/London' })
const peopleAFirm = 5

export type Mailbox = ReturnType<typeof openMailbox>

/** A fund whose one mailbox holds `count` messages of `people` it knows; every twentieth of those in it is a stranger. */
export function openMailbox(folder: string, name: string, count: number, people: number) {
  const { db, close } = openFund(folder, 0, false, name)
  const everybody = Array.from({ length: people }, (_, number) => correspondent(number))
  const isStranger = (number: number) => number % 20 === 19
  const known = everybody.filter((_, number) => !isStranger(number))
  act(db, systemActor('cli'), 'Knows its people', (tx) => meet(tx, known), { now: now() })

  const workspace = workspaceOf()
  const mailbox = workspace.mailboxes.get(staffEmail)
  if (!mailbox) throw new Error('There is no mailbox.')
  const generated = generateMail(workspace, mailbox, { mailbox: staffEmail, count, people: everybody })
  const capture = captureInto(db, workspace)
  return {
    db,
    capture,
    ids: generated.ids(),
    strangers: everybody.filter((_, number) => isStranger(number)),
    client: pages(workspace),
    close: async () => {
      await capture.stop()
      close()
    },
  }
}

const correspondent = (number: number): Mailer => ({
  name: `Person ${number}`,
  address: `person${number}@firm${Math.floor(number / peopleAFirm)}.example`,
})

function meet(tx: Tx, people: Mailer[]): void {
  const investors = new Map<string, string>()
  for (const { name, address } of people) {
    const firm = address.slice(address.indexOf('@') + 1)
    const investorId =
      investors.get(firm) ?? record(tx, 'investors', { name: firm, nameKey: nameKey(firm), list: 'main' }).id
    investors.set(firm, investorId)
    const contact = record(tx, 'contacts', { name, nameKey: nameKey(name) })
    record(tx, 'contact_addresses', { contactId: contact.id, address, addressKey: address, domain: firm })
    record(tx, 'contact_roles', { contactId: contact.id, investorId, role: null })
  }
  const userId = tx.db.$client.prepare('SELECT id FROM live_users').pluck().get() as string
  record(tx, 'mailboxes', { address: staffEmail, userId, enabled: true })
}

const workspaceOf = (): Workspace =>
  createWorkspace({ domain, clientId: 'bench', users: [{ email: staffEmail, name: 'Ines Okafor' }], now })

/**
 * As large as Gmail's pages are, asked in the same process: what HTTP and Google's pace take is not ours to measure. Every
 * answer comes in a later turn of the event loop, as over a network, since memory is given back between turns.
 */
const pages = (workspace: Workspace) => nearClient(workspace, staffEmail, () => breath(), 100)

function captureInto(db: Db, workspace: Workspace) {
  const log = {
    error: (given: object) => {
      throw given
    },
  }
  return openCapture({ db, config, now, log, client: () => pages(workspace) })
}

export const storedIn = (db: Db): number =>
  db.$client.prepare('SELECT count(*) FROM mail_messages').pluck().get() as number

/**
 * Repeats what was captured until `count` messages are stored: other messages of the same people at the same times, in
 * threads of their own. Written past the log, as nothing reads it here.
 */
export function fillUp(db: Db, count: number): void {
  const own = storedIn(db)
  for (let round = 1; round * own < count; round += 1) {
    db.transaction(() => {
      for (const [table, changed] of Object.entries(repeated)) repeat(db, table, changed, round)
      db.$client.exec(`INSERT INTO mail_search (rowid, subject, body) SELECT m.rowid, m.subject, b.text
        FROM mail_messages m JOIN mail_bodies b ON b.rowid = m.rowid WHERE m.id LIKE '%-${round}'`)
    })
  }
  db.$client.pragma('optimize')
}

/** The columns that name a message or its thread. Row numbers leave room for messages of the same moment. */
const repeated: Record<string, { texts: string[]; numbers: string[] }> = {
  mail_messages: { texts: ['id', 'identity', 'message_id', 'thread_id'], numbers: ['rowid'] },
  mail_bodies: { texts: [], numbers: ['rowid'] },
  mail_parties: { texts: [], numbers: ['mail'] },
  mail_copies: { texts: ['gmail_id', 'gmail_thread_id', 'mail_id'], numbers: [] },
  communications: { texts: ['id', 'mail_id'], numbers: [] },
  communication_investors: { texts: ['id', 'communication_id'], numbers: [] },
  communication_contacts: { texts: ['id', 'communication_id'], numbers: [] },
}

function repeat(
  db: Db,
  table: string,
  { texts, numbers }: { texts: string[]; numbers: string[] },
  round: number,
): void {
  const columns = (db.$client.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name)
  const values = columns.map((name) => {
    if (texts.includes(name)) return `${name} || '-${round}'`
    return numbers.includes(name) ? `${name} + ${round}` : name
  })
  const first = texts[0] ? `${texts[0]} NOT GLOB '*-[0-9]'` : `${numbers[0]} % 1000 = 0`
  db.$client.exec(
    `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${table} WHERE ${first}`,
  )
}
