import { expect, test } from 'vitest'
import { contactsOf } from '../../server/contacts/cards.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { opportunities } from '../../server/db/live.ts'
import { findInvestor } from '../../server/grid/investors.ts'
import { writeReply } from '../../shared/gateway.ts'
import { asInesInWeb, openGateway } from './support.ts'

const million = 1_000_000_00

test('an investor is flagged for a fund, at a stage, with an amount and a probability', async () => {
  const { asMarcus, harbor, fundII, db } = await openGateway()

  const { status, body } = await asMarcus('POST', '/opportunities', {
    investor_id: harbor.id,
    fund_id: fundII.id,
    stage: 'meeting',
    expected_amount: 8 * million,
    probability: 0.4,
  })

  expect(status).toBe(201)
  expect(writeReply.parse(body)).toMatchObject({ stage: 'meeting', expected_amount: 8 * million, probability: 0.4 })
  expect(db.select().from(opportunities).all()).toMatchObject([
    { id: body.id, investorId: harbor.id, fundId: fundII.id, stage: 'meeting', expectedAmount: 8 * million },
  ])
})

test('a second flag for the same fund is a conflict, and says what to do', async () => {
  const { asMarcus, harbor, fundII } = await openGateway()
  const flag = () => asMarcus('POST', '/opportunities', { investor_id: harbor.id, fund_id: fundII.id })
  await flag()

  const { status, body } = await flag()

  expect(status).toBe(409)
  expect(body).toMatchObject({ code: 'conflict', detail: expect.stringContaining('Move it there instead') })
})

test.for<[object, number, string]>([
  [{ stage: 'daydream' }, 422, 'stage'],
  [{ expected_amount: 1.5 }, 422, 'expected_amount'],
  [{ expected_amount: -1 }, 422, 'expected_amount'],
  [{ probability: 40 }, 422, 'probability'],
])('a flag with %o is refused by its field', async ([wrong, status, field]) => {
  const { asMarcus, harbor, fundII } = await openGateway()

  const reply = await asMarcus('POST', '/opportunities', { investor_id: harbor.id, fund_id: fundII.id, ...wrong })

  expect(reply.status).toBe(status)
  expect(reply.body.fields).toHaveProperty(field)
})

test('a flag for a fund that is not there is a 404', async () => {
  const { asMarcus, harbor } = await openGateway()

  expect((await asMarcus('POST', '/opportunities', { investor_id: harbor.id, fund_id: 'fund-ix' })).status).toBe(404)
})

test('an opportunity moves on without a reason, and back only with one', async () => {
  const { asMarcus, harbor, fundII, db } = await openGateway()
  const { body } = await asMarcus('POST', '/opportunities', { investor_id: harbor.id, fund_id: fundII.id })
  const move = (payload: object) => asMarcus('POST', `/opportunities/${body.id}/stage`, payload)

  expect((await move({ stage: 'due_diligence' })).status).toBe(200)
  const back = await move({ stage: 'meeting' })
  expect(back.status).toBe(422)
  expect(back.body.fields).toEqual({ reason: 'Say why this goes back to Meeting.' })
  expect((await move({ stage: 'meeting', reason: 'They lost their sponsor' })).status).toBe(200)

  expect(db.select().from(opportunities).all()).toMatchObject([
    { stage: 'meeting', stageReason: 'They lost their sponsor' },
  ])
})

test('a loss needs a reason', async () => {
  const { asMarcus, harbor, fundII } = await openGateway()
  const { body } = await asMarcus('POST', '/opportunities', { investor_id: harbor.id, fund_id: fundII.id })

  const { status, body: refusal } = await asMarcus('POST', `/opportunities/${body.id}/stage`, { stage: 'lost' })

  expect(status).toBe(422)
  expect(refusal.fields).toEqual({ reason: 'Say why this was lost.' })
})

test('moving an opportunity that is not there is a 404', async () => {
  const { asMarcus } = await openGateway()

  expect((await asMarcus('POST', '/opportunities/nothing/stage', { stage: 'lead' })).status).toBe(404)
})

test('an unknown sender becomes a contact, and the next message knows them', async () => {
  const { asMarcus, harbor } = await openGateway()

  const { status, body } = await asMarcus('POST', '/contacts', {
    investor_id: harbor.id,
    name: 'Li Wei',
    emails: ['Li.Wei@harborfo.example'],
  })

  expect(status).toBe(201)
  expect(writeReply.parse(body).batch_id).not.toBeNull()
  const dossier = await asMarcus('POST', '/dossier', { addresses: ['li.wei@harborfo.example'] })
  expect(dossier.body.investors[0].id).toBe(harbor.id)
})

test('somebody known elsewhere stays one person at both investors', async () => {
  const gateway = await openGateway()
  const { asMarcus, alder, maya, db } = gateway

  const { body } = await asMarcus('POST', '/contacts', {
    investor_id: alder.id,
    name: 'M. Chen',
    emails: ['maya.chen@harborfo.example', 'maya@private.example'],
  })

  expect(body.id).toBe(maya.id)
  const [person] = contactsOf(db, alder.id)
  expect(person?.name).toBe('Maya Chen')
  expect(person?.addresses.map((address) => address.address).sort()).toEqual([
    'maya.chen@harborfo.example',
    'maya@private.example',
  ])
  expect(person?.roles).toHaveLength(2)
})

test('adding a contact that is there already changes nothing', async () => {
  const { asMarcus, harbor, maya } = await openGateway()

  const { body } = await asMarcus('POST', '/contacts', {
    investor_id: harbor.id,
    name: 'Maya Chen',
    emails: ['maya.chen@harborfo.example'],
  })

  expect(body).toMatchObject({ id: maya.id, batch_id: null })
})

test('a stored address keeps its spelling when it is given in another', async () => {
  const { asMarcus, harbor, db } = await openGateway()

  await asMarcus('POST', '/contacts', {
    investor_id: harbor.id,
    name: 'Maya',
    emails: ['Maya.Chen+x@harborfo.example'],
  })

  expect(contactsOf(db, harbor.id)[0]?.addresses.map((a) => a.address)).toEqual(['maya.chen@harborfo.example'])
})

test('addresses of two different people are not made one person', async () => {
  const gateway = await openGateway()
  asInesInWeb(gateway, (tx) =>
    addContact(tx, { name: 'Tom Reyes', emails: ['tom@alder.example'], investor_ids: [gateway.alder.id] }),
  )

  const { status, body } = await gateway.asMarcus('POST', '/contacts', {
    investor_id: gateway.quill.id,
    name: 'Somebody',
    emails: ['tom@alder.example', 'maya.chen@harborfo.example'],
  })

  expect(status).toBe(422)
  expect(body.fields.emails).toContain('belong to different people')
})

test('what is no address is refused', async () => {
  const { asMarcus, harbor } = await openGateway()

  const { status, body } = await asMarcus('POST', '/contacts', {
    investor_id: harbor.id,
    name: 'Li',
    emails: ['li at home'],
  })

  expect(status).toBe(422)
  expect(body.fields).toHaveProperty('emails')
})

test('a new prospect comes with its first contact and says where it came from', async () => {
  const { asMarcus, db } = await openGateway()

  const { status, body } = await asMarcus('POST', '/investors', {
    name: 'Larch Foundation',
    contact: { name: 'Li Wei', emails: ['li@larch.example'] },
  })

  expect(status).toBe(201)
  expect(findInvestor(db, writeReply.parse(body).id)).toMatchObject({ name: 'Larch Foundation', source: 'Gmail' })
  expect(contactsOf(db, body.id).map((person) => person.name)).toEqual(['Li Wei'])
})

test('a second prospect of the same name is a conflict', async () => {
  const { asMarcus, harbor } = await openGateway()

  const { status, body } = await asMarcus('POST', '/investors', { name: ' harbor  FAMILY office ' })

  expect(status).toBe(409)
  expect(body).toMatchObject({ code: 'conflict', investor_id: harbor.id })
})

test('a prospect whose contact is wrong is not added either', async () => {
  const { asMarcus } = await openGateway()

  await asMarcus('POST', '/investors', { name: 'Larch Foundation', contact: { name: 'Li', emails: ['li at home'] } })

  expect((await asMarcus('GET', '/search?q=larch')).body.total).toBe(0)
})
