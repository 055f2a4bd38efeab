import { expect, test } from 'vitest'
import { logCommunication, type Mail } from '../../server/communications/log.ts'
import { isOpenTo } from '../../server/communications/privacy.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { toldCommunications } from '../../server/db/live.ts'
import { act } from '../../server/db/write.ts'
import { setPolicies } from '../../server/proposals/policies.ts'
import { listProposals } from '../../server/proposals/proposals.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'
import { capture, type Letter, store } from './captured.ts'

const told = ({ db }: World) => db.select().from(toldCommunications).all()
const statuses = ({ db }: World) => listProposals(db).map(({ proposal }) => proposal.status)

const as = <T>(world: World, user: World['ines'], work: Parameters<typeof act<T>>[3]) =>
  act(world.db, actorFor(user, 'sidebar'), 'By hand', work, { now: world.clock.now() })

const deck: Letter = { messageId: 'deck@harborfo.example', gmailId: 'gmail-1' }
const mail: Mail = { messageId: 'deck@harborfo.example', from: 'maya.chen@harborfo.example' }

function logByHand(world: World, given: Mail = mail, { user = world.marcus, summary = 'She liked the deck' } = {}) {
  const form = {
    investor_id: world.harbor.id,
    type: 'email' as const,
    summary,
    occurred_at: '2026-11-10T09:30:00.000Z',
  }
  return as(world, user, (tx) => logCommunication(tx, form, given))
}

const ask = (world: World) => as(world, world.ines, (tx) => setPolicies(tx, { auto: { exact_address: false } }))

test('a message logged by hand before it is captured gets its words, and nothing is proposed', () => {
  const world = openWorld()
  logByHand(world)

  const id = capture(world, deck)

  expect(told(world)).toMatchObject([{ mailId: id, summary: 'She liked the deck', body: 'Thank you for the deck.' }])
  expect(statuses(world)).toEqual([])
})

test('one logged from a mailbox, without its Message-ID, is found by that mailbox’s copy', () => {
  const world = openWorld()
  logByHand(world, { copy: { mailbox: world.ines.email, gmailId: 'gmail-1' } })

  const id = capture(world, deck)

  expect(told(world)).toMatchObject([{ mailId: id }])
})

test('another message with the same Message-ID is not the one that was logged', () => {
  const world = openWorld()
  logByHand(world, { ...mail, from: 'somebody@else.example' })

  capture(world, deck)

  expect(told(world)).toHaveLength(2)
})

test('somebody at another investor on it is still proposed', () => {
  const world = openWorld()
  ask(world)
  const tom = { name: 'Tom Reyes', emails: ['tom@alder.example'], investor_ids: [world.alder.id] }
  as(world, world.ines, (tx) => addContact(tx, tom))
  logByHand(world)

  capture(world, { ...deck, cc: ['tom@alder.example'] })

  expect(listProposals(world.db)).toMatchObject([{ proposal: { kind: 'log_email' }, investor: { id: world.alder.id } }])
})

test('logging a captured message by hand settles what waited, and undoing lets it wait again', async () => {
  const world = openWorld()
  ask(world)
  const id = capture(world, deck)

  const { result, batchId } = logByHand(world)

  expect(result.alreadyLogged).toBe(false)
  expect(told(world)).toMatchObject([{ mailId: id, summary: 'She liked the deck', subject: 'Data room' }])
  expect(listProposals(world.db)).toMatchObject([
    { proposal: { status: 'approved', decidedBy: world.marcus.id, batch: batchId } },
  ])
})

test('what the policy logged already is not logged twice, but gets what somebody wrote about it', () => {
  const world = openWorld()
  capture(world, deck)

  const { result } = logByHand(world)

  expect(result.alreadyLogged).toBe(true)
  expect(told(world)).toMatchObject([{ summary: 'She liked the deck' }])
})

test('what the message says itself is not copied into the record', () => {
  const world = openWorld()
  ask(world)
  capture(world, deck)

  logByHand(world, mail, { summary: 'Data room', user: world.ines })

  expect(world.db.$client.prepare('SELECT summary, subject, from_address FROM live_communications').all()).toEqual([
    { summary: '', subject: null, from_address: null },
  ])
})

test('naming a private message by its id opens it to nobody', () => {
  const world = openWorld()
  ask(world)
  capture(world, { ...deck, level: 'metadata' })

  logByHand(world)

  expect(told(world)).toMatchObject([{ userId: world.ines.id, privacy: 'metadata' }])
})

test('of two messages that claim one Message-ID, none is taken for the other', () => {
  const world = openWorld()
  ask(world)
  store(world, deck)
  store(world, { ...deck, gmailId: 'gmail-2', text: 'Pay this invoice.' })

  logByHand(world)

  expect(told(world)).toMatchObject([{ mailId: null }])
})

test('to have named a Message-ID before it was captured opens no private mail', () => {
  const world = openWorld()
  logByHand(world, { messageId: 'deck@harborfo.example' }, { user: world.marcus, summary: 'E-mail' })

  capture(world, { ...deck, level: 'metadata' })

  const [said] = told(world)
  expect(said).toMatchObject({ privacy: 'metadata', userId: world.ines.id })
  expect(said && isOpenTo(world.marcus.id, said)).toBe(false)
})
