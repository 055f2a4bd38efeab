/** Captured mail that nothing proposes, as scripts are told it beside what is logged. */
import { expect, test } from 'vitest'
import { addContact } from '../../server/contacts/contacts.ts'
import { inesAddress, marcusAddress, openMailroom } from './mailroom.ts'

type Told = { id: string; state: string; subject: string | null; body_text: string | null; investor_ids: string[] }

/** Maya's letter is logged; her newsletter and her colleague's letter are only stored. */
async function openStored() {
  const room = await openMailroom()
  room.doing('Added', (tx) => addContact(tx, { name: 'Nora Vik', emails: ['nora@else.example'], investor_ids: [] }))
  const letter = room.receive({ subject: 'Terms', text: 'We agree.', at: '2026-11-08T09:00:00.000Z' })
  const news = { subject: 'Quarterly letter', text: 'Dear friends of Harbor', nature: 'bulk' as const }
  const newsletter = room.receive({ ...news, at: '2026-11-09T09:00:00.000Z', thread: 'news' })
  const nora = room.receive({
    subject: 'Lunch',
    text: 'Tomorrow?',
    from: 'Nora Vik <nora@else.example>',
    at: '2026-11-07T09:00:00.000Z',
  })
  const list = async (query = '', as = room.asInes) => {
    const { data, total } = (await as('GET', `/api/communications?${query}`)).json() as { data: Told[]; total: number }
    return { told: data.map((one) => `${one.state} ${one.subject}`), total, data }
  }
  return { ...room, letter, newsletter, nora, list }
}

test('mail of people we know that nothing proposes is listed beside what is logged, in the order of time', async () => {
  const { list } = await openStored()

  const { told, total } = await list()

  expect([told, total]).toEqual([['captured Quarterly letter', 'logged Terms', 'captured Lunch'], 3])
})

test.each([
  ['state=logged', ['logged Terms']],
  ['state=captured', ['captured Quarterly letter', 'captured Lunch']],
  ['search=friends', ['captured Quarterly letter']],
  ['search=frie', ['captured Quarterly letter']],
  ['address=nora@else.example', ['captured Lunch']],
  ['sender=maya.chen@harborfo.example', ['captured Quarterly letter', 'logged Terms']],
  ['recipient=maya.chen@harborfo.example', []],
  ['direction=out', []],
  ['type=email&since=2026-11-09', ['captured Quarterly letter']],
  ['type=call', []],
  ['sort=occurred_at', ['captured Lunch', 'logged Terms', 'captured Quarterly letter']],
  ['sort=-occurred_at&state=captured', ['captured Quarterly letter', 'captured Lunch']],
])('asked for %s it answers those', async (query, expected) => {
  const { list } = await openStored()

  const { told, total } = await list(query)

  expect([told, total]).toEqual([expected, expected.length])
})

test('pages follow one another through both', async () => {
  const { list } = await openStored()

  const pages = [
    await list('limit=1'),
    await list('limit=1&offset=1'),
    await list('limit=1&offset=2'),
    await list('offset=3'),
  ]

  expect(pages.map(({ told }) => told)).toEqual([
    ['captured Quarterly letter'],
    ['logged Terms'],
    ['captured Lunch'],
    [],
  ])
  expect(pages.map(({ total }) => total)).toEqual([3, 3, 3, 3])
})

test('it is told with whom it is, by investor, contact and thread', async () => {
  const { list, harbor, maya, newsletter, threadOf } = await openStored()

  for (const query of [`investor_id=${harbor.id}`, `contact_id=${maya.id}`])
    expect((await list(query)).told).toEqual(['captured Quarterly letter', 'logged Terms'])
  const { data } = await list(`thread_id=${threadOf(newsletter)}`)
  expect(data).toMatchObject([
    {
      id: newsletter,
      mail_id: newsletter,
      investor_ids: [harbor.id],
      contacts: [{ name: 'Maya Chen' }],
      user_name: 'Ines Okafor',
    },
  ])
})

test('what waits in Review, or was rejected there, is not among it', async () => {
  const { asInes, receive, list } = await openStored()
  await asInes('PUT', '/api/admin/policies', { auto: { exact_address: false } })
  receive({ subject: 'Waits', text: 'For a decision.', at: '2026-11-10T09:00:00.000Z' })
  expect((await list('search=decision')).told).toEqual([])

  const [{ id }] = (await asInes('GET', '/api/proposals?status=pending')).json().data
  await asInes('POST', `/api/proposals/${id}/reject`)
  expect((await list('search=decision')).told).toEqual([])
})

test('one is answered by its id, and cannot be changed', async () => {
  const { asInes, newsletter } = await openStored()
  const url = `/api/communications/${newsletter}`

  expect((await asInes('GET', url)).json()).toMatchObject({
    id: newsletter,
    state: 'captured',
    body_text: 'Dear friends of Harbor',
  })
  for (const reply of [await asInes('PATCH', url, { summary: 'Mine' }), await asInes('DELETE', url)]) {
    expect(reply.statusCode).toBe(409)
    expect(reply.json().detail).toContain('captured and logged nowhere')
  }
})

test.each([
  ['metadata', null, null],
  ['subject', 'Quarterly letter', null],
  ['full', 'Quarterly letter', 'Dear friends of Harbor'],
] as const)(
  'at %s colleagues are told of it what the level allows, and find it by no other word',
  async (level, subject, body) => {
    const { asMarcus, list, setLevel } = await openStored()
    setLevel('ines', level)

    const [told] = (await list('state=captured', asMarcus)).data

    expect([told?.subject, told?.body_text]).toEqual([subject, body])
    expect((await list('search=friends', asMarcus)).total).toBe(body ? 1 : 0)
    expect((await list('search=Quarterly', asMarcus)).total).toBe(subject ? 1 : 0)
    expect((await list('state=captured')).data[0]?.body_text).toBe('Dear friends of Harbor')
  },
)

test('a new one is in the next answer, and it changes no last contact', async () => {
  const { list, receive, asInes, maya } = await openStored()
  const lastContact = async () => (await asInes('GET', `/api/contacts/${maya.id}`)).json().last_contact_at
  const before = [(await list()).total, await lastContact()]

  receive({
    subject: 'Away',
    text: 'I am out of office.',
    nature: 'auto',
    at: '2026-11-12T09:00:00.000Z',
    to: [marcusAddress, inesAddress],
  })

  expect([(await list()).total, await lastContact()]).toEqual([Number(before[0]) + 1, before[1]])
})

test('one that is found only after newer ones counts as well', async () => {
  const { list, receive } = await openStored()
  const before = (await list('state=captured')).total

  receive({ subject: 'Spring letter', text: 'Dear friends', nature: 'bulk', at: '2026-03-02T09:00:00.000Z' })

  const { total, told } = await list('state=captured')
  expect([total, told.length]).toEqual([before + 1, before + 1])
})

test('whose person is archived is not told', async () => {
  const { list, asInes, maya } = await openStored()

  await asInes('DELETE', `/api/contacts/${maya.id}`)

  expect((await list('state=captured')).told).toEqual(['captured Lunch'])
})
