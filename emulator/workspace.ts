import { type Calendar, createCalendar } from './calendar/calendar.ts'
import { type Clock, createClock } from './clock.ts'
import { createFaults, type FaultQueue } from './faults.ts'
import { createMailbox, type Mailbox } from './gmail/mailbox.ts'
import type { DraftMessage } from './mime/compose.ts'
import { type QuotaService, usualQuota } from './quota.ts'
import { usualDelegation } from './scopes.ts'

export interface WorkspaceUser {
  email: string
  name: string
  /** Other addresses of this person, at which mail arrives too. */
  aliases?: string[]
  suspended?: boolean
}

export interface ServiceAccount {
  clientEmail: string
  /** The numeric id the Workspace admin authorises, not the OAuth client of the add-on. */
  clientId: string
  /** Scopes in the domain-wide delegation list of the admin console. */
  delegatedScopes: string[]
}

/** A workspace described as data. */
export interface WorkspaceState {
  domain: string
  users: WorkspaceUser[]
  /** OAuth client of the add-on's Cloud project: the audience of identity tokens. */
  clientId: string
  serviceAccount?: Partial<ServiceAccount>
  /** Delivered in this order at the start, each into every staff mailbox it concerns. */
  messages?: DraftMessage[]
  /** Where time comes from; the machine's clock when absent. */
  now?: () => Date
  /** The time assertions are held against, when it is another: whoever signs them knows the machine’s clock alone. */
  assertionTime?: () => Date
}

/** What an access token allows. `subject` is null when a service account speaks for itself. */
export interface Grant {
  subject: string | null
  scopes: string[]
  expiresAt: number
}

/** The living state: plain maps, an injectable clock, serial numbers instead of random ids. */
export interface Workspace {
  domain: string
  clientId: string
  serviceAccount: ServiceAccount
  users: Map<string, WorkspaceUser>
  mailboxes: Map<string, Mailbox>
  calendars: Map<string, Calendar>
  grants: Map<string, Grant>
  /** The token of each add-on event: whose it is and which message it opens. */
  eventTokens: Map<string, { user: string; messageId: string }>
  /** Published keys, the one that signs first. */
  signingKeyNames: string[]
  /** Quota units each user may spend in a minute. */
  unitsPerMinute: Record<QuotaService, number>
  clock: Clock
  assertionTime: () => Date
  faults: FaultQueue
  nextSerial(): number
}

export function createWorkspace(state: WorkspaceState): Workspace {
  const users = state.users.map((user) => ({ ...user, email: user.email.toLowerCase() }))
  const clock = createClock(state.now)
  const now = () => clock.now().getTime()
  let serial = 0

  return {
    domain: state.domain,
    clientId: state.clientId,
    serviceAccount: {
      clientEmail: 'venture-crm@venture-crm.iam.gserviceaccount.com',
      clientId: '104217746829413765109',
      delegatedScopes: usualDelegation,
      ...state.serviceAccount,
    },
    users: new Map(users.map((user) => [user.email, user])),
    mailboxes: new Map(users.map((user) => [user.email, createMailbox(user.email, now)])),
    calendars: new Map(users.map((user) => [user.email, createCalendar(user.email)])),
    grants: new Map(),
    eventTokens: new Map(),
    signingKeyNames: ['google-1'],
    unitsPerMinute: { ...usualQuota },
    clock,
    assertionTime: state.assertionTime ?? clock.now,
    faults: createFaults(),
    nextSerial: () => ++serial,
  }
}
