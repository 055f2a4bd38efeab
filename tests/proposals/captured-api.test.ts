import { expect, test } from 'vitest'
import { contactsOf } from '../../server/contacts/cards.ts'
import { noteSighting } from '../../server/mail/sightings.ts'
import { openApp } from '../support/world.ts'
import { capture, captured, captureMeeting, type Letter } from './captured.ts'

type Proposal = {
  id: string
  kind: string
  title: string
  evidence: { text: string; message?: { subject: string | null; mailboxes: string[] } }[]
  changes: { label: string; proposed: unknown }[]
}

async function openAsking() {
  const world = await openApp()
  await world.asInes('PUT', '/api/admin/policies', { auto: { exact_address: false } })
  const waiting = async (as = world.asInes, query = ''): Promise<Proposal[]> =>
    (await as('GET', `/api/proposals?status=pending${query}`)).json().data
  const approve = (proposal: Proposal | undefined, body: object = {}) =>
    world.asMarcus('POST', `/api/proposals/${proposal?.id}/approve`, body)
  const proposed = async (letter: Letter, kind: string) => {
    capture(world, letter)
    return (await waiting(world.asInes, `&kind=${kind}`))[0]
  }
  const people = () =>
    contactsOf(world.db, world.harbor.id).map(({ name, addresses }) => [name, ...addresses.map((a) => a.address)])
  return { ...world, waiting, approve, proposed, people }
}

test('a captured e-mail is proposed with its message, the rule in words and how sure it is', async () => {
  const world = await openAsking()
  const mailId = capture(world)

  const [proposal] = await world.waiting()

  expect(proposal).toMatchObject({
    kind: 'log_email',
    title: 'Log e-mail from Maya Chen',
    investor: { name: 'Harbor Family Office' },
    confidence: 0.99,
    evidence: [
      {
        text: 'From an address of Maya Chen.',
        rule: 'exact_address',
        header: 'from',
        message: { id: mailId, from: 'maya.chen@harborfo.example', subject: 'Data room' },
      },
    ],
    changes: expect.arrayContaining([expect.objectContaining({ label: 'Last contact', current: null })]),
  })
})

test.each([
  ['metadata', null],
  ['subject', 'Data room'],
  ['full', 'Data room'],
] as const)('at the level %s others read the subject as %s, whoever took part all of it', async (level, subject) => {
  const world = await openAsking()
  capture(world, { level, owner: world.marcus, to: ['marcus@northlight.example'] })

  const subjectFor = async (as: typeof world.asInes) => (await world.waiting(as))[0]?.evidence[0]?.message?.subject

  expect(await subjectFor(world.asInes)).toBe(subject)
  expect(await subjectFor(world.asMarcus)).toBe('Data room')
})

test('approving puts it on the timeline as the colleague’s who was in touch', async () => {
  const world = await openAsking()
  const proposal = await world.proposed({}, 'log_email')

  await world.approve(proposal)

  const { data } = (await world.asInes('GET', `/api/communications?investor_id=${world.harbor.id}`)).json()
  expect(data).toMatchObject([{ type: 'email', user_id: world.ines.id, subject: 'Data room', direction: 'in' }])
})

test('a private e-mail of a colleague can be logged and taken back by somebody who may not read it', async () => {
  const world = await openAsking()
  const proposal = await world.proposed({ level: 'metadata' }, 'log_email')
  const { batch_id } = (await world.approve(proposal)).json()

  await world.asMarcus('POST', '/api/fundraising/undo', { batch_id })

  expect((await world.asInes('GET', '/api/communications')).json().total).toBe(0)
  expect((await world.waiting())[0]?.id).toBe(proposal?.id)
})

test('what is written about a private e-mail as it is approved stands nowhere else', async () => {
  const world = await openAsking()
  const proposal = await world.proposed({ level: 'metadata', owner: world.marcus }, 'log_email')
  const { payload } = (await world.asMarcus('GET', `/api/proposals/${proposal?.id}`)).json()

  await world.approve(proposal, { payload: { ...payload, summary: 'They will withdraw' } })

  const seen = [`/api/proposals/${proposal?.id}`, '/api/proposals', '/api/communications']
  for (const url of seen) expect((await world.asInes('GET', url)).body, url).not.toContain('They will withdraw')
  expect((await world.asMarcus('GET', '/api/communications')).body).toContain('They will withdraw')
})

test('an address is added to the contact, and those it has stay', async () => {
  const world = await openAsking()
  const proposal = await world.proposed({ cc: ['Maya Chen <maya@gmail.com>'] }, 'add_address')
  expect(proposal?.evidence[0]?.text).toBe('Maya Chen has the name of Maya Chen, who is on the same message.')

  await world.approve(proposal)

  expect(world.people()).toEqual([['Maya Chen', 'maya.chen@harborfo.example', 'maya@gmail.com']])
})

test('a colleague becomes a contact at the investor', async () => {
  const world = await openAsking()
  const proposal = await world.proposed({ cc: ['"Roth, Nadia" <nadia@harborfo.example>'] }, 'new_contact')
  expect(proposal?.title).toBe('New contact: Nadia Roth')

  await world.approve(proposal)

  expect(world.people()).toContainEqual(['Nadia Roth', 'nadia@harborfo.example'])
})

test('a name is put right before it is approved', async () => {
  const world = await openAsking()
  const proposal = await world.proposed({ cc: ['nroth@harborfo.example'] }, 'new_contact')

  const { payload } = (await world.asInes('GET', `/api/proposals/${proposal?.id}`)).json()
  await world.approve(proposal, { payload: { ...payload, name: 'Nadia Roth', title: 'Analyst' } })

  expect(world.people()).toContainEqual(['Nadia Roth', 'nroth@harborfo.example'])
})

test('a prospect brings its first contact, and undoing takes both back', async () => {
  const world = await openAsking()
  const proposal = await world.proposed({ cc: ['Lena Ott <lena@ott-partners.example>'] }, 'new_prospect')
  expect(proposal?.title).toBe('New prospect: Ott Partners')
  const names = async () =>
    (await world.asInes('GET', '/api/fundraising/rows'))
      .json()
      .data.map((row: { values: { name: string } }) => row.values.name)

  const { batch_id } = (await world.approve(proposal)).json()
  expect(await names()).toContain('Ott Partners')

  await world.asMarcus('POST', '/api/fundraising/undo', { batch_id })
  expect(await names()).not.toContain('Ott Partners')
})

test('somebody who was added by hand meanwhile is not added twice', async () => {
  const world = await openAsking()
  const proposal = await world.proposed({ cc: ['Nadia Roth <nadia@harborfo.example>'] }, 'new_contact')
  const nadia = { name: 'Nadia R.', emails: ['nadia@harborfo.example'], investor_ids: [world.harbor.id] }
  await world.asInes('POST', '/api/contacts', nadia)

  const reply = await world.approve(proposal)

  expect([404, 409]).toContain(reply.statusCode)
  expect(world.people().filter(([name]) => name?.startsWith('Nadia'))).toEqual([['Nadia R.', 'nadia@harborfo.example']])
})

test('several are decided in one act, with the reason where one is not', async () => {
  const world = await openAsking()
  capture(world, { cc: ['Nadia Roth <nadia@harborfo.example>'] })
  const ids = (await world.waiting()).map(({ id }) => id)
  const nadia = { name: 'Nadia R.', emails: ['nadia@harborfo.example'], investor_ids: [world.harbor.id] }
  await world.asInes('POST', '/api/contacts', nadia)

  const done = (
    await world.asMarcus('POST', '/api/proposals/bulk', { ids: [...ids, 'nobody'], action: 'approve' })
  ).json()

  expect(done).toMatchObject({ decided: 1, batch_id: expect.any(String) })
  expect(done.results.map((one: { problem: string | null }) => one.problem)).toEqual([
    null,
    expect.stringMatching(/belongs to Nadia R\.|does not exist/),
    expect.stringContaining('does not exist'),
  ])
  await world.asMarcus('POST', '/api/fundraising/undo', { batch_id: done.batch_id })
  expect((await world.waiting()).map(({ kind }) => kind)).toContain('log_email')
})

test('they are filtered by kind and come in pages', async () => {
  const world = await openAsking()
  for (const name of ['Nadia Roth', 'Omar Haddad', 'Petra Lang'])
    capture(world, { cc: [`${name} <${name.split(' ')[0]?.toLowerCase()}@harborfo.example>`] })

  const page = (await world.asInes('GET', '/api/proposals?kind=new_contact&limit=2&offset=2')).json()

  expect(page).toMatchObject({ total: 3, limit: 2, offset: 2 })
  expect(page.data).toHaveLength(1)
})

test('a meeting with a contact is proposed and logged', async () => {
  const world = await openAsking()
  captureMeeting(world)

  const [proposal] = await world.waiting(world.asInes, '&kind=log_meeting')
  expect(proposal).toMatchObject({ title: 'Log meeting with Maya Chen', evidence: [{ text: 'Maya Chen is invited.' }] })

  await world.approve(proposal)
  const { data } = (await world.asInes('GET', '/api/communications')).json()
  expect(data).toMatchObject([{ type: 'meeting', user_id: world.ines.id }])
})

test('viewers decide nothing, one by one or together', async () => {
  const world = await openAsking()
  const proposal = await world.proposed({}, 'log_email')

  expect(
    (await world.asVera('POST', '/api/proposals/bulk', { ids: [proposal?.id], action: 'approve' })).statusCode,
  ).toBe(403)
  expect((await world.asVera('POST', `/api/proposals/${proposal?.id}/undo`)).statusCode).toBe(403)
})

test('an approval that was edited stays about its own message', async () => {
  const world = await openAsking()
  const mailId = capture(world)
  const other = capture(world, { subject: 'Another', messageId: 'another@harborfo.example', gmailId: 'gmail-2' })
  const [proposal] = await world.waiting()
  const { payload } = (await world.asMarcus('GET', `/api/proposals/${proposal?.id}`)).json()

  const approved = await world.approve(proposal, { payload: { ...payload, mail_id: other } })

  expect(approved.json()).toMatchObject({ status: 'approved', payload: { mail_id: mailId } })
})

test('so many that it takes several steps are still one act, undone together', async () => {
  const world = await openAsking()
  for (let n = 0; n < 60; n += 1) capture(world, { messageId: `letter-${n}@harborfo.example`, gmailId: `gmail-${n}` })
  const ids = (await world.waiting(world.asInes, '&limit=100')).map(({ id }) => id)

  const done = await world.asMarcus('POST', '/api/proposals/bulk', { ids, action: 'approve' })
  const left = await world.waiting()
  await world.asMarcus('POST', '/api/fundraising/undo', { batch_id: done.json().batch_id })

  expect([ids.length, done.json().decided, left.length]).toEqual([60, 60, 0])
  expect(await world.waiting(world.asInes, '&limit=100')).toHaveLength(60)
})

test('the evidence for somebody seen at a known domain names the message, its mailbox and the rule', async () => {
  const world = await openAsking()
  const at = '2026-11-12T09:30:00.000Z'
  const where = { mailbox: 'ines@northlight.example', userId: world.ines.id, domain: 'northlight.example' }
  captured(world, (tx) =>
    noteSighting(
      tx,
      { ...where, gmailId: 'g1', gmailThreadId: 't1', labels: ['INBOX'], at },
      { name: 'Nadia Roth', address: 'nadia@harborfo.example' },
      { header: 'from' },
    ),
  )

  const [proposal] = await world.waiting(world.asInes, '&kind=new_contact')

  expect(proposal?.evidence).toMatchObject([
    {
      rule: 'known_domain',
      rule_text: expect.stringContaining('a domain that a contact writes from'),
      header: 'from',
      message: {
        ...{ id: null, at, from: 'nadia@harborfo.example', to: [], subject: null },
        mailboxes: ['ines@northlight.example'],
      },
    },
  ])
})

test('the mailbox of a message that is kept private is named only where the message names it', async () => {
  const world = await openAsking()
  capture(world, { level: 'metadata', owner: world.marcus, to: ['Ines Okafor <ines@northlight.example>'] })

  const mailboxes = async (as: typeof world.asInes) => (await world.waiting(as))[0]?.evidence[0]?.message?.mailboxes

  expect(await mailboxes(world.asInes)).toEqual([])
  expect(await mailboxes(world.asMarcus)).toEqual(['marcus@northlight.example'])
})

test('a meeting that is still ahead becomes the next meeting, not the last contact', async () => {
  const world = await openAsking()
  captureMeeting(world, { at: '2026-12-09T08:00:00.000Z' })

  const { changes } = (await world.waiting(world.asInes, '&kind=log_meeting'))[0] ?? {}

  expect(changes).toContainEqual(expect.objectContaining({ label: 'Timeline', proposed: 'Next meeting' }))
  expect(changes?.map(({ label }) => label)).not.toContain('Last contact')
})
