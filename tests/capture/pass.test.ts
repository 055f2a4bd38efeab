import { expect, test } from 'vitest'
import { ines, maya, openFund, post } from './fund.ts'

const storedIn = ({ db }: ReturnType<typeof openFund>) =>
  db.$client
    .prepare('SELECT m.subject, c.mailbox FROM mail_messages m JOIN mail_copies c ON c.mail_id = m.id ORDER BY 1, 2')
    .all()

test('a first pass stores the mail with known people, in both directions, and nothing else', async () => {
  const fund = openFund([ines])
  await post(fund.workspace, { subject: 'The deck' })
  await post(fund.workspace, { subject: 'Our answer', from: ines, to: maya })
  await post(fund.workspace, { subject: 'Lunch?', from: 'Ben <ben@elsewhere.example>' })

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ address: ines, stored: 2, problem: null })
  expect(storedIn(fund)).toEqual([
    { subject: 'Our answer', mailbox: ines },
    { subject: 'The deck', mailbox: ines },
  ])
})

test('what arrives later is told by the history', async () => {
  const fund = openFund([ines])
  await fund.capture.run()
  await post(fund.workspace, { subject: 'The deck' })

  const [visited] = await fund.capture.run()

  expect(visited).toMatchObject({ looked: 1, stored: 1 })
})
