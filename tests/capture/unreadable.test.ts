import { expect, test } from 'vitest'
import { deliverRaw } from '../../emulator/gmail/deliver.ts'
import { deleteMessage } from '../../emulator/gmail/mailbox.ts'
import { openCapture } from '../../server/capture/engine.ts'
import { putBack, setAside } from '../../server/capture/set-aside.ts'
import { act } from '../../server/db/write.ts'
import { GoogleFailure } from '../../server/google/retry.ts'
import { refusalOf } from '../../server/undo/refused.ts'
import { actorFor } from '../support/world.ts'
import { config, type Fund, failures, ines, maya, messages, openFund, post, stateOf } from './fund.ts'
import { nearClient } from './near.ts'

const unreadable = ({ db }: Fund) =>
  db.$client.prepare('SELECT gmail_id, reason, tries FROM mail_unreadable').all() as {
    gmail_id: string
    reason: string
    tries: number
  }[]

/** As Ines, an admin. */
const deciding = (fund: Fund, what: typeof setAside, gmailId: string) =>
  act(fund.db, actorFor(fund.ines), 'Decided', (tx) => what(tx, { mailbox: ines, gmailId }), { now: fund.clock.now() })

/** Parts within parts, deeper than anybody reads. */
function bottomless({ workspace }: Fund): string {
  const depth = 80
  const open = [...Array(depth).keys()].map((n) => `Content-Type: multipart/mixed; boundary="b${n}"\r\n\r\n--b${n}\r\n`)
  const head = `From: ${maya}\r\nTo: ${ines}\r\nSubject: Bottomless\r\nMessage-ID: <deep@harborfo.example>\r\n`
  const raw = `${head}${open.join('')}Content-Type: text/plain\r\n\r\nThe words at the bottom.\r\n`
  return String(deliverRaw(workspace, Buffer.from(raw), { receivedAt: workspace.clock.now() }).copies[0]?.id)
}

test('a message nobody can read is listed with the reason, and the others are stored', async () => {
  const fund = openFund([ines])
  const id = bottomless(fund)
  await post(fund.workspace, { subject: 'The deck' })

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ stored: 1, unreadable: 1, problem: null })
  expect(unreadable(fund)).toMatchObject([{ gmail_id: id, reason: expect.stringContaining('nested') }])
  expect(JSON.stringify(unreadable(fund))).not.toContain('bottom.')
  expect(messages(fund)).toEqual(['The deck'])
})

test('it is tried a few times and then left alone, until a repair', async () => {
  const fund = openFund([ines])
  bottomless(fund)
  const tries = async (work: () => Promise<unknown>) => {
    await work()
    return unreadable(fund)[0]?.tries
  }

  const passes = [
    await tries(fund.capture.run),
    await tries(fund.capture.run),
    await tries(fund.capture.run),
    await tries(fund.capture.run),
  ]

  expect(passes).toEqual([1, 2, 3, 3])
  expect(await tries(fund.capture.repair)).toBeGreaterThan(3)
})

test('what an admin puts aside is missing no more, now and in the next comparison', async () => {
  const fund = openFund([ines])
  const gmailId = bottomless(fund)
  const compare = async () => {
    await fund.capture.reconcile()
    return stateOf(fund, ines)['reconciliation'] as string
  }
  expect(JSON.parse(await compare())).toMatchObject({ missing: 1, received: { missing: 1 }, set_aside: 0 })

  deciding(fund, setAside, gmailId)

  const aside = { missing: 0, messages: [], received: { listed: 1, stored: 0, missing: 0 }, set_aside: 1 }
  expect(JSON.parse(stateOf(fund, ines)['reconciliation'] as string)).toMatchObject(aside)
  expect(JSON.parse(await compare())).toMatchObject(aside)
})

test('put back it is missing again at once, and the log says who did what with which', async () => {
  const fund = openFund([ines])
  const gmailId = bottomless(fund)
  await fund.capture.reconcile()
  const before = stateOf(fund, ines)['reconciliation'] as string
  deciding(fund, setAside, gmailId)

  deciding(fund, putBack, gmailId)

  const { set_aside, ...now } = JSON.parse(stateOf(fund, ines)['reconciliation'] as string)
  expect([now, set_aside]).toEqual([{ ...JSON.parse(before), set_aside: undefined }, 0])
  const log = fund.db.$client.prepare(`SELECT actor_id AS by, field, after ->> '$' AS message FROM changes
    WHERE entity = 'mailboxes' AND field IN ('set_aside', 'put_back') ORDER BY seq`)
  expect(log.all()).toEqual([
    { by: fund.ines.id, field: 'set_aside', message: gmailId },
    { by: fund.ines.id, field: 'put_back', message: gmailId },
  ])
})

test('neither is undone, in words about a message put aside', async () => {
  const fund = openFund([ines])
  const gmailId = bottomless(fund)
  await fund.capture.run()

  const batches = [deciding(fund, setAside, gmailId), deciding(fund, putBack, gmailId)]

  for (const { batchId } of batches) {
    expect(refusalOf(fund.db, String(batchId))).toMatch(
      /^Setting a message aside or putting it back cannot be undone\./,
    )
  }
})

test('what was put aside before the last comparison is put back from it', async () => {
  const fund = openFund([ines])
  const gmailId = bottomless(fund)
  await fund.capture.run()
  deciding(fund, setAside, gmailId)
  await fund.capture.reconcile()

  deciding(fund, putBack, gmailId)

  expect(JSON.parse(stateOf(fund, ines)['reconciliation'] as string)).toMatchObject({
    ...{ missing: 1, received: { missing: 1 }, set_aside: 0 },
    messages: [{ gmail_id: gmailId, reason: expect.stringContaining('nested') }],
  })
})

test('one that is deleted is listed no more', async () => {
  const fund = openFund([ines])
  const id = bottomless(fund)
  await fund.capture.run()
  const mailbox = fund.workspace.mailboxes.get(ines)
  if (mailbox) deleteMessage(mailbox, id)

  await fund.capture.run()

  expect(unreadable(fund)).toEqual([])
})

test('it is missing in the comparison, for that reason', async () => {
  const fund = openFund([ines])
  bottomless(fund)

  await fund.capture.reconcile()

  const { reconciliation } = fund.db.$client.prepare('SELECT reconciliation FROM mailbox_states').get() as {
    reconciliation: string
  }
  expect(JSON.parse(reconciliation)).toMatchObject({
    missing: 1,
    messages: [{ reason: expect.stringContaining('nested') }],
  })
})

test('a message that cannot be stored holds up no other, and leaves the log whole', async () => {
  failures.length = 0
  const fund = openFund([ines])
  fund.db.$client.exec(`CREATE TEMP TRIGGER poison BEFORE INSERT ON mail_messages WHEN NEW.subject = 'Poison'
    BEGIN SELECT RAISE(ABORT, 'poisoned'); END`)
  await post(fund.workspace, { subject: 'Poison' })
  await post(fund.workspace, { subject: 'The deck' })

  await fund.capture.run()

  expect(messages(fund)).toEqual(['The deck'])
  expect(unreadable(fund)).toMatchObject([{ reason: expect.stringContaining('Storing it failed') }])
  expect(failures.length).toBeGreaterThan(0)
})

/** The same mailbox, in which Google fails on one message for as long as `isBroken` says so. */
function captureWithout(
  { db, workspace, clock }: Fund,
  method: 'headers' | 'raw',
  id: string,
  isBroken: () => boolean,
) {
  const log = { error: (given: object) => failures.push(given) }
  return openCapture({
    ...{ db, config, log, now: clock.now },
    client: (address) => {
      const client = nearClient(workspace, address)
      const ask = client[method] as (id: string) => Promise<never>
      const failing = async (asked: string) => {
        if (asked === id && isBroken()) throw new GoogleFailure('google_busy', 500, 'backendError')
        return ask(asked)
      }
      return { ...client, [method]: failing }
    },
  })
}

test.each([
  ['headers', 1],
  ['raw', 5],
] as const)(
  'a message whose %s Google fails on holds up no other, and is asked for until it comes',
  async (method, passes) => {
    const fund = openFund([ines])
    await fund.capture.run()
    const { copies } = await post(fund.workspace, { subject: 'Withheld' })
    await post(fund.workspace, { subject: 'The deck' })
    let isBroken = true
    const capture = captureWithout(fund, method, String(copies[0]?.id), () => isBroken)

    for (let n = 0; n < passes; n += 1) await capture.run()
    const meanwhile = [messages(fund), unreadable(fund).map(({ reason }) => reason)]
    isBroken = false
    await capture.run()

    expect(meanwhile).toEqual([['The deck'], [expect.stringContaining('Google does not hand this message out')]])
    expect(messages(fund)).toEqual(['The deck', 'Withheld'])
    expect(unreadable(fund)).toEqual([])
  },
)

test('where Google fails on many messages it is not their fault, and the cursor waits', async () => {
  const fund = openFund([ines], ({ method }) => {
    if (method === 'raw') throw new GoogleFailure('google_busy', 500, 'backendError')
  })
  for (let n = 0; n < 12; n += 1) await post(fund.workspace)

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ problem: { reason: 'google_busy' } })
  expect(unreadable(fund).length).toBeLessThan(12)
})
