import { expect, test } from 'vitest'
import { eq } from '../../server/db/drizzle.ts'
import {
  batches,
  changes,
  communicationContacts,
  communicationCopies,
  communicationInvestors,
  communications,
} from '../../server/db/live.ts'
import { amend } from '../../server/db/write.ts'
import { communicationWriteReply } from '../../shared/gateway.ts'
import { asInesInWeb, type Gateway, openGateway } from './support.ts'

const hello = {
  from: 'Maya Chen <maya.chen@harborfo.example>',
  to: 'Ines Okafor <ines@northlight.example>, marcus@northlight.example',
  subject: 'Fund II documents',
  date: '2026-11-10T09:30:00Z',
  text: 'We have read the deck.',
  messageId: 'deck-1@harborfo.example',
}
const email = { type: 'email', summary: 'E-mail from Maya Chen', occurred_at: '2026-11-12T08:00:00Z' }
const allLogged = ({ db }: Gateway) => db.select().from(communications).all()

test('a call is logged by the person who made it, from the sidebar', async () => {
  const gateway = await openGateway()
  const { asMarcus, harbor, marcus, db } = gateway

  const { status, body } = await asMarcus('POST', '/communications', {
    investor_id: harbor.id,
    type: 'call',
    summary: 'She wants the side letter',
    occurred_at: '2026-11-12T09:00:00+01:00',
  })

  expect(status).toBe(201)
  expect(communicationWriteReply.parse(body)).toMatchObject({ already_logged: false, batch_id: expect.any(String) })
  expect(allLogged(gateway)).toMatchObject([
    { id: body.id, type: 'call', userId: marcus.id, occurredAt: '2026-11-12T08:00:00.000Z', messageId: null },
  ])
  const batch = db.select().from(batches).where(eq(batches.id, body.batch_id)).get()
  expect(batch).toMatchObject({ surface: 'sidebar', actorId: marcus.id, what: 'Logged a call' })
})

test('a double click logs once', async () => {
  const gateway = await openGateway()
  const log = () =>
    gateway.asMarcus(
      'POST',
      '/communications',
      { ...email, investor_id: gateway.harbor.id },
      { 'idempotency-key': 'one' },
    )

  const first = await log()
  const second = await log()

  expect(second.status).toBe(first.status)
  expect(second.body).toEqual(first.body)
  expect(allLogged(gateway)).toHaveLength(1)
})

test('two clicks at the same moment log once, even while Google is asked', async () => {
  const gateway = await openGateway({ delegation: true })
  const { copies } = await gateway.workspace.deliver(hello)
  const message_id = copies.find((copy) => copy.mailbox === gateway.ines.email)?.id
  const log = () =>
    gateway.asInes(
      'POST',
      '/communications',
      { ...email, investor_id: gateway.harbor.id, message_id },
      { 'idempotency-key': 'one' },
    )

  const [first, second] = await Promise.all([log(), log()])

  expect([first?.status, second?.status]).toEqual([201, 201])
  expect(second?.body).toEqual(first?.body)
  expect(allLogged(gateway)).toHaveLength(1)
})

test('one key for two different requests is refused', async () => {
  const gateway = await openGateway()
  const log = (summary: string) =>
    gateway.asMarcus(
      'POST',
      '/communications',
      { ...email, summary, investor_id: gateway.harbor.id },
      { 'idempotency-key': 'one' },
    )

  await log('First')

  expect((await log('Second')).status).toBe(422)
})

test('an e-mail is logged with what its own headers say', async () => {
  const gateway = await openGateway({ delegation: true })
  const { asInes, harbor, workspace, db } = gateway
  const { copies } = await workspace.deliver(hello)
  const copy = copies.find(({ mailbox }) => mailbox === gateway.ines.email)

  const { body } = await asInes('POST', '/communications', {
    ...email,
    investor_id: harbor.id,
    message_id: copy?.id,
    thread_id: copy?.threadId,
  })

  expect(allLogged(gateway)).toMatchObject([
    {
      id: body.id,
      subject: 'Fund II documents',
      fromAddress: 'maya.chen@harborfo.example',
      toAddresses: ['ines@northlight.example', 'marcus@northlight.example'],
      direction: 'in',
      messageId: 'deck-1@harborfo.example',
      threadId: copy?.threadId,
      occurredAt: '2026-11-10T09:30:00.000Z',
      body: null,
    },
  ])
  expect(db.select().from(communicationCopies).all()).toMatchObject([
    { mailbox: 'ines@northlight.example', gmailId: copy?.id, gmailThreadId: copy?.threadId },
  ])
  expect(db.select().from(communicationContacts).all()).toMatchObject([{ contactId: gateway.maya.id }])
})

test('an e-mail a colleague sent goes out', async () => {
  const gateway = await openGateway({ delegation: true })
  const { copies } = await gateway.workspace.deliver({
    ...hello,
    from: gateway.ines.email,
    to: 'maya.chen@harborfo.example',
  })

  await gateway.asInes('POST', '/communications', {
    ...email,
    investor_id: gateway.harbor.id,
    message_id: copies[0]?.id,
  })

  expect(allLogged(gateway)).toMatchObject([{ direction: 'out', fromAddress: 'ines@northlight.example' }])
})

test('the same message logged from two mailboxes is one communication', async () => {
  const gateway = await openGateway({ delegation: true })
  const { copies } = await gateway.workspace.deliver(hello)
  const idIn = (mailbox: string) => copies.find((copy) => copy.mailbox === mailbox)?.id
  const { harbor, ines, marcus } = gateway

  const first = await gateway.asInes('POST', '/communications', {
    ...email,
    investor_id: harbor.id,
    message_id: idIn(ines.email),
  })
  const second = await gateway.asMarcus('POST', '/communications', {
    ...email,
    investor_id: harbor.id,
    message_id: idIn(marcus.email),
  })

  expect(second.body).toMatchObject({ id: first.body.id, already_logged: true })
  expect(allLogged(gateway)).toHaveLength(1)
  expect(gateway.db.select().from(communicationInvestors).all()).toHaveLength(1)
  expect(gateway.db.select().from(communicationCopies).all()).toHaveLength(2)
})

test('a colleague sees a message as logged though only Gmail’s id is given', async () => {
  const gateway = await openGateway({ delegation: true })
  const { copies } = await gateway.workspace.deliver(hello)
  const idIn = (mailbox: string) => copies.find((copy) => copy.mailbox === mailbox)?.id
  await gateway.asInes('POST', '/communications', {
    ...email,
    investor_id: gateway.harbor.id,
    message_id: idIn(gateway.ines.email),
  })

  const { body } = await gateway.asMarcus('POST', '/dossier', { addresses: [], message_id: idIn(gateway.marcus.email) })

  expect(body.logged).toMatchObject([{ by: 'Ines', investor_id: gateway.harbor.id }])
})

test('without delegation one Message-ID is still one communication', async () => {
  const gateway = await openGateway()
  const { asInes, asMarcus, harbor } = gateway
  const one = { ...email, investor_id: harbor.id }

  const first = await asInes('POST', '/communications', {
    ...one,
    message_id: 'a1',
    rfc_message_id: '<deck-1@harborfo.example>',
  })
  const second = await asMarcus('POST', '/communications', {
    ...one,
    message_id: 'b7',
    rfc_message_id: 'deck-1@harborfo.example',
  })
  const third = await asMarcus('POST', '/communications', { ...one, message_id: '<deck-1@harborfo.example>' })

  expect([second.body, third.body]).toMatchObject([
    { id: first.body.id, already_logged: true },
    { id: first.body.id, already_logged: true },
  ])
  expect(allLogged(gateway)).toHaveLength(1)
})

test('without a Message-ID the copy in one mailbox is still one communication', async () => {
  const gateway = await openGateway()
  const one = { ...email, investor_id: gateway.harbor.id, message_id: 'a1' }

  const first = await gateway.asInes('POST', '/communications', one)
  const second = await gateway.asInes('POST', '/communications', one)

  expect(second.body).toMatchObject({ id: first.body.id, already_logged: true, batch_id: null })
  expect(allLogged(gateway)).toHaveLength(1)
})

test('a Message-ID that is learned later finds the message in the next mailbox', async () => {
  const gateway = await openGateway()
  const { asInes, asMarcus, harbor } = gateway
  const one = { ...email, investor_id: harbor.id }
  const rfc_message_id = '<deck-1@harborfo.example>'
  const first = await asInes('POST', '/communications', { ...one, message_id: 'a1' })
  await asInes('POST', '/communications', { ...one, message_id: 'a1', rfc_message_id })

  const { body } = await asMarcus('POST', '/communications', { ...one, message_id: 'b7', rfc_message_id })

  expect(body).toMatchObject({ id: first.body.id, already_logged: true })
})

test('a private message logged again does not give away what the first person wrote', async () => {
  const gateway = await openGateway()
  const one = { ...email, investor_id: gateway.harbor.id, rfc_message_id: '<deck-1@harborfo.example>' }
  const { body: first } = await gateway.asMarcus('POST', '/communications', { ...one, summary: 'He is ill' })
  asInesInWeb(gateway, (tx) => amend(tx, 'communications', first.id, { privacy: 'metadata' }))

  const { body } = await gateway.asInes('POST', '/communications', one)

  expect(body).toMatchObject({ id: first.id, summary: 'E-mail kept private' })
})

test('a message to two investors is one communication of both', async () => {
  const gateway = await openGateway()
  const { asInes, harbor, alder } = gateway
  const rfc_message_id = '<deck-1@harborfo.example>'

  const first = await asInes('POST', '/communications', { ...email, investor_id: harbor.id, rfc_message_id })
  const second = await asInes('POST', '/communications', { ...email, investor_id: alder.id, rfc_message_id })

  expect(second.body).toMatchObject({ id: first.body.id, already_logged: false })
  expect(allLogged(gateway)).toHaveLength(1)
  const links = gateway.db.select().from(communicationInvestors).all()
  expect(links.map((link) => link.investorId)).toEqual([harbor.id, alder.id])
})

test('a note about a message is a communication of its own', async () => {
  const gateway = await openGateway()
  const one = { ...email, investor_id: gateway.harbor.id, rfc_message_id: '<deck-1@harborfo.example>' }
  await gateway.asInes('POST', '/communications', one)

  const { body } = await gateway.asInes('POST', '/communications', { ...one, type: 'note', summary: 'They sound keen' })

  expect(body.already_logged).toBe(false)
  expect(allLogged(gateway)).toHaveLength(2)
})

test.for([
  ['the message is gone', 404, 'notFound'],
  ['the scope is missing', 403, 'insufficientPermissions'],
] as const)('when %s the e-mail is logged with what the add-on said', async ([, status, reason]) => {
  const gateway = await openGateway({ delegation: true })
  const { copies } = await gateway.workspace.deliver(hello)
  gateway.workspace.faults.failNext({ path: '/gmail', status, reason, times: 5 })

  const reply = await gateway.asInes('POST', '/communications', {
    ...email,
    investor_id: gateway.harbor.id,
    message_id: copies[0]?.id,
    rfc_message_id: '<deck-1@harborfo.example>',
  })

  expect(reply.status).toBe(201)
  expect(allLogged(gateway)).toMatchObject([
    { messageId: 'deck-1@harborfo.example', occurredAt: '2026-11-12T08:00:00.000Z', subject: null, fromAddress: null },
  ])
})

test('the add-on may not send a body or a subject', async () => {
  const gateway = await openGateway()

  const { status, body } = await gateway.asInes('POST', '/communications', {
    ...email,
    investor_id: gateway.harbor.id,
    body: 'Dear Ines',
    subject: 'Confidential',
  })

  expect(status).toBe(422)
  expect(body.fields).toMatchObject({ body: expect.any(String), subject: expect.any(String) })
  expect(allLogged(gateway)).toEqual([])
})

test.for<[object, string]>([
  [{ type: 'fax' }, 'type'],
  [{ summary: '   ' }, 'summary'],
  [{ summary: 'x'.repeat(2001) }, 'summary'],
  [{ occurred_at: 'yesterday' }, 'occurred_at'],
  [{ occurred_at: '2026-11-12' }, 'occurred_at'],
])('%o is refused, and nothing is written', async ([wrong, field]) => {
  const gateway = await openGateway()
  const before = gateway.db.select().from(changes).all().length

  const { status, body } = await gateway.asInes('POST', '/communications', {
    ...email,
    investor_id: gateway.harbor.id,
    ...wrong,
  })

  expect(status).toBe(422)
  expect(body.fields).toHaveProperty(field)
  expect(gateway.db.select().from(changes).all()).toHaveLength(before)
})

test('an investor that is not there is a 404', async () => {
  const { asInes } = await openGateway()

  expect((await asInes('POST', '/communications', { ...email, investor_id: 'nobody' })).status).toBe(404)
})

test('HTML and formulas are kept as they were written', async () => {
  const gateway = await openGateway()
  const summary = '<img src=x onerror=alert(1)> =HYPERLINK("http://evil.example") 🐋'

  await gateway.asInes('POST', '/communications', { ...email, summary, investor_id: gateway.harbor.id })

  expect(allLogged(gateway)).toMatchObject([{ summary }])
})
