/**
 * A fund in which Marcus keeps words of every kind: a thread, a newsletter, an e-mail that waits for review, a call he typed and
 * edited, a meeting, an e-mail nobody answered. Every subject line has the word zircon in it, all the rest the word quokka: neither stands anywhere else.
 */
import { onTestFinished } from 'vitest'
import { createToken } from '../../server/accounts/tokens.ts'
import { addUser, type User } from '../../server/accounts/users.ts'
import { editCommunication, logCommunication } from '../../server/communications/log.ts'
import { capturedMeeting, logMeeting } from '../../server/communications/log-captured.ts'
import { readConfig } from '../../server/config.ts'
import type { PrivacyLevel } from '../../server/db/mirror.ts'
import { act, amend } from '../../server/db/write.ts'
import { buildGateway } from '../../server/gateway.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { setPolicies } from '../../server/proposals/policies.ts'
import { addTask } from '../../server/tasks/tasks.ts'
import { marcusAddress, openMailroom } from '../communications/mailroom.ts'
import { clientId, domain, openWorkspace } from '../gateway/support.ts'
import { actorFor } from '../support/world.ts'
import { person } from '../web/person.ts'

export const inSubject = /zircon/i
export const inWords = /quokka/i

export type Planted = Awaited<ReturnType<typeof plant>>

export async function plant(level: PrivacyLevel) {
  const room = await openMailroom()
  const { db, clock, doing, receive, marcus, ines, vera, harbor, maya, fundII } = room
  const asMarcus = <T>(what: string, work: Parameters<typeof act<T>>[3]) =>
    act(db, actorFor(marcus), what, work, { now: clock.now() })
  const noor = doing('Invited Noor', (tx) =>
    addUser(tx, { full_name: 'Noor Haddad', email: 'noor@northlight.example', role: 'member', passwordHash: '' }),
  )

  const common = { into: 'marcus' as const, to: [marcusAddress] }
  const html = '<p>Our quokkahtml</p><blockquote>quokkaquoted</blockquote><img src="https://track.example/p.png">'
  const mail = receive({
    ...common,
    ...{ subject: 'Zirconium terms', text: 'The quokkabody.\n> the quokkaquote', trimmed: 'The quokkabody.', html },
    ...{ snippet: 'The quokkasnippet.', thread: 't1', at: '2026-11-10T09:00:00.000Z' },
    attachments: [{ part: 2, name: 'quokkafile.pdf', type: 'application/pdf', size: 2000, sha256: 'f', inline: false }],
  })
  const answer = receive({
    ...{ into: 'marcus', from: marcusAddress, to: ['maya.chen@harborfo.example'], thread: 't1' },
    ...{ subject: 'Re: Zirconium terms', text: 'My quokkaanswer.', at: '2026-11-11T09:00:00.000Z' },
  })
  const bulk = receive({ ...common, subject: 'Zircon weekly', text: 'All quokkanews.', nature: 'bulk' })
  const unanswered = receive({
    ...common,
    ...{ subject: 'Zircon reminder', text: 'The quokkareminder.', at: '2026-11-15T09:00:00.000Z', thread: 't3' },
  })
  doing('Asked for review', (tx) => setPolicies(tx, { auto: { exact_address: false } }))
  const waiting = receive({
    ...common,
    subject: 'Zircon asked',
    text: 'A quokkaquestion.',
    at: '2026-11-12T09:00:00.000Z',
  })

  const call = asMarcus('Logged a call', (tx) =>
    logCommunication(tx, {
      ...{ investor_id: harbor.id, type: 'call', summary: 'The first quokkacall', subject: 'Zircon call' },
      ...{ occurred_at: '2026-11-13T09:00:00.000Z', contact_ids: [maya.id] },
    }),
  ).result.communication
  const edited = asMarcus('Edited a call', (tx) => editCommunication(tx, call.id, { summary: 'The second quokkacall' }))
  const meeting = plantMeeting(room)
  const meetingLog = doing('Captured meetings', (tx) => {
    const found = capturedMeeting(tx.db, meeting)
    return found && logMeeting(tx, found, { investorId: harbor.id, contactIds: [maya.id] })
  })
  const deal = asMarcus('Flagged', (tx) => flagOpportunity(tx, { investor_id: harbor.id, fund_id: fundII.id })).result
  const task = asMarcus('Added a task', (tx) => addTask(tx, { title: 'Send the DDQ', investor_id: harbor.id })).result

  for (const id of [mail, bulk, waiting, unanswered]) room.decide(marcus, id, level)
  asMarcus('Kept a call private', (tx) => amend(tx, 'communications', call.id, { privacy: level }))
  db.$client.prepare('UPDATE meetings SET level = ?').run(level)

  const proposal = db.$client.prepare("SELECT id FROM live_proposals WHERE status = 'pending'").pluck().get() as string
  const ids = {
    ...{
      mail,
      answer,
      bulk,
      waiting,
      meeting,
      proposal,
      harbor: harbor.id,
      maya: maya.id,
      thread: room.threadOf(mail),
    },
    ...{ logs: [room.logOf(mail), room.logOf(answer), call.id, String(meetingLog)], edit: edited.batchId },
    ...{ deal: deal.id, task: task.id, marcus: marcus.id, fund: fundII.id },
  }
  const readers = { owner: marcus, admin: ines, member: noor, viewer: vera }
  return { ...room, ids, readers, level, web: webOf(room, readers) }
}

export type Reader = 'owner' | 'admin' | 'member' | 'viewer'
export const allReaders: Reader[] = ['owner', 'admin', 'member', 'viewer']

type Room = Awaited<ReturnType<typeof openMailroom>>
type People = Record<Reader, User>

function plantMeeting({ db, marcus }: Room): string {
  const attendees = [
    { address: marcus.email, name: 'Marcus Lindqvist', response: 'accepted', organizer: true },
    { address: 'maya.chen@harborfo.example', name: 'Maya Chen', response: 'accepted', organizer: false },
  ]
  const insert = `INSERT INTO meetings (id, key, starts_at, ends_at, status, title, location, organizer, attendees, level,
    participants, updated_at) VALUES ('meeting-1', 'uid-1', '2026-11-20T09:00:00.000Z', '2026-11-20T10:00:00.000Z', 'confirmed',
    'Zircon board', 'The quokkaroom', @organizer, @attendees, 'full', @participants, '2026-11-01T09:00:00.000Z')`
  const participants = JSON.stringify([marcus.id])
  const { lastInsertRowid } = db.$client
    .prepare(insert)
    .run({ organizer: marcus.email, attendees: JSON.stringify(attendees), participants })
  const party = db.$client.prepare('INSERT INTO meeting_parties (address_key, meeting) VALUES (?, ?)')
  for (const { address } of attendees) party.run(address, lastInsertRowid)
  return 'meeting-1'
}

/** The panel and the API as each of them. */
function webOf({ app, doing }: Room, people: People) {
  const open = (user: User) => {
    const { secret } = doing('Made a token', (tx) => createToken(tx, user.id, { name: 'privacy' }))
    const panel = person(app, user)
    const api = (url: string) => app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${secret}` } })
    return { ...panel, get: (url: string) => (url.startsWith('/api/') ? api(url) : panel.visit(url)) }
  }
  return {
    owner: open(people.owner),
    admin: open(people.admin),
    member: open(people.member),
    viewer: open(people.viewer),
  }
}

/** The sidebar's listener over the same database. */
export async function sidebarOf({ db, clock }: Pick<Room, 'db' | 'clock'>, people: People) {
  const workspace = await openWorkspace(clock.now)
  const config = readConfig({
    ...{ CRM_LOG_LEVEL: 'silent', CRM_WORKSPACE_DOMAIN: domain, CRM_ADDON_CLIENT_IDS: clientId },
    CRM_GOOGLE_ROOT: workspace.url,
  })
  const gateway = await buildGateway({ db, config, now: clock.now, setupToken: 'unused' })
  onTestFinished(() => gateway.close())
  await gateway.ready()
  return async (who: Reader, method: 'GET' | 'POST', path: string, payload?: object) =>
    gateway.inject({
      ...{ method, url: `/addon/v1${path}`, ...(payload && { payload }) },
      headers: { authorization: `Bearer ${await workspace.identityToken(people[who].email)}` },
    })
}
