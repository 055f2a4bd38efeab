import { expect, test } from 'vitest'
import { investorTimeline, timeline } from '../../server/communications/timeline.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { amend } from '../../server/db/write.ts'
import { textOf } from '../web/person.ts'
import { inesAddress, marcusAddress, mayaAddress, openMailroom } from './mailroom.ts'

const said = { kind: 'communications' as const }

test('the messages of a thread stand together, in the place of the newest', async () => {
  const { db, harbor, receive } = await openMailroom()
  const first = receive({ text: 'May we see the deck?', thread: 't1', at: '2026-11-01T09:00:00.000Z' })
  const between = receive({ text: 'Lunch on Friday?', at: '2026-11-02T09:00:00.000Z' })
  const answer = receive({
    text: 'Here it is.',
    from: inesAddress,
    to: [mayaAddress],
    thread: 't1',
    at: '2026-11-03T09:00:00.000Z',
  })

  const { items } = investorTimeline(db, harbor.id, said)

  const threads = items.map((item) => (item.kind === 'act' ? [] : item.thread.map(({ mail }) => mail.id)))
  expect(threads).toEqual([[answer, first], [between]])
})

test('a thread is told once, however the pages are cut', async () => {
  const { db, harbor, receive } = await openMailroom()
  for (let n = 0; n < 9; n += 1)
    receive({ text: `Message ${n}`, thread: `t${n % 3}`, at: `2026-11-0${n + 1}T09:00:00.000Z` })

  const paged: string[] = []
  for (let before: string | null = null, more = true; more; ) {
    const page = investorTimeline(db, harbor.id, { ...said, before, limit: 1 })
    paged.push(
      ...page.items.flatMap((item) => (item.kind === 'act' ? [] : item.thread.map(({ mail }) => mail.snippet))),
    )
    before = page.older
    more = before !== null
  }

  expect(paged.toSorted()).toEqual(Array.from({ length: 9 }, (_, n) => `Message ${n}`))
})

test('a thread about two investors stands with each, with the messages that are theirs', async () => {
  const { db, harbor, alder, receive, doing } = await openMailroom()
  doing('Added Tom', (tx) =>
    addContact(tx, { name: 'Tom Reed', emails: ['tom@alderpension.example'], investor_ids: [alder.id] }),
  )
  const alone = receive({ text: 'To you only', thread: 't1', at: '2026-11-01T09:00:00.000Z' })
  const both = receive({
    text: 'Tom, meet Ines',
    to: [inesAddress, 'tom@alderpension.example'],
    thread: 't1',
    at: '2026-11-02T09:00:00.000Z',
  })

  const mails = (id: string) =>
    investorTimeline(db, id, said).items.flatMap((item) =>
      item.kind === 'act' ? [] : item.thread.map(({ mail }) => mail.id),
    )

  expect(mails(harbor.id)).toEqual([both, alone])
  expect(mails(alder.id)).toEqual([both])
})

test('mail that is stored but not logged is shown when it is asked for', async () => {
  const { db, harbor, receive } = await openMailroom()
  const newsletter = receive({ text: 'Our autumn letter', nature: 'bulk' })

  const usual = investorTimeline(db, harbor.id, said).items
  const all = investorTimeline(db, harbor.id, { ...said, captured: true }).items

  expect(usual).toEqual([])
  expect(all).toMatchObject([{ kind: 'captured', id: newsletter, thread: [{ state: 'captured' }] }])
})

test('a person’s own page has what was said with them', async () => {
  const { db, maya, inesAt, receive } = await openMailroom()
  receive({ text: 'We are happy to commit five million.' })

  const { items } = timeline(db, { contactId: maya.id }, said)
  const page = textOf((await inesAt.visit(`/contacts/${maya.id}`)).body)

  expect(items).toHaveLength(1)
  expect(page).toContain('Maya Chen wrote to Ines Okafor')
  expect(page).toContain('We are happy to commit five million.')
})

test('the thread opens on its own page, with quotes folded', async () => {
  const { inesAt, receive } = await openMailroom()
  const text = 'Yes, gladly.\n\nOn Tue, Ines wrote:\n> Would you?'
  const id = receive({ text, trimmed: 'Yes, gladly.', snippet: 'Yes, gladly.' })

  const { body } = await inesAt.visit(`/mail/${id}`)

  expect(body).toMatch(/<details class="opened__quoted">[\s\S]*&gt; Would you\?/)
  expect(textOf(body)).toContain('Yes, gladly.')
})

test('whoever took part decides who reads a thread, and may take it back', async () => {
  const { marcusAt, inesAt, receive, threadOf } = await openMailroom()
  const id = receive({ text: 'The price is ninety.', subject: 'Terms' })
  const choose = (who: typeof inesAt, level: string) => who.submit(`/mail/threads/${threadOf(id)}/privacy`, { level })
  const read = async () => textOf((await marcusAt.visit(`/mail/${id}`)).body)

  expect((await choose(marcusAt, 'metadata')).statusCode).toBe(403)
  expect(await read()).toContain('The price is ninety.')
  await choose(inesAt, 'subject')
  expect(await read()).toMatch(/Terms(?!.*The price is ninety)/)
  await choose(inesAt, 'metadata')
  expect(await read()).not.toMatch(/Terms|ninety/)
  await choose(inesAt, '')
  expect(await read()).toContain('The price is ninety.')
})

test('what capture logged and tied together is no change beside its messages', async () => {
  const { receive, db, harbor, doing, logOf } = await openMailroom()
  const mailId = receive({ subject: 'Question', text: 'May we see the deck?' })
  doing('Captured mail', (tx) => amend(tx, 'communications', logOf(mailId), { occurredAt: '2026-11-01T09:00:00.000Z' }))

  const { items } = investorTimeline(db, harbor.id, { kind: 'changes' })

  expect(items.filter((item) => item.kind === 'act' && item.batch.surface === 'capture')).toEqual([])
})

test('a message that is kept private says in its thread who wrote to whom', async () => {
  const { receive, decide, marcus, inesAt, threadOf } = await openMailroom()
  receive({
    subject: 'Terms',
    text: 'Ten million.',
    into: 'marcus',
    to: [marcusAddress],
    thread: 'x',
    messageId: 'one@x.example',
  })
  const last = receive({
    ...{ subject: 'Re: Terms', text: 'Agreed.', from: marcusAddress, to: [mayaAddress], into: 'marcus', thread: 'x' },
    references: ['one@x.example'],
  })
  decide(marcus, last, 'subject')

  const page = textOf((await inesAt.visit(`/mail/threads/${threadOf(last)}`)).body)

  expect(page).toMatch(/Maya Chen to Marcus Lindqvist · kept private/)
  expect(page).toMatch(/Marcus Lindqvist to Maya Chen · kept private/)
})

test('an answer under another subject does not rename its thread', async () => {
  const { inesAt, harbor, receive } = await openMailroom()
  const first = receive({ subject: 'Commitment', text: 'We are in.', thread: 't1', at: '2026-11-01T09:00:00.000Z' })
  receive({
    ...{ subject: 'New bank details', text: 'Wire it here.', thread: 't1', at: '2026-11-02T09:00:00.000Z' },
    natureWhy: 'Gmail could not verify the sender',
  })

  const { body } = await inesAt.visit(`/mail/${first}`)
  const timeline = await inesAt.visit(`/investors/${harbor.id}`)

  expect(body).toContain('<h1>Commitment</h1>')
  expect(timeline.body).toContain('<span class="mail__subject">Commitment</span>')
})

test('a subject of thousands of characters is cut on lists, and stands in full on the page of its message', async () => {
  const { inesAt, harbor, receive } = await openMailroom()
  const subject = `Terms ${'x'.repeat(20_000)}`
  const id = receive({ subject, text: 'See above.', at: '2026-11-01T09:00:00.000Z' })
  const longest = async (path: string) => (await inesAt.visit(path)).body.match(/x+/g)?.toSorted().at(-1)?.length ?? 0

  const lists = [
    `/investors/${harbor.id}`,
    '/communications',
    '/unanswered',
    '/today',
    '/review',
    '/review?decided=policy',
  ]
  const lengths = await Promise.all(lists.map(longest))

  expect(Math.max(...lengths)).toBeLessThanOrEqual(200)
  expect(lengths[0]).toBeGreaterThan(100)
  expect(await longest(`/mail/${id}`)).toBe(20_000)
})
