import { expect, test } from 'vitest'
import { changeUser, findUser } from '../../server/accounts/users.ts'
import { logCommunication } from '../../server/communications/log.ts'
import { contactsOf } from '../../server/contacts/cards.ts'
import { addContact, linkContact } from '../../server/contacts/contacts.ts'
import { setTags, tagsOf } from '../../server/contacts/tags.ts'
import { act, amend, type Tx } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { addFund, allFunds, editFund } from '../../server/funds/funds.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { addCustomField } from '../../server/grid/custom-fields.ts'
import { addInvestor, findInvestor } from '../../server/grid/investors.ts'
import { findRow } from '../../server/grid/rows.ts'
import { addView } from '../../server/grid/views/saved-views.ts'
import { undo } from '../../server/undo/undo.ts'
import { plainView } from '../../shared/views.ts'
import { actorFor, openApp, openWorld } from '../support/world.ts'

const call = { type: 'call' as const, summary: 'On the terms', occurred_at: '2026-02-01T10:00:00.000Z' }

/** Undoing one's own act while others have built on it. */
function openTeam() {
  const world = openWorld()
  const does = (user: typeof world.ines) => {
    return <T>(work: (tx: Tx) => T) => act(world.db, actorFor(user), 'Did something', work)
  }
  return { ...world, inesDoes: does(world.ines), marcusDoes: does(world.marcus), asMarcus: actorFor(world.marcus) }
}

test('a tag that somebody else has used since stays with them', () => {
  const { db, inesDoes, marcusDoes, asMarcus, harbor, alder } = openTeam()
  const { batchId } = marcusDoes((tx) => setTags(tx, harbor.id, ['Climate']))
  inesDoes((tx) => setTags(tx, alder.id, ['climate']))

  const { skipped } = undo(db, asMarcus, batchId)

  expect(skipped).toEqual([{ row_id: tagsOf(db, alder.id)[0]?.id, field: null }])
  expect(tagsOf(db, alder.id)).toMatchObject([{ name: 'Climate' }])
  expect(tagsOf(db, harbor.id)).toEqual([])
})

test('a fund somebody has committed to since stays', () => {
  const { db, inesDoes, marcusDoes, asMarcus, alder } = openTeam()
  const { batchId, result: fund } = marcusDoes((tx) => addFund(tx, { name: 'Fund III' }))
  inesDoes((tx) =>
    enterCommitment(tx, { investor_id: alder.id, fund_id: fund.id, measure: 'signed', amount: 5_000_000_00 }),
  )

  undo(db, asMarcus, batchId)

  expect(allFunds(db).map((one) => one.name)).toContain('Fund III')
})

test('a person somebody has put at another investor since stays', () => {
  const { db, inesDoes, marcusDoes, asMarcus, harbor, alder } = openTeam()
  const { batchId, result: lena } = marcusDoes((tx) =>
    addContact(tx, { name: 'Lena Roth', emails: ['lena@alder.example'], investor_ids: [harbor.id] }),
  )
  inesDoes((tx) => linkContact(tx, lena.id, alder.id, 'CFO'))

  undo(db, asMarcus, batchId)

  expect(contactsOf(db, alder.id)).toMatchObject([{ name: 'Lena Roth' }])
})

test('a column somebody has filled in since stays', () => {
  const { db, inesDoes, marcusDoes, asMarcus, harbor } = openTeam()
  const { batchId, result: field } = marcusDoes((tx) => addCustomField(tx, { label: 'Ticket', type: 'text' }))
  inesDoes((tx) => writeCells(tx, harbor.id, { ticket: 'large' }))

  const { skipped } = undo(db, asMarcus, batchId)

  expect(skipped).toEqual([{ row_id: field.id, field: null }])
})

test('an investor that stays keeps the people that came with it', () => {
  const { db, inesDoes, marcusDoes, asMarcus } = openTeam()
  const { batchId, result: otter } = marcusDoes((tx) => {
    const investor = addInvestor(tx, { name: 'Otter Vale', tags: ['Climate'] })
    addContact(tx, { name: 'Lena Roth', emails: ['lena@otter.example'], investor_ids: [investor.id] })
    return investor
  })
  inesDoes((tx) => writeCells(tx, otter.id, { city: 'Oslo' }))

  undo(db, asMarcus, batchId)

  expect(findInvestor(db, otter.id).city).toBe('Oslo')
  expect(contactsOf(db, otter.id)).toMatchObject([{ name: 'Lena Roth' }])
  expect(tagsOf(db, otter.id)).toMatchObject([{ name: 'Climate' }])
})

test('an admin does not open what a colleague keeps private by undoing, nor puts it away', () => {
  const { db, ines, marcusDoes, harbor } = openTeam()
  const logged = marcusDoes((tx) => logCommunication(tx, { ...call, investor_id: harbor.id }))
  const hidden = marcusDoes((tx) =>
    amend(tx, 'communications', logged.result.communication.id, { privacy: 'metadata' }),
  )

  const opened = undo(db, actorFor(ines), hidden.batchId)
  const putAway = undo(db, actorFor(ines), logged.batchId)

  expect(opened.skipped).toEqual([{ row_id: logged.result.communication.id, field: 'privacy' }])
  expect(putAway.taken_back).toEqual([])
  expect(findRow(db, harbor.id)?.values['last_contact_at']).toBe(call.occurred_at)
})

test('an admin does not put a colleague’s personal view away by undoing', () => {
  const { db, ines, marcusDoes } = openTeam()
  const { batchId, result } = marcusDoes((tx) => addView(tx, { name: 'Mine', definition: plainView, shared: false }))

  expect(undo(db, actorFor(ines), batchId).skipped).toEqual([{ row_id: result.id, field: null }])
})

test('a name that was taken meanwhile is not taken back', () => {
  const { db, inesDoes, marcusDoes, asMarcus, fundI } = openTeam()
  const { batchId } = marcusDoes((tx) => editFund(tx, fundI.id, { name: 'Fund One' }))
  inesDoes((tx) => addFund(tx, { name: 'Fund I' }))

  const { skipped } = undo(db, asMarcus, batchId)

  expect(skipped).toContainEqual({ row_id: fundI.id, field: 'name' })
})

test('an act that was brought back is the last act again', () => {
  const { db, marcusDoes, asMarcus, harbor } = openTeam()
  marcusDoes((tx) => writeCells(tx, harbor.id, { country: 'Portugal' }))
  marcusDoes((tx) => writeCells(tx, harbor.id, { city: 'Lisbon' }))
  undo(db, asMarcus, undo(db, asMarcus).batch_id)

  undo(db, asMarcus)

  expect(findInvestor(db, harbor.id)).toMatchObject({ city: 'Boston', country: 'Portugal' })
})

test('whoever is no admin any more cannot undo what they did as one', () => {
  const { db, inesDoes, ines, marcus, vera } = openTeam()
  const { batchId } = inesDoes((tx) => changeUser(tx, marcus.id, { role: 'admin' }))
  inesDoes((tx) => changeUser(tx, vera.id, { role: 'admin' }))
  inesDoes((tx) => changeUser(tx, ines.id, { role: 'member' }))

  expect(() => undo(db, actorFor(findUser(db, ines.id)), batchId)).toThrow('Only an admin can undo this.')
  expect(findUser(db, marcus.id).role).toBe('admin')
})

test('a revoked token stays revoked', async () => {
  const { app, asMarcus } = await openApp()
  const leaked = (await asMarcus('POST', '/api/tokens', { name: 'reports' })).json()
  const { batch_id } = (await asMarcus('DELETE', `/api/tokens/${leaked.id}`)).json()

  const reply = await asMarcus('POST', '/api/fundraising/undo', { batch_id })

  expect(reply.statusCode).toBe(409)
  const used = await app.inject({ url: '/api/me', headers: { authorization: `Bearer ${leaked.token}` } })
  expect(used.statusCode).toBe(401)
})

test('undoing one’s last act passes over tokens', async () => {
  const { asMarcus, harbor } = await openApp()
  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Lisbon' } })
  await asMarcus('POST', '/api/tokens', { name: 'reports' })

  await asMarcus('POST', '/api/fundraising/undo', {})

  const { values } = (await asMarcus('GET', `/api/fundraising/rows/${harbor.id}`)).json()
  expect(values.city).toBe('Boston')
  expect((await asMarcus('GET', '/api/tokens')).json().data.map((token: { name: string }) => token.name)).toContain(
    'reports',
  )
})
