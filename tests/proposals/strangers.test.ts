import { expect, test } from 'vitest'
import { newId } from '../../server/db/ids.ts'
import { meetingParties } from '../../server/db/mirror.ts'
import { proposeFromMeeting, withdrawMeeting } from '../../server/proposals/from-meeting.ts'
import { proposeFromSighting, type SightingEvidence } from '../../server/proposals/from-sighting.ts'
import { setPolicies } from '../../server/proposals/policies.ts'
import { listProposals } from '../../server/proposals/proposals.ts'
import { days } from '../support/clock.ts'
import { openWorld, type World } from '../support/world.ts'
import { capture, captured, captureMeeting } from './captured.ts'

const ledger = ({ db }: World) => listProposals(db).map(({ proposal }) => `${proposal.kind} ${proposal.status}`)

/** Somebody on a message that is not kept itself. */
function sight(world: World, address: string, name: string | null, evidence: Partial<SightingEvidence> = {}): string {
  const id = newId()
  const at = world.clock.now().toISOString()
  const values = { id, key: address, address, name, mailbox: world.ines.email, gmailId: id, at }
  world.db.$client
    .prepare(
      'INSERT INTO mail_sightings (id, address_key, address, name, mailbox, gmail_id, at) VALUES (@id, @key, @address, @name, @mailbox, @gmailId, @at)',
    )
    .run(values)
  captured(world, (tx) => proposeFromSighting(tx, id, { header: 'from', ...evidence }))
  return id
}

test.each([
  ['somebody new at the domain of a contact', 'nadia@harborfo.example', 'Nadia Roth', ['new_contact pending']],
  ['the same name at the same domain', 'm.chen@harborfo.example', 'Chen, Maya', ['add_address pending']],
  ['a desk there', 'investor-relations@harborfo.example', 'Harbor IR', []],
  ['a machine there', 'no-reply@harborfo.example', 'Harbor', []],
  ['somebody at a domain nobody writes from', 'lena@ott.example', 'Lena Ott', []],
  ['a domain that only looks alike', 'maya.chen@harborf0.example', 'Maya Chen', []],
  ['somebody with free mail', 'maya.chen@gmail.com', 'Maya Chen', []],
])('%s', (_who, address, name, expected) => {
  const world = openWorld()

  sight(world, address, name)

  expect(ledger(world)).toEqual(expected)
})

test('a stranger is proposed once, whatever became of it', () => {
  const world = openWorld()
  const id = sight(world, 'nadia@harborfo.example', 'Nadia Roth')

  captured(world, (tx) => proposeFromSighting(tx, id, { header: 'cc', contactIds: [world.maya.id] }))

  expect(ledger(world)).toEqual(['new_contact pending'])
})

test('correspondence with somebody unknown proposes a prospect only while an admin wants it', () => {
  const world = openWorld()
  sight(world, 'lena@ott.example', 'Lena Ott', { correspondence: true })
  expect(ledger(world)).toEqual([])

  captured(world, (tx) => setPolicies(tx, { correspondents: true }))
  sight(world, 'omar@haddad.example', 'Omar Haddad', { correspondence: true })

  expect(ledger(world)).toEqual(['new_prospect pending'])
})

test('old mail proposes nobody for being in copy, and logs all the same', () => {
  const world = openWorld()
  const at = world.clock.now().toISOString()
  world.clock.advance(days(400))

  capture(world, { at, cc: ['Lena Ott <lena@ott.example>', 'Nadia Roth <nadia@harborfo.example>'] })

  expect(ledger(world).toSorted()).toEqual(['log_email approved', 'new_contact pending'])
})

test('with its policy on a colleague is added at once, and the ledger says so', () => {
  const world = openWorld()
  captured(world, (tx) => setPolicies(tx, { auto: { colleague_in_thread: true } }))

  capture(world, { cc: ['Nadia Roth <nadia@harborfo.example>'] })

  expect(ledger(world)).toContain('new_contact approved')
  expect(world.db.$client.prepare('SELECT name FROM live_contacts ORDER BY name').pluck().all()).toContain('Nadia Roth')
})

test('a prospect that has a namesake waits for a person, policy or not', () => {
  const world = openWorld()
  captured(world, (tx) => setPolicies(tx, { auto: { introduced: true } }))

  capture(world, { cc: ['Lena Ott <lena@alder-pension.example>'] })

  expect(ledger(world)).toContain('new_prospect pending')
})

test('a meeting is taken back with its event, and with the guest who was its reason', () => {
  const world = openWorld()
  const cancelled = captureMeeting(world)
  const changed = captureMeeting(world)
  expect(ledger(world)).toEqual(['log_meeting pending', 'log_meeting pending'])

  captured(world, (tx) => withdrawMeeting(tx, cancelled))
  world.db.delete(meetingParties).run()
  captured(world, (tx) => proposeFromMeeting(tx, changed))

  expect(ledger(world)).toEqual([])
})

test('a meeting of more than twenty proposes nothing', () => {
  const world = openWorld()
  const crowd = Array.from({ length: 20 }, (_, n) => `guest${n}@fair.example`)

  captureMeeting(world, { attendees: ['maya.chen@harborfo.example', ...crowd] })

  expect(ledger(world)).toEqual([])
})
