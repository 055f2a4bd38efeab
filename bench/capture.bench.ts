import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import PostalMime from 'postal-mime'
import { everything } from '../server/activity/everything.ts'
import { timeline } from '../server/communications/timeline.ts'
import { systemActor } from '../server/db/actor.ts'
import type { Db } from '../server/db/db.ts'
import { act, record } from '../server/db/write.ts'
import { rematchChanged } from '../server/mail/rematch.ts'
import { now } from './fund.ts'
import type { Bench, Lab } from './lab.ts'
import { fillUp, type Mailbox, openMailbox, storedIn } from './mailbox.ts'
import { compare, type Pair, type Result } from './measure.ts'

const few = 2000
const backfilled = 100_000
const stored = 500_000
const people = 2000

/** Mail from the stand-in Google to the record, and what is then asked of it there. */
export const captureBench: Bench = {
  name: 'capture',
  run: async (lab, report) => {
    report(await someMail(lab))
    const mailbox = await lab.once('mailbox', () => openMailbox(lab.folder, 'mailbox', backfilled, people))
    report(await backfill(mailbox))
    report(await compare(nothingNew(mailbox)))
    fillUp(mailbox.db, stored)
    for (const pair of questions(mailbox.db)) report(await compare(pair))
    report(await compare(rematch(mailbox)))
  },
}

/** Read, matched, stored, indexed, proposed and logged, each time into an empty fund; against the bare parser alone. */
async function someMail(lab: Lab): Promise<Result> {
  const calls = 6
  const open = (n: number) => lab.once(`some mail ${n}`, () => openMailbox(lab.folder, `some-mail-${n}`, few, 200))
  const empty = await Promise.all(Array.from({ length: calls }, (_, n) => open(n)))
  const sample = await open(0)
  const ours = () => captureAll(empty.pop() ?? sample)
  return compare({ name: 'e-mails to the record', ours, bare: () => parseAll(sample), rows: few, calls, seconds: 60 })
}

/** The first search of a large mailbox to its end; in the name, what memory the process had before and after. */
async function backfill(mailbox: Mailbox): Promise<Result> {
  const before = memory()
  let after = before
  const ours = async () => {
    await captureAll(mailbox)
    after = memory()
  }
  const pair = { name: '', ours, bare: () => parseAll(mailbox), rows: backfilled, calls: 1 }
  const spent = (kind: keyof typeof before) => `${kind} ${before[kind]} → ${after[kind]} MiB`
  const result = await compare(pair)
  return { ...result, name: `backfill of ${backfilled.toLocaleString('en')}, ${spent('heap')}, ${spent('resident')}` }
}

/** In MiB: what is alive in JavaScript, and the whole process with SQLite's cache, its mapped file and the stand-in's mail. */
function memory() {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, rss } = process.memoryUsage()
  return { heap: Math.round(heapUsed / 2 ** 20), resident: Math.round(rss / 2 ** 20) }
}

async function captureAll({ db, capture, ids }: Mailbox): Promise<void> {
  await capture.run()
  if (storedIn(db) < ids.length * 0.9) throw new Error(`Of ${ids.length} messages ${storedIn(db)} were stored.`)
}

async function parseAll({ ids, client }: Mailbox): Promise<void> {
  for (const id of ids) await PostalMime.parse((await client.raw(id))?.raw ?? '')
}

/** A pass that finds nothing, over mail and calendar; against the one question to Google that it cannot do without. */
function nothingNew({ capture, client }: Mailbox): Pair {
  const start = async () => (await client.profile()).historyId
  return {
    name: 'a pass with nothing new',
    ours: () => capture.run(),
    bare: async () => client.history({ start: await start() }),
  }
}

/** What people ask of half a million messages, as the pages ask it; against the rows by the same index alone. */
function questions(db: Db): Pair[] {
  const investors = db.$client.prepare('SELECT id FROM live_investors').pluck().all() as string[]
  const since = '2026-10-20T00:00:00.000Z'
  let n = 0
  const investor = () => investors[++n % investors.length] ?? ''
  const address = () => `person${(++n * 20) % people}@firm${Math.floor(((n * 20) % people) / 5)}.example`
  const ofInvestor = db.$client.prepare(`
    SELECT m.*, b.trimmed FROM communication_investors l CROSS JOIN communications c ON c.id = l.communication_id
      CROSS JOIN mail_messages m ON m.id = c.mail_id CROSS JOIN mail_bodies b ON b.rowid = m.rowid
    WHERE l.investor_id = ? AND l.deleted_at IS NULL ORDER BY l.occurred_at DESC LIMIT 30`)
  const withAddress = db.$client.prepare(`
    SELECT m.*, b.trimmed FROM mail_parties p CROSS JOIN mail_messages m ON m.rowid = p.mail
      CROSS JOIN mail_bodies b ON b.rowid = m.rowid
    WHERE p.address_key = ? AND p.role = ? AND m.at >= ? ORDER BY p.mail DESC LIMIT 50`)
  const page = { limit: 50, offset: 0 }
  const of = `of ${stored.toLocaleString('en')} e-mails`

  return [
    {
      name: `timeline of an investor, ${of}`,
      ours: () => timeline(db, { investorId: investor() }),
      bare: () => ofInvestor.all(investor()),
    },
    {
      name: `e-mails to somebody, ${of}`,
      ours: () => everything(db, { recipient: address() }, page),
      bare: () => withAddress.all(address(), 'to', ''),
    },
    {
      name: `what somebody sent lately, ${of}`,
      ours: () => everything(db, { sender: address(), since }, page),
      bare: () => withAddress.all(address(), 'from', since),
    },
  ]
}

/** Old mail of somebody who was a stranger until now is logged with them; against marking as many rows by the same index. */
function rematch({ db, strangers }: Mailbox): Pair {
  let [n, m] = [0, 0]
  const change = (address: string) =>
    act(db, systemActor('cli'), 'Met somebody', (tx) => {
      const { id } = record(tx, 'contacts', { name: address, nameKey: address })
      const investorId = tx.db.$client.prepare('SELECT id FROM live_investors LIMIT 1').pluck().get() as string
      record(tx, 'contact_roles', { contactId: id, investorId, role: null })
      record(tx, 'contact_addresses', {
        contactId: id,
        address,
        addressKey: address,
        domain: address.split('@')[1] ?? '',
      })
    })
  db.$client.exec('CREATE TEMP TABLE rematched (id, at)')
  const rows = db.$client.prepare(`
    INSERT INTO temp.rematched SELECT m.id, m.at FROM mail_parties p JOIN mail_messages m ON m.rowid = p.mail WHERE p.address_key = ?`)
  return {
    name: 'rematch of an address',
    ours: () => {
      change(strangers[n++]?.address ?? '')
      rematchChanged(db, now())
    },
    bare: () => rows.run(strangers[m++]?.address),
    calls: strangers.length,
  }
}
