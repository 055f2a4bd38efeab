/** What may happen to the mailboxes and the record of a fund, as data: fast-check makes lives of it, `live` performs them. */
import fc from 'fast-check'
import { createControls } from '../../emulator/controls.ts'
import { deliverRaw } from '../../emulator/gmail/deliver.ts'
import { deleteMessage, relabel, untrash } from '../../emulator/gmail/mailbox.ts'
import type { Workspace } from '../../emulator/workspace.ts'
import { addContact, archiveContact } from '../../server/contacts/contacts.ts'
import type { Db } from '../../server/db/db.ts'
import { amend, restore } from '../../server/db/write.ts'
import { GoogleFailure } from '../../server/google/retry.ts'
import { addNeverLog, listNeverLog, removeNeverLog } from '../../server/mail/never-log.ts'
import { change, staff } from './fund.ts'

/** The people of these lives: the first is in the record from the beginning, the others come and go. */
export const people = [
  'maya.chen@harborfo.example',
  'noor@harborfo.example',
  'tom@alder.example',
  'lena@quill.example',
  'stranger@elsewhere.example',
]

/** One thing that happens. Indexes are taken modulo of what there is. */
export type Event =
  | { kind: 'arrives'; from: number; to: number[]; cc: number[]; daysAgo: number }
  | { kind: 'written'; by: number; to: number[]; bcc: number[]; daysAgo: number }
  | { kind: 'trashed' | 'untrashed' | 'deleted' | 'spammed' | 'unspammed'; message: number }
  | { kind: 'learnt' | 'forgotten'; person: number }
  | { kind: 'silenced' | 'unsilenced'; person: number }
  | { kind: 'expired'; mailbox: number }
  | { kind: 'switched'; mailbox: number; on: boolean }
  | { kind: 'days pass'; days: number }

const person = fc.nat(people.length - 1)
const mailbox = fc.nat(staff.length - 1)
const persons = fc.uniqueArray(person, { maxLength: 2 })
const mailboxes = fc.uniqueArray(mailbox, { minLength: 1, maxLength: 3 })
const daysAgo = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
)
const message = fc.nat(200)

const arrives = fc.record({
  kind: fc.constant('arrives' as const),
  from: fc.oneof(fc.nat(2), person),
  to: mailboxes,
  cc: persons,
  daysAgo,
})
const written = fc.record({
  kind: fc.constant('written' as const),
  by: mailbox,
  to: fc.uniqueArray(person, { minLength: 1, maxLength: 2 }),
  bcc: persons,
  daysAgo,
})
const moved = fc.record({
  kind: fc.constantFrom(
    'trashed' as const,
    'untrashed' as const,
    'deleted' as const,
    'spammed' as const,
    'unspammed' as const,
  ),
  message,
})
const known = fc.record({ kind: fc.constantFrom('learnt' as const, 'forgotten' as const), person: fc.nat(2) })
const silenced = fc.record({ kind: fc.constantFrom('silenced' as const, 'unsilenced' as const), person: fc.nat(2) })
const expired = fc.record({ kind: fc.constant('expired' as const), mailbox })
const switched = fc.record({ kind: fc.constant('switched' as const), mailbox, on: fc.boolean() })
const daysPass = fc.record({ kind: fc.constant('days pass' as const), days: fc.integer({ min: 1, max: 15 }) })

export const events: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: arrives },
  { weight: 4, arbitrary: written },
  { weight: 4, arbitrary: moved },
  { weight: 5, arbitrary: known },
  { weight: 2, arbitrary: silenced },
  { weight: 1, arbitrary: expired },
  { weight: 1, arbitrary: switched },
  { weight: 1, arbitrary: daysPass },
)

/** What goes wrong at one call of a pass: Google fails, something happens at that very moment, or the process is killed. */
export type Trouble = {
  at: number
  what: { kind: 'fails'; how: number } | { kind: 'killed' } | { kind: 'meanwhile'; event: Event }
}

const trouble: fc.Arbitrary<Trouble> = fc.record({
  at: fc.nat(40),
  what: fc.oneof(
    fc.record({ kind: fc.constant('fails' as const), how: fc.nat(3) }),
    fc.constant({ kind: 'killed' as const }),
    fc.record({ kind: fc.constant('meanwhile' as const), event: events }),
  ),
})

/** Events, and passes with their troubles, in some order. */
export type Step = { events: Event[]; pass: 'run' | 'reconcile' | 'repair'; troubles: Trouble[] }

export const lives: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    events: fc.array(events, { maxLength: 8 }),
    pass: fc.oneof(
      { weight: 8, arbitrary: fc.constant('run' as const) },
      { weight: 1, arbitrary: fc.constantFrom('reconcile' as const, 'repair' as const) },
    ),
    troubles: fc.array(trouble, { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 6 },
)

export const failureOf = (how: number): GoogleFailure =>
  [
    new GoogleFailure('google_busy', 503, 'backendError'),
    new GoogleFailure('google_quota', 429, 'rateLimitExceeded'),
    new GoogleFailure('google_unreachable', null, 'ECONNRESET'),
    new GoogleFailure('google_refused', 400, 'invalidArgument'),
  ][how] ?? new GoogleFailure('google_busy', 500)

/** Where a life is played. `known` are the contacts there ever were, by address. */
export type Stage = {
  db: Db
  workspace: Workspace
  clock: { now: () => Date; advance: (ms: number) => void }
  known: Map<string, string>
  investorId: string
}

const day = 24 * 60 * 60_000

/** Performs one event, at once. */
export function happens(stage: Stage, event: Event): void {
  if ('message' in event) {
    move(stage.workspace, event.kind, event.message)
  } else if (event.kind === 'arrives') {
    const to = [...pick(staff, event.to), ...pick(people, event.cc)]
    arrive(stage, people[event.from] ?? '', to, [], event.daysAgo)
  } else if (event.kind === 'written') {
    arrive(stage, staff[event.by] ?? '', pick(people, event.to), pick(people, event.bcc), event.daysAgo)
  } else if (event.kind === 'learnt' || event.kind === 'forgotten') {
    know(stage, people[event.person] ?? '', event.kind === 'learnt')
  } else if (event.kind === 'silenced' || event.kind === 'unsilenced') {
    silence(stage, people[event.person] ?? '', event.kind === 'silenced')
  } else if (event.kind === 'expired') {
    createControls(stage.workspace).expireHistory(staff[event.mailbox] ?? '')
  } else if (event.kind === 'switched') {
    switchMailbox(stage, staff[event.mailbox] ?? '', event.on)
  } else if ('days' in event) {
    stage.clock.advance(event.days * day)
  }
}

const pick = (list: string[], indexes: number[]) => indexes.map((index) => list[index] ?? '')

function arrive({ workspace }: Stage, from: string, to: string[], bcc: string[], daysAgo: number): void {
  const at = new Date(workspace.clock.now().getTime() - daysAgo * day)
  const serial = workspace.nextSerial()
  const lines = [`From: <${from}>`, `To: ${to.join(', ')}`, ...(bcc.length > 0 ? [`Bcc: ${bcc.join(', ')}`] : [])]
  lines.push(
    `Message-ID: <letter-${serial}@northlight.example>`,
    `Date: ${at.toUTCString()}`,
    `Subject: Letter ${serial}`,
  )
  const raw = Buffer.from([...lines, '', `Words of letter ${serial}.`].join('\r\n'))
  deliverRaw(workspace, raw, { receivedAt: at })
}

function know({ db, clock, known, investorId }: Stage, address: string, isKnown: boolean): void {
  const id = known.get(address)
  change(db, clock.now(), (tx) => {
    if (id && isKnown) restore(tx, 'contacts', id)
    else if (id && isLive(db, id)) archiveContact(tx, id)
    else if (!id && isKnown) {
      known.set(
        address,
        addContact(tx, { name: `Contact ${address}`, emails: [address], investor_ids: [investorId] }).id,
      )
    }
  })
}

const isLive = (db: Db, id: string) =>
  db.$client.prepare('SELECT 1 FROM live_contacts WHERE id = ?').get(id) !== undefined

function silence({ db, clock }: Stage, address: string, isSilent: boolean): void {
  change(db, clock.now(), (tx) => {
    const entry = listNeverLog(db).find(({ value }) => value === address)
    if (isSilent) addNeverLog(tx, { address }, 'northlight.example')
    else if (entry) removeNeverLog(tx, entry.id)
  })
}

function switchMailbox({ db, clock }: Stage, address: string, enabled: boolean): void {
  const id = db.$client.prepare('SELECT id FROM live_mailboxes WHERE address = ?').pluck().get(address) as string
  change(db, clock.now(), (tx) => amend(tx, 'mailboxes', id, { enabled }))
}

type Move = 'trashed' | 'untrashed' | 'deleted' | 'spammed' | 'unspammed'

function move(workspace: Workspace, how: Move, index: number): void {
  const all = [...workspace.mailboxes.values()].flatMap((one) => [...one.messages.keys()].map((id) => ({ one, id })))
  const chosen = all[index % Math.max(1, all.length)]
  if (!chosen) return

  const { one, id } = chosen
  if (how === 'deleted') deleteMessage(one, id)
  else if (how === 'trashed') relabel(one, id, { add: ['TRASH'], remove: ['INBOX'] })
  else if (how === 'untrashed') untrash(one, id)
  else if (how === 'spammed') relabel(one, id, { add: ['SPAM'], remove: ['INBOX'] })
  else relabel(one, id, { remove: ['SPAM'] })
}
