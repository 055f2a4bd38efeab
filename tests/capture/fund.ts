/** A small fund whose staff's mailboxes are captured from a stand-in workspace, with a clock both share. */
import { deliverRaw } from '../../emulator/gmail/deliver.ts'
import { composeRaw, type DraftMessage } from '../../emulator/mime/compose.ts'
import { createWorkspace, type Workspace } from '../../emulator/workspace.ts'
import { addUser, userByEmail } from '../../server/accounts/users.ts'
import { type Capture, openCapture } from '../../server/capture/engine.ts'
import { readConfig } from '../../server/config.ts'
import { systemActor } from '../../server/db/actor.ts'
import type { Db } from '../../server/db/db.ts'
import { act, amend, record, type Tx } from '../../server/db/write.ts'
import { openWorld } from '../support/world.ts'
import { type Happening, nearClient } from './near.ts'

export const ines = 'ines@northlight.example'
export const marcus = 'marcus@northlight.example'
export const vera = 'vera@northlight.example'
export const staff = [ines, marcus, vera]
export const maya = 'maya.chen@harborfo.example'

export const config = readConfig({
  CRM_LOG_LEVEL: 'silent',
  CRM_WORKSPACE_DOMAIN: 'northlight.example',
  CRM_TIMEZONE: 'Europe/London',
})

export type Fund = ReturnType<typeof openFund>

/** `captured` are the mailboxes that are switched on; whoever among them is no user yet becomes one. */
export function openFund(captured: string[] = staff, happen?: Happening) {
  const world = openWorld()
  const { db, clock } = world
  const everybody = [...new Set([...staff, ...captured])]
  const workspace = createWorkspace({
    domain: 'northlight.example',
    clientId: '4242.apps.googleusercontent.com',
    users: everybody.map((email) => ({ email, name: email.split('@')[0] ?? '' })),
    now: clock.now,
  })
  change(db, clock.now(), (tx) => {
    for (const address of captured) record(tx, 'mailboxes', { address, userId: userOf(tx, address), enabled: true })
  })
  return { ...world, workspace, capture: captureOf(db, workspace, clock.now, happen) }
}

function userOf(tx: Tx, email: string): string {
  const person = { full_name: email.split('@')[0] ?? '', email, role: 'member' as const, passwordHash: '' }
  return (userByEmail(tx.db, email) ?? addUser(tx, person)).id
}

export function captureOf(db: Db, workspace: Workspace, now: () => Date, happen?: Happening): Capture {
  const log = { error: (given: object) => failures.push(given) }
  return openCapture({ db, config, now, log, client: (address) => nearClient(workspace, address, happen) })
}

/** What was logged as a failure of our own. */
export const failures: object[] = []

export const change = <T>(db: Db, now: Date, work: (tx: Tx) => T): T =>
  act(db, systemActor('cli'), 'Changed by a test', work, { now }).result

/** Delivers a letter from Maya to Ines, unless it says otherwise; now, by the workspace's clock, unless it has a date. */
export async function post(workspace: Workspace, draft: Partial<DraftMessage> & { labelIds?: string[] } = {}) {
  const { labelIds, ...message } = draft
  const date = message.date ?? workspace.clock.now()
  const serial = workspace.nextSerial()
  const letter = { subject: `Letter ${serial}`, text: `Words of letter ${serial}.` }
  const raw = await composeRaw({ from: `Maya Chen <${maya}>`, to: ines, ...letter, ...message, date }, serial)
  return deliverRaw(workspace, raw, { receivedAt: new Date(date), ...(labelIds && { labelIds }) })
}

/** The copies that are stored and not gone, as `subject in mailbox`. */
export function stored({ db }: Pick<Fund, 'db'>): string[] {
  const sql = `SELECT m.subject || ' in ' || substr(c.mailbox, 1, instr(c.mailbox, '@') - 1)
    FROM mail_messages m JOIN mail_copies c ON c.mail_id = m.id WHERE c.gone_at IS NULL ORDER BY 1`
  return db.$client.prepare(sql).pluck().all() as string[]
}

export const messages = ({ db }: Pick<Fund, 'db'>): string[] =>
  db.$client.prepare('SELECT subject FROM mail_messages ORDER BY 1').pluck().all() as string[]

export function stateOf({ db }: Pick<Fund, 'db'>, address: string): Record<string, unknown> {
  return db.$client.prepare('SELECT * FROM mailbox_states WHERE address = ?').get(address) as Record<string, unknown>
}

export function switchMailbox({ db, clock }: Pick<Fund, 'db' | 'clock'>, address: string, enabled: boolean): void {
  const id = db.$client.prepare('SELECT id FROM live_mailboxes WHERE address = ?').pluck().get(address) as string
  change(db, clock.now(), (tx) => amend(tx, 'mailboxes', id, { enabled }))
}
