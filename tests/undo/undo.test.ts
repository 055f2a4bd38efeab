import { expect, test } from 'vitest'
import { changeUser, findUser } from '../../server/accounts/users.ts'
import { contactsOf } from '../../server/contacts/cards.ts'
import { editContact, findContact } from '../../server/contacts/contacts.ts'
import { setTags, tagsOf } from '../../server/contacts/tags.ts'
import { verifyChain } from '../../server/db/changes.ts'
import { act, archive, type Tx } from '../../server/db/write.ts'
import { commitmentTotal, setCommitment } from '../../server/funds/commitments.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { addInvestor, archiveInvestor, findInvestor, investorsNamed } from '../../server/grid/investors.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor, openWorld } from '../support/world.ts'

function openTeam() {
  const world = openWorld()
  const does = (user: typeof world.ines) => (work: (tx: Tx) => unknown) =>
    act(world.db, actorFor(user), 'Did something', work)
  return {
    ...world,
    inesDoes: does(world.ines),
    marcusDoes: does(world.marcus),
    asInes: actorFor(world.ines),
    asMarcus: actorFor(world.marcus),
  }
}

test('takes back an edit', () => {
  const { db, inesDoes, asInes, harbor } = openTeam()
  inesDoes((tx) => writeCells(tx, harbor.id, { city: 'Lisbon', name: 'Harbour' }))

  undo(db, asInes)

  expect(findInvestor(db, harbor.id)).toMatchObject({
    city: 'Boston',
    name: 'Harbor Family Office',
    nameKey: 'harbor family office',
  })
})

test('leaves alone what somebody changed since, and says so', () => {
  const { db, inesDoes, marcusDoes, asInes, harbor } = openTeam()
  const { batchId } = inesDoes((tx) => writeCells(tx, harbor.id, { city: 'Lisbon', country: 'Portugal' }))
  marcusDoes((tx) => writeCells(tx, harbor.id, { city: 'Porto' }))

  const { skipped } = undo(db, asInes, batchId)

  expect(skipped).toEqual([{ row_id: harbor.id, field: 'city' }])
  expect(findInvestor(db, harbor.id)).toMatchObject({ city: 'Porto', country: null })
})

test('keeps a created investor that somebody has worked on since', () => {
  const { db, inesDoes, marcusDoes, asInes, fundII } = openTeam()
  const { batchId } = inesDoes((tx) => addInvestor(tx, { name: 'Otter Vale' }))
  const [otter] = investorsNamed(db, 'Otter Vale')
  marcusDoes((tx) => setCommitment(tx, String(otter?.id), fundII.id, 'soft', 5_000_000_00))

  const { skipped } = undo(db, asInes, batchId)

  expect(skipped).toEqual([{ row_id: otter?.id, field: null }])
  expect(investorsNamed(db, 'Otter Vale')).toHaveLength(1)
})

test('takes a created investor back when what was done to it since was taken back too', () => {
  const { db, inesDoes, marcusDoes, asInes, asMarcus } = openTeam()
  const { batchId } = inesDoes((tx) => addInvestor(tx, { name: 'Otter Vale' }))
  const [otter] = investorsNamed(db, 'Otter Vale')
  marcusDoes((tx) => writeCells(tx, String(otter?.id), { city: 'Oslo' }))
  undo(db, asMarcus)

  const { skipped } = undo(db, asInes, batchId)

  expect({ skipped, left: investorsNamed(db, 'Otter Vale') }).toEqual({ skipped: [], left: [] })
})

test('money comes back to what it was, and the ledger keeps both entries', () => {
  const { db, inesDoes, asInes, harbor, fundII } = openTeam()
  inesDoes((tx) => setCommitment(tx, harbor.id, fundII.id, 'signed', 5_000_000_00))
  const { batchId } = inesDoes((tx) => setCommitment(tx, harbor.id, fundII.id, 'signed', 8_000_000_00))

  undo(db, asInes, batchId)

  expect(commitmentTotal(db, harbor.id, fundII.id, 'signed')).toBe(5_000_000_00)
})

test('undoing the undo brings the act back, and it can be undone again', () => {
  const { db, inesDoes, asInes, harbor } = openTeam()
  const { batchId } = inesDoes((tx) => writeCells(tx, harbor.id, { city: 'Lisbon' }))
  const undone = undo(db, asInes, batchId)

  const redone = undo(db, asInes, undone.batch_id)
  expect(findInvestor(db, harbor.id).city).toBe('Lisbon')
  expect(redone.what).toBe('Redid: Did something')

  undo(db, asInes, batchId)
  expect(findInvestor(db, harbor.id).city).toBe('Boston')
})

test('an archived investor comes back with its people', () => {
  const { db, inesDoes, asInes, harbor } = openTeam()
  inesDoes((tx) => archiveInvestor(tx, harbor.id))

  undo(db, asInes)

  expect(contactsOf(db, harbor.id).map((contact) => contact.name)).toEqual(['Maya Chen'])
})

test('a tag whose name was given to another since stays away', () => {
  const { db, inesDoes, marcusDoes, asInes, harbor, alder } = openTeam()
  inesDoes((tx) => setTags(tx, harbor.id, ['Anchor']))
  const [anchor] = tagsOf(db, harbor.id)
  const { batchId } = inesDoes((tx) => archive(tx, 'tags', String(anchor?.id)))
  marcusDoes((tx) => setTags(tx, alder.id, ['ANCHOR']))

  const { skipped } = undo(db, asInes, batchId)

  expect(skipped).toEqual([{ row_id: anchor?.id, field: null }])
  expect(verifyChain(db).brokenAt).toBeNull()
})

test('a member undoes only their own acts, an admin anybody’s', () => {
  const { db, inesDoes, marcusDoes, asInes, asMarcus, harbor } = openTeam()
  const byInes = inesDoes((tx) => writeCells(tx, harbor.id, { city: 'Lisbon' }))
  const byMarcus = marcusDoes((tx) => writeCells(tx, harbor.id, { country: 'Portugal' }))

  expect(() => undo(db, asMarcus, byInes.batchId)).toThrow('no such act of yours')
  expect(undo(db, asInes, byMarcus.batchId).skipped).toEqual([])
})

test('never leaves the system without an admin', () => {
  const { db, inesDoes, asInes, ines, marcus } = openTeam()
  const promotion = inesDoes((tx) => changeUser(tx, marcus.id, { role: 'admin' }))
  inesDoes((tx) => changeUser(tx, ines.id, { role: 'member' }))

  expect(() => undo(db, asInes, promotion.batchId)).toThrow('no active admin')

  expect(findUser(db, marcus.id).role).toBe('admin')
})

test('says so when there is nothing to undo, or it was undone already', () => {
  const { db, inesDoes, asInes, asMarcus, harbor } = openTeam()
  const { batchId } = inesDoes((tx) => writeCells(tx, harbor.id, { city: 'Lisbon' }))
  undo(db, asInes, batchId)

  expect(() => undo(db, asInes, batchId)).toThrow('undone already')
  expect(() => undo(db, asMarcus)).toThrow('nothing of yours left')
})

test('a contact that gets its old name back is found by it as before', () => {
  const { db, ines, maya } = openWorld()
  const asInes = actorFor(ines)
  const rename = (name: string) => act(db, asInes, 'Renamed', (tx) => editContact(tx, maya.id, { name }))
  rename('Maya  Chen')
  const { nameKey } = findContact(db, maya.id)
  const { batchId } = rename('Maya Chen-Ruiz')

  undo(db, asInes, batchId)

  expect(nameKey).toBe('maya  chen')
  expect(findContact(db, maya.id)).toMatchObject({ name: 'Maya  Chen', nameKey })
})
