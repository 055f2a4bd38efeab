/** A small fund whose staff's mailboxes are captured from a stand-in workspace, with a clock both share. */

import { deliverRaw } from '../../emulator/gmail/deliver.ts'
import { composeRaw, type DraftMessage } from '../../emulator/mime/compose.ts'
import { createWorkspace, type Workspace } from '../../emulator/workspace.ts'
import { type Capture, openCapture } from '../../server/capture/engine.ts'
import { readConfig } from '../../server/config.ts'
import { systemActor } from '../../server/db/actor.ts'
import type { Db } from '../../server/db/db.ts'
import { act, record, type Tx } from '../../server/db/write.ts'
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

/** `captured` are the mailboxes that are switched on. */
export function openFund(captured: string[] = staff) {
  const world = openWorld()
  const users = new Map([world.ines, world.marcus, world.vera].map((user) => [user.email, user]))
  const workspace = createWorkspace({
    domain: 'northlight.example',
    clientId: '4242.apps.googleusercontent.com',
    users: staff.map((email) => ({ email, name: users.get(email)?.fullName ?? email })),
    now: world.clock.now,
  })
  change(world.db, world.clock.now(), (tx) => {
    for (const address of captured) {
      record(tx, 'mailboxes', { address, userId: users.get(address)?.id ?? null, enabled: true })
    }
  })
  return { ...world, workspace, capture: captureOf(world.db, workspace, world.clock.now) }
}

export function captureOf(db: Db, workspace: Workspace, now: () => Date, happen?: Happening): Capture {
  const log = { error: (given: object) => failures.push(given) }
  return openCapture({ db, config, now, log, client: (address) => nearClient(workspace, address, happen) })
}

/** What was logged as a failure of our own: a test that expects none says so. */
export const failures: object[] = []

export const change = <T>(db: Db, now: Date, work: (tx: Tx) => T): T =>
  act(db, systemActor('cli'), 'Changed by a test', work, { now }).result

/** Delivers a message now, by the workspace's clock, unless it has a date. */
export async function post(workspace: Workspace, draft: Partial<DraftMessage> & { labels?: string[] }) {
  const { labels, ...message } = draft
  const date = message.date ?? workspace.clock.now()
  const serial = workspace.nextSerial()
  const text = `Words of letter ${serial}.`
  const whole = { from: `Maya Chen <${maya}>`, to: ines, subject: `Letter ${serial}`, text, ...message, date }
  return deliverRaw(workspace, await composeRaw(whole, serial), {
    receivedAt: new Date(date),
    ...(labels && { labelIds: labels }),
  })
}
