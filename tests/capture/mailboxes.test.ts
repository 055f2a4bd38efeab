import { expect, test } from 'vitest'
import { createControls } from '../../emulator/controls.ts'
import { createWorkspace } from '../../emulator/workspace.ts'
import { addUser, changeUser } from '../../server/accounts/users.ts'
import { record } from '../../server/db/write.ts'
import { GoogleFailure } from '../../server/google/retry.ts'
import { minutes } from '../support/clock.ts'
import {
  captureOf,
  change,
  type Fund,
  ines,
  marcus,
  messages,
  openFund,
  post,
  stateOf,
  stored,
  switchMailbox,
} from './fund.ts'

const both = [ines, marcus]

test('a mailbox that is switched off is not looked into', async () => {
  const fund = openFund(both)
  switchMailbox(fund, marcus, false)
  await post(fund.workspace, { subject: 'To Marcus', to: marcus })

  const visited = await fund.capture.run()

  expect(visited.map(({ address }) => address)).toEqual([ines])
  expect(messages(fund)).toEqual([])
})

test('switching a mailbox off ends its pass at once, with nothing more asked or stored', async () => {
  const asked: string[] = []
  const fund: Fund = openFund([ines], ({ method }) => {
    asked.push(method)
    if (method === 'raw') switchMailbox(fund, ines, false)
  })
  await post(fund.workspace)

  const [visited] = await fund.capture.run()

  expect(visited?.problem?.reason).toBe('stopped')
  expect(messages(fund)).toEqual([])
  expect(asked.at(-1)).toBe('raw')
  expect(stateOf(fund, ines)).toMatchObject({ problem: null })
})

test('a mailbox switched on again goes on where it was', async () => {
  const fund = openFund([ines])
  await fund.capture.run()
  switchMailbox(fund, ines, false)
  await post(fund.workspace, { subject: 'Meanwhile' })
  switchMailbox(fund, ines, true)

  await fund.capture.run()

  expect(messages(fund)).toEqual(['Meanwhile'])
})

test('a leaver’s mailbox disappears: it is named, its mail stays, and the others go on', async () => {
  const fund = openFund(both)
  await post(fund.workspace, { subject: 'To Marcus', to: marcus })
  await fund.capture.run()
  createControls(fund.workspace).deleteUser(marcus)
  await post(fund.workspace, { subject: 'To Ines' })

  const visited = await fund.capture.run()

  expect(visited.map(({ problem }) => problem?.reason ?? null)).toEqual([null, 'google_sign_in'])
  expect(stateOf(fund, marcus)).toMatchObject({ problem: 'google_sign_in', last_success_at: expect.any(String) })
  expect(stored(fund)).toEqual(['To Ines in ines', 'To Marcus in marcus'])
})

test('the mailbox of somebody whose account was deactivated is not looked into, and says so', async () => {
  const asked: string[] = []
  const fund = openFund(both, ({ mailbox }) => asked.push(mailbox))
  await post(fund.workspace, { subject: 'To Marcus', to: marcus })
  await fund.capture.run()
  change(fund.db, fund.clock.now(), (tx) => changeUser(tx, fund.marcus.id, { active: false }))
  asked.length = 0

  const visited = await fund.capture.run()

  expect(visited.find(({ address }) => address === marcus)?.problem?.reason).toBe('owner_inactive')
  expect(new Set(asked)).toEqual(new Set([ines]))
  expect(messages(fund)).toEqual(['To Marcus'])
})

test('a problem is dated from its beginning, and gone with the next success', async () => {
  let isDown = true
  const fund = openFund([ines], () => {
    if (isDown) throw new GoogleFailure('google_denied', 403, 'insufficientPermissions')
  })
  await fund.capture.run()
  const since = fund.clock.now().toISOString()
  fund.clock.advance(minutes(2))
  await fund.capture.run()
  const down = stateOf(fund, ines)
  isDown = false
  await fund.capture.run()

  expect(down).toMatchObject({ problem: 'google_denied', problem_at: since })
  expect(stateOf(fund, ines)).toMatchObject({ problem: null, problem_detail: null, problem_at: null })
})

test('who asks for a run during one gets the mail that was there when they asked', async () => {
  let second: Promise<unknown> | undefined
  const fund: Fund = openFund([ines], async ({ method }) => {
    if (method !== 'events' || second) return
    second = Promise.resolve()
    await post(fund.workspace, { subject: 'Too late for the first' })
    second = fund.capture.run()
  })

  await fund.capture.run()
  const first = messages(fund)
  await second

  expect([first, messages(fund)]).toEqual([expect.anything(), ['Too late for the first']])
})

test('runs that are asked for together are one', async () => {
  const asked: string[] = []
  const fund = openFund([ines], ({ method }) => asked.push(method))

  await Promise.all([fund.capture.run(), fund.capture.run(), fund.capture.run(ines)])

  expect(asked.filter((method) => method === 'profile')).toHaveLength(1)
  expect(asked.filter((method) => method === 'history')).toHaveLength(2)
})

test('two engines never work on one mailbox together', async () => {
  const fund = openFund([ines])
  let other: string | null | undefined
  const mine = captureOf(fund.db, fund.workspace, fund.clock.now, ({ method }) => {
    if (method === 'profile') takeOver()
  })
  const takeOver = () => {
    fund.capture.tick()
    other = String(stateOf(fund, ines)['lease_by'])
  }
  await post(fund.workspace, { subject: 'The deck' })

  const [visited] = await mine.run()

  expect(visited).toMatchObject({ stored: 1, problem: null })
  expect(other).toMatch(/^\d+\//)
  expect(messages(fund)).toEqual(['The deck'])
})

test('a process that has lost its lease writes nothing more', async () => {
  const fund: Fund = openFund([ines], ({ method }) => {
    if (method !== 'raw') return
    fund.db.$client.prepare(`UPDATE mailbox_states SET lease_by = '1/other/process'`).run()
  })
  await post(fund.workspace)

  const [visited] = await fund.capture.run()

  expect(visited?.problem?.reason).toBe('stopped')
  expect(messages(fund)).toEqual([])
})

test('the lease of a process that is no more is taken over', async () => {
  const fund = openFund([ines])
  await fund.capture.run()
  const until = new Date(fund.clock.now().getTime() + minutes(4)).toISOString()
  fund.db.$client.prepare('UPDATE mailbox_states SET lease_by = ?, lease_until = ?').run('4194305/gone/1', until)
  await post(fund.workspace, { subject: 'The deck' })

  await fund.capture.run()

  expect(messages(fund)).toEqual(['The deck'])
})

test('stopping ends a pass that waits for Google', async () => {
  let reached: () => void = () => undefined
  const waiting = new Promise<void>((resolve) => (reached = resolve))
  const fund = openFund([ines])
  const never = new Promise<never>(() => undefined)
  const capture = captureOf(fund.db, fund.workspace, fund.clock.now, ({ method }) => {
    if (method === 'raw') reached()
    return method === 'raw' ? never : undefined
  })
  await post(fund.workspace)
  const run = capture.run()
  await waiting

  await capture.stop()

  expect((await run)[0]?.problem?.reason).toBe('stopped')
  expect(stateOf(fund, ines)).toMatchObject({ lease_by: null, problem: null })
})

test('what the owner may read in the access log is how much was looked at, and why', async () => {
  const fund = openFund([ines])
  await post(fund.workspace)
  await post(fund.workspace, { from: 'Ben <ben@elsewhere.example>' })
  await fund.capture.run()
  await post(fund.workspace, { from: 'Ben <ben@elsewhere.example>' })
  await fund.capture.run()

  const reads = fund.db.$client
    .prepare(
      'SELECT mailbox, actor_id, purpose, sum(looked) AS looked, sum(kept) AS kept FROM mailbox_reads GROUP BY 1, 2, 3',
    )
    .all()

  expect(reads).toContainEqual({ mailbox: ines, actor_id: null, purpose: 'capture', looked: 2, kept: 1 })
})

test('a calendar that may not be read holds up no mail', async () => {
  const fund = openFund([ines], ({ method }) => {
    if (method === 'events') throw new GoogleFailure('google_denied', 403, 'insufficientPermissions')
  })
  await post(fund.workspace, { subject: 'The deck' })

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ stored: 1, problem: null })
  expect(stateOf(fund, ines)).toMatchObject({ calendar_problem: 'google_denied' })
})

test('a mailbox that was captured before its owner had an account becomes theirs, with all of its mail', async () => {
  const fund = openFund([ines])
  const nora = 'nora@northlight.example'
  const workspace = createWorkspace({
    domain: 'northlight.example',
    clientId: '4242.apps.googleusercontent.com',
    users: [{ email: nora, name: 'Nora' }],
    now: fund.clock.now,
  })
  change(fund.db, fund.clock.now(), (tx) =>
    record(tx, 'mailboxes', { address: nora, userId: null, enabled: true, level: 'metadata' }),
  )
  const capture = captureOf(fund.db, workspace, fund.clock.now)
  await post(workspace, { to: nora, subject: 'Before' })
  await capture.run(nora)
  const joined = { full_name: 'Nora Weiss', email: nora, role: 'member' as const, passwordHash: '' }
  const { id } = change(fund.db, fund.clock.now(), (tx) => addUser(tx, joined))
  await post(workspace, { to: nora, subject: 'After' })

  await capture.run(nora)

  const sql = 'SELECT subject, participants, level FROM mail_messages ORDER BY rowid'
  expect(fund.db.$client.prepare(sql).all()).toMatchObject([
    { subject: 'Before', participants: JSON.stringify([id]), level: 'metadata' },
    { subject: 'After', participants: JSON.stringify([id]), level: 'metadata' },
  ])
})

test('a lease that would run for a day was taken before the clock was set back, and binds nobody', async () => {
  const fund = openFund([ines])
  await fund.capture.run()
  const until = new Date(fund.clock.now().getTime() + minutes(24 * 60)).toISOString()
  fund.db.$client.prepare('UPDATE mailbox_states SET lease_by = ?, lease_until = ?').run('1/other/process', until)
  await post(fund.workspace, { subject: 'The deck' })

  await fund.capture.run()

  expect(messages(fund)).toEqual(['The deck'])
})
