import { expect, test } from 'vitest'
import { addEvent } from '../../emulator/calendar/plan.ts'
import { deleteMessage, relabel, untrash } from '../../emulator/gmail/mailbox.ts'
import { type Fund, ines, marcus, maya, messages, openFund, post, stateOf, stored } from './fund.ts'

test('a first pass stores the mail with known people, in both directions, and nothing else', async () => {
  const fund = openFund([ines])
  await post(fund.workspace, { subject: 'The deck' })
  await post(fund.workspace, { subject: 'Our answer', from: ines, to: maya })
  await post(fund.workspace, { subject: 'Lunch?', from: 'Ben <ben@elsewhere.example>' })

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ address: ines, stored: 2, problem: null })
  expect(stored(fund)).toEqual(['Our answer in ines', 'The deck in ines'])
})

test('what arrives later is told by the history, and asked for once', async () => {
  const calls: string[] = []
  const fund = openFund([ines], ({ method }) => calls.push(method))
  await fund.capture.run()
  await post(fund.workspace, { subject: 'The deck' })
  calls.length = 0

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ looked: 1, stored: 1 })
  expect(calls).toEqual(['history', 'headers', 'raw', 'events'])
})

test('a pass with nothing new asks for the history and the calendar alone', async () => {
  const calls: string[] = []
  const fund = openFund([ines], ({ method }) => calls.push(method))
  await fund.capture.run()
  calls.length = 0

  await fund.capture.run()

  expect(calls).toEqual(['history', 'events'])
})

test('of a stranger’s letter the body is never asked for, and nothing is kept', async () => {
  const calls: string[] = []
  const fund = openFund([ines], ({ method }) => calls.push(method))
  await fund.capture.run()
  await post(fund.workspace, { subject: 'Lunch?', from: 'Ben <ben@elsewhere.example>' })

  await fund.capture.run()

  expect(calls).not.toContain('raw')
  expect(stored(fund)).toEqual([])
})

test.each(['DRAFT', 'SPAM', 'TRASH', 'CHAT'])('what lies in %s is not captured', async (label) => {
  const fund = openFund([ines])
  await fund.capture.run()
  await post(fund.workspace, { labelIds: [label] })

  await fund.capture.run()

  expect(messages(fund)).toEqual([])
})

test('a letter taken out of the bin is captured then', async () => {
  const fund = openFund([ines])
  const { copies } = await post(fund.workspace, { subject: 'The deck', labelIds: ['TRASH'] })
  await fund.capture.run()
  untrash(inesMailbox(fund), String(copies[0]?.id))

  await fund.capture.run()

  expect(stored(fund)).toEqual(['The deck in ines'])
})

test('a letter that is thrown away after capture stays, its copy marked gone until it is back', async () => {
  const fund = openFund([ines])
  const { copies } = await post(fund.workspace, { subject: 'The deck' })
  const id = String(copies[0]?.id)
  await fund.capture.run()

  relabel(inesMailbox(fund), id, { add: ['TRASH'], remove: ['INBOX'] })
  await fund.capture.run()
  const thrownAway = { messages: messages(fund), copies: stored(fund) }
  untrash(inesMailbox(fund), id)
  await fund.capture.run()

  expect(thrownAway).toEqual({ messages: ['The deck'], copies: [] })
  expect(stored(fund)).toEqual(['The deck in ines'])
})

test('a letter deleted between the list and the reading of it is passed by', async () => {
  const fund = openFund([ines], ({ method }) => {
    const [first] = inesMailbox(fund).messages.keys()
    if (method === 'raw' && first) deleteMessage(inesMailbox(fund), first)
  })
  await post(fund.workspace, { subject: 'The deck' })

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ stored: 0, problem: null })
})

test('one message in five mailboxes is stored once, with a copy for each', async () => {
  const five = [ines, marcus, 'vera', 'ruth', 'omar'].map((name) =>
    name.includes('@') ? name : `${name}@northlight.example`,
  )
  const fund = openFund(five)
  await post(fund.workspace, { subject: 'To all of you', to: five })

  const visited = await fund.capture.run()

  expect(messages(fund)).toEqual(['To all of you'])
  expect(stored(fund)).toHaveLength(5)
  expect(visited.map((one) => one.stored).toSorted()).toEqual([0, 0, 0, 0, 1])
})

test('a first pass over many pages takes each message once, newest first', async () => {
  const asked: string[] = []
  const fund = openFund([ines], ({ method }) => asked.push(method))
  for (const day of [...Array(20).keys()]) {
    await post(fund.workspace, { subject: `Day ${day}`, date: new Date(Date.UTC(2026, 9, day + 1)) })
  }

  await fund.capture.run()

  expect(messages(fund)).toHaveLength(20)
  expect(asked.filter((method) => method === 'raw')).toHaveLength(20)
})

function inesMailbox({ workspace }: Fund) {
  const mailbox = workspace.mailboxes.get(ines)
  if (!mailbox) throw new Error('Ines has no mailbox')
  return mailbox
}

test('an event that nobody can make sense of holds up no mail', async () => {
  const fund = openFund([ines])
  await post(fund.workspace, { subject: 'The deck' })
  fund.db.$client.exec(
    `CREATE TEMP TRIGGER poison BEFORE INSERT ON meetings BEGIN SELECT RAISE(ABORT, 'poisoned'); END`,
  )
  addEvent(fund.workspace, {
    organizer: ines,
    summary: 'Lunch',
    start: { dateTime: '2026-12-01T12:00:00Z' },
    end: { dateTime: '2026-12-01T13:00:00Z' },
    attendees: [{ email: maya }],
  })

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ stored: 1, problem: null })
  expect(stateOf(fund, ines)).toMatchObject({ calendar_problem: 'internal' })
})
