import { expect, test } from 'vitest'
import { createControls } from '../../emulator/controls.ts'
import { GoogleFailure } from '../../server/google/retry.ts'
import { days } from '../support/clock.ts'
import { captureOf, type Fund, ines, messages, openFund, post, stateOf, stored } from './fund.ts'

test('after two weeks without the service nothing is missing and nothing is there twice', async () => {
  const fund = openFund([ines])
  await post(fund.workspace, { subject: 'Before' })
  await fund.capture.run()
  for (const week of [1, 2]) {
    fund.clock.advance(days(7))
    await post(fund.workspace, { subject: `Week ${week}` })
    await post(fund.workspace, { subject: `Week ${week}, sent`, from: ines, to: 'maya.chen@harborfo.example' })
  }
  fund.clock.advance(days(1))

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ stored: 4, problem: null })
  expect(messages(fund)).toEqual(['Before', 'Week 1', 'Week 1, sent', 'Week 2', 'Week 2, sent'])
  expect(stored(fund)).toHaveLength(5)
})

test('the pass after an expired cursor follows the history again, and lists nothing', async () => {
  const calls: string[] = []
  const fund = openFund([ines], ({ method }) => calls.push(method))
  await fund.capture.run()
  createControls(fund.workspace).expireHistory(ines)
  await fund.capture.run()
  calls.length = 0

  await fund.capture.run()

  expect(calls).toEqual(['history', 'events'])
})

test('mail put into the mailbox under an old date while the cursor was lost is found', async () => {
  const fund = openFund([ines])
  await fund.capture.run()
  await post(fund.workspace, { subject: 'Imported', date: '2024-03-01T09:00:00Z' })
  createControls(fund.workspace).expireHistory(ines)

  await fund.capture.run()

  expect(messages(fund)).toEqual(['Imported'])
})

test('mail that arrives while the mailbox is being listed is told by the history afterwards', async () => {
  let isLate = true
  const fund: Fund = openFund([ines], ({ method }) => {
    if (method !== 'list' || !isLate) return undefined
    isLate = false
    return post(fund.workspace, { subject: 'Meanwhile' })
  })
  await post(fund.workspace, { subject: 'Before' })

  await fund.capture.run()

  expect(messages(fund)).toEqual(['Before', 'Meanwhile'])
})

test('the cursor stays where it is until what it tells of is stored', async () => {
  let isDown = false
  const fund = openFund([ines], ({ method }) => {
    if (isDown && method !== 'history') throw new GoogleFailure('google_busy', 503, 'backendError')
  })
  await fund.capture.run()
  const before = stateOf(fund, ines)['history_id']
  await post(fund.workspace, { subject: 'The deck' })
  isDown = true

  const [failed] = await fund.capture.run()
  const after = stateOf(fund, ines)
  isDown = false
  await fund.capture.run()

  expect(failed?.problem).toMatchObject({ reason: 'google_busy' })
  expect(after).toMatchObject({ history_id: before, problem: 'google_busy', problem_detail: '503 backendError' })
  expect(stateOf(fund, ines)).toMatchObject({ problem: null })
  expect(messages(fund)).toEqual(['The deck'])
})

test('a first search that broke off goes on at its page, with another process', async () => {
  let lists = 0
  const fund = openFund([ines], ({ method }) => {
    if (method === 'list' && ++lists === 3) throw new GoogleFailure('google_unreachable', null, 'ECONNRESET')
  })
  for (const n of [...Array(12).keys()]) await post(fund.workspace, { subject: `Letter ${n}` })
  await fund.capture.run()
  const first = messages(fund).length

  const asked: string[] = []
  const next = captureOf(fund.db, fund.workspace, fund.clock.now, ({ method }) => asked.push(method))
  await next.run()

  expect(first).toBe(6)
  expect(messages(fund)).toHaveLength(12)
  expect(asked.filter((method) => method === 'raw')).toHaveLength(6)
  expect(asked.filter((method) => method === 'list')).toHaveLength(2)
})

test('a page whose mark Google has forgotten is listed anew, and what is stored is not read again', async () => {
  let lists = 0
  const asked: string[] = []
  const fund = openFund([ines], ({ method }) => {
    asked.push(method)
    if (method === 'list' && ++lists === 3) throw new GoogleFailure('google_refused', 400, 'invalidArgument')
  })
  for (const n of [...Array(12).keys()]) await post(fund.workspace, { subject: `Letter ${n}` })

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ stored: 12, problem: null })
  expect(asked.filter((method) => method === 'raw')).toHaveLength(12)
})

test('a cursor that is lost again and again stops no search, and no pass goes round in circles', async () => {
  let lost = 0
  const fund = openFund([ines], ({ method }) => {
    if (method !== 'history') return
    lost += 1
    throw new GoogleFailure('google_missing', 404, 'notFound')
  })
  for (const n of [1, 2, 3, 4, 5]) await post(fund.workspace, { subject: `Letter ${n}` })

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ stored: 5, problem: null })
  expect(lost).toBeLessThan(20)
})
