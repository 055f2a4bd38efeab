/** Whatever happens, and however often a pass fails or is killed: once that ends, the store is the mailboxes' matched mail. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyChain } from '../../server/db/changes.ts'
import { type Db, openDb } from '../../server/db/db.ts'
import { wantedBy } from '../../server/mail/wanted.ts'
import { parseAddressList } from '../../shared/addresses.ts'
import { minutes } from '../support/clock.ts'
import { captureOf, config, failures, openFund } from './fund.ts'
import { failureOf, happens, lives, people, type Stage, type Step } from './mailbox-life.ts'

test('the store comes to be the matched mail of the mailboxes, each message once', async () => {
  const live = fc.asyncProperty(lives, async (steps) => {
    const stage = await play(steps)
    try {
      await settle(stage)
      expect(storedCopies(stage)).toEqual(matchedCopies(stage))
      expect(repeated(stage)).toEqual([])
      expect(strangers(stage)).toEqual([])
      expect(traces(stage)).toEqual([])
      expect(verifyChain(stage.db).brokenAt).toBeNull()
      expect(failures).toEqual([])
    } finally {
      stage.db.$client.close()
    }
  })

  await fc.assert(live, {
    numRuns: Number(process.env['CAPTURE_RUNS'] ?? 60),
    interruptAfterTimeLimit: 40_000,
    markInterruptAsFailure: false,
  })
})

async function play(steps: Step[]): Promise<Stage> {
  const fund = openFund()
  const known = new Map([[people[0] ?? '', fund.maya.id]])
  const stage: Stage = { db: fund.db, workspace: fund.workspace, clock: fund.clock, known, investorId: fund.harbor.id }
  failures.length = 0
  await fund.capture.stop()
  for (const step of steps) {
    for (const event of step.events) happens(stage, event)
    await pass(stage, step)
    stage.clock.advance(minutes(2))
  }
  return stage
}

/** What is left of a process that was killed: the database as it was at that moment. */
async function pass(stage: Stage, { pass: kind, troubles }: Step): Promise<void> {
  let image: Buffer | null = null
  let calls = 0
  const capture = captureOf(stage.db, stage.workspace, stage.clock.now, () => {
    if (image) throw new Error('killed')
    const now = troubles.filter(({ at }) => at === calls)
    calls += 1
    for (const { what } of now) {
      if (what.kind === 'meanwhile') happens(stage, what.event)
      if (what.kind === 'fails') throw failureOf(what.how)
      if (what.kind === 'killed') {
        image = stage.db.$client.serialize()
        throw new Error('killed')
      }
    }
  })
  await capture[kind]()
  await capture.stop()
  if (image) reopen(stage, image)
}

function reopen(stage: Stage, image: Buffer): void {
  stage.db.$client.close()
  stage.db = openDb(image)
  failures.length = 0
  // Its leases run out: in this test the process that held them is still there.
  stage.clock.advance(minutes(6))
}

/** No more troubles: what a quiet night brings. */
async function settle({ db, workspace, clock }: Stage): Promise<void> {
  const capture = captureOf(db, workspace, clock.now)
  await capture.run()
  await capture.reconcile()
  await capture.stop()
}

const allowed = (db: Db) =>
  db.$client.prepare('SELECT address FROM live_mailboxes WHERE enabled = 1').pluck().all() as string[]

/** What is in the mailboxes and ours to keep, by what the record says now. */
function matchedCopies({ db, workspace }: Stage): string[] {
  const copies = allowed(db).flatMap((address) => {
    const messages = [...(workspace.mailboxes.get(address)?.messages.values() ?? [])]
    const present = messages.filter(({ labelIds }) => !labelIds.has('TRASH') && !labelIds.has('SPAM'))
    return present
      .filter((message) => isWanted(db, address, message))
      .map(({ id, rfcMessageId }) => `${address} ${id} ${rfcMessageId}`)
  })
  return copies.toSorted()
}

type Message = { labelIds: ReadonlySet<string>; mime: { headers: { name: string; value: string }[] } }

function isWanted(db: Db, mailboxAddress: string, { labelIds, mime }: Message): boolean {
  const named = mime.headers.filter(({ name }) => ['from', 'to', 'cc', 'bcc'].includes(name.toLowerCase()))
  const addresses = named.flatMap(({ value }) => parseAddressList(value).map(({ address }) => address))
  return wantedBy(db, config, addresses, { sent: labelIds.has('SENT'), mailboxAddress }) === 'known'
}

/** The same of what is stored. Mail of people who are no longer in the record stays, and is nothing to compare. */
function storedCopies({ db }: Stage): string[] {
  const copies = db.$client
    .prepare(
      `SELECT DISTINCT c.mailbox || ' ' || c.gmail_id || ' ' || m.message_id FROM mail_copies c
       JOIN mail_messages m ON m.id = c.mail_id JOIN mail_parties p ON p.mail = m.rowid
       JOIN live_contact_addresses a ON a.address_key = p.address_key JOIN live_contacts o ON o.id = a.contact_id
       JOIN live_mailboxes b ON b.address = c.mailbox AND b.enabled = 1
       WHERE c.gone_at IS NULL`,
    )
    .pluck()
    .all() as string[]
  return copies.toSorted()
}

const repeated = ({ db }: Stage) =>
  db.$client.prepare('SELECT message_id FROM mail_messages GROUP BY message_id HAVING count(*) > 1').pluck().all()

/** Stored messages with nobody who was ever in the record. */
function strangers({ db, known }: Stage): unknown[] {
  const sql = `SELECT message_id FROM mail_messages m WHERE NOT EXISTS (
    SELECT 1 FROM mail_parties p JOIN json_each(?) k ON k.value = p.address_key WHERE p.mail = m.rowid)`
  return db.$client
    .prepare(sql)
    .pluck()
    .all(JSON.stringify([...known.keys()]))
}

/** Stored messages with somebody who is never to be logged. */
const traces = ({ db }: Stage): unknown[] =>
  db.$client.prepare('SELECT p.mail FROM mail_parties p JOIN live_never_log n ON n.value = p.address_key').pluck().all()
