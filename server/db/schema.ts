/**
 * The whole data model on one page. Only `server/db/` imports these tables: everybody else reads through the views of
 * `live.ts` and writes through `write.ts`, so that no archived row is shown and no change goes unlogged.
 *
 * Ids are UUIDv7 text, instants UTC ISO 8601 text, dates `YYYY-MM-DD`, money integer minor units.
 */
import type { Choice, Exposure, FieldEntity, FieldType, FundMeasure } from '../../shared/fields.ts'
import type { FilterTree } from '../../shared/filter.ts'
import type { ViewDefinition } from '../../shared/views.ts'
import { flag, json, money, recorded, touchpoints } from './columns.ts'
import { index, integer, isNotNull, isNull, primaryKey, real, sql, sqliteTable, text, uniqueIndex } from './drizzle.ts'
import { isNoiseSql } from './noise-sql.ts'

// People who use the system

export const users = sqliteTable(
  'users',
  {
    ...recorded(),
    email: text('email').notNull(),
    emailKey: text('email_key').notNull(),
    fullName: text('full_name').notNull(),
    role: text('role').$type<'admin' | 'member' | 'viewer'>().notNull(),
    active: flag('active').notNull().default(true),
    passwordHash: text('password_hash'),
  },
  (t) => [uniqueIndex('users_email').on(t.emailKey).where(isNull(t.deletedAt))],
)

export const invitations = sqliteTable('invitations', {
  ...recorded(),
  email: text('email').notNull(),
  fullName: text('full_name').notNull(),
  role: text('role').$type<'admin' | 'member' | 'viewer'>().notNull(),
  tokenHash: text('token_hash').notNull(),
  expiresAt: text('expires_at').notNull(),
  acceptedAt: text('accepted_at'),
})

export const apiTokens = sqliteTable('api_tokens', {
  ...recorded(),
  userId: text('user_id')
    .notNull()
    .references(() => users.id),
  name: text('name').notNull(),
  tokenHash: text('token_hash').notNull().unique(),
  expiresAt: text('expires_at'),
})

// The grid

export const funds = sqliteTable(
  'funds',
  {
    ...recorded(),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    currency: text('currency').notNull().default('USD'),
    target: money('target'),
    hardCap: money('hard_cap'),
    position: integer('position').notNull().default(0),
  },
  (t) => [uniqueIndex('funds_name').on(t.nameKey).where(isNull(t.deletedAt))],
)

export const fields = sqliteTable(
  'fields',
  {
    ...recorded(),
    key: text('key').notNull(),
    label: text('label').notNull(),
    type: text('type').$type<FieldType>().notNull(),
    builtin: flag('builtin').notNull().default(false),
    primary: flag('is_primary').notNull().default(false),
    exposure: text('exposure').$type<Exposure>().notNull().default('box'),
    options: json<FieldOptions>('options').notNull().default({}),
    formula: text('formula'),
    description: text('description'),
    required: flag('required').notNull().default(false),
    position: integer('position').notNull().default(0),
    entity: text('entity').$type<FieldEntity>().notNull().default('investors'),
    defaultValue: json<unknown>('default_value'),
  },
  (t) => [uniqueIndex('fields_key').on(t.key).where(isNull(t.deletedAt))],
)

/**
 * `fund_id` and `measure` bind a commitment column to the ledger; a `fund_id` alone says whose LP status a column tells.
 * `currency` is the column's currency code, `result` what a formula answers, worked out when it is saved.
 */
export type FieldOptions = {
  choices?: Choice[]
  fund_id?: string
  measure?: FundMeasure
  currency?: string
  precision?: number
  result?: FieldType
}

/** The rows of the grid. Custom columns live in `cells`, keyed by field key. */
export const investors = sqliteTable(
  'investors',
  {
    ...recorded(),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    list: text('list').notNull().default('main'),
    type: text('type'),
    owner: text('owner').references(() => users.id),
    website: text('website'),
    phone: text('phone'),
    city: text('city'),
    country: text('country'),
    source: text('source'),
    nextStep: text('next_step'),
    nextStepAt: text('next_step_at'),
    notes: text('notes'),
    externalId: text('external_id'),
    cells: json<Record<string, unknown>>('cells').notNull().default({}),
  },
  (t) => [
    index('investors_name').on(t.nameKey).where(isNull(t.deletedAt)),
    // With the id, a list is counted and paged from the index alone.
    index('investors_list').on(t.list, t.nameKey, t.id).where(isNull(t.deletedAt)),
    index('investors_external').on(t.externalId).where(isNull(t.deletedAt)),
  ],
)

export const tags = sqliteTable(
  'tags',
  {
    ...recorded(),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    color: text('color').notNull().default('gray'),
  },
  (t) => [uniqueIndex('tags_name').on(t.nameKey).where(isNull(t.deletedAt))],
)

export const investorTags = sqliteTable(
  'investor_tags',
  {
    ...recorded(),
    investorId: text('investor_id')
      .notNull()
      .references(() => investors.id),
    tagId: text('tag_id')
      .notNull()
      .references(() => tags.id),
  },
  (t) => [
    uniqueIndex('investor_tags_pair').on(t.investorId, t.tagId).where(isNull(t.deletedAt)),
    index('investor_tags_tag').on(t.tagId).where(isNull(t.deletedAt)),
  ],
)

// People at the investors

export const contacts = sqliteTable(
  'contacts',
  {
    ...recorded(),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    title: text('title'),
    phone: text('phone'),
    linkedin: text('linkedin'),
    notes: text('notes'),
    externalId: text('external_id'),
    cells: json<Record<string, unknown>>('cells').notNull().default({}),
  },
  (t) => [index('contacts_name').on(t.nameKey).where(isNull(t.deletedAt))],
)

/** `addressKey` is the address as matching compares it (letter case folded, plus-tag removed). */
export const contactAddresses = sqliteTable(
  'contact_addresses',
  {
    ...recorded(),
    contactId: text('contact_id')
      .notNull()
      .references(() => contacts.id),
    address: text('address').notNull(),
    addressKey: text('address_key').notNull(),
    domain: text('domain').notNull(),
    position: integer('position').notNull().default(0),
  },
  (t) => [
    index('contact_addresses_contact').on(t.contactId).where(isNull(t.deletedAt)),
    index('contact_addresses_key').on(t.addressKey).where(isNull(t.deletedAt)),
    index('contact_addresses_domain').on(t.domain).where(isNull(t.deletedAt)),
  ],
)

/** A contact's role at one investor; a person may belong to several. */
export const contactRoles = sqliteTable(
  'contact_roles',
  {
    ...recorded(),
    contactId: text('contact_id')
      .notNull()
      .references(() => contacts.id),
    investorId: text('investor_id')
      .notNull()
      .references(() => investors.id),
    role: text('role'),
    position: integer('position').notNull().default(0),
  },
  (t) => [
    uniqueIndex('contact_roles_pair').on(t.contactId, t.investorId).where(isNull(t.deletedAt)),
    index('contact_roles_investor').on(t.investorId).where(isNull(t.deletedAt)),
  ],
)

// Money and pipeline

/**
 * The ledger of commitments. `amount` is signed and added to its `measure` (soft, signed or funded) of one investor in
 * one fund; `kind` says why the entry exists.
 */
export const commitmentEntries = sqliteTable(
  'commitment_entries',
  {
    ...recorded(),
    investorId: text('investor_id')
      .notNull()
      .references(() => investors.id),
    fundId: text('fund_id')
      .notNull()
      .references(() => funds.id),
    measure: text('measure').$type<FundMeasure>().notNull(),
    kind: text('kind').$type<'entry' | 'adjustment' | 'reduced' | 'transferred'>().notNull().default('entry'),
    amount: money('amount').notNull(),
    date: text('date').notNull(),
    note: text('note'),
    evidence: text('evidence'),
  },
  (t) => [index('commitment_entries_investor').on(t.investorId, t.fundId, t.measure).where(isNull(t.deletedAt))],
)

export const stages = sqliteTable('stages', {
  ...recorded(),
  key: text('key').notNull().unique(),
  label: text('label').notNull(),
  kind: text('kind').$type<'open' | 'won' | 'lost'>().notNull().default('open'),
  probability: real('probability').notNull().default(0),
  normDays: integer('norm_days'),
  position: integer('position').notNull(),
})

export const opportunities = sqliteTable(
  'opportunities',
  {
    ...recorded(),
    investorId: text('investor_id')
      .notNull()
      .references(() => investors.id),
    fundId: text('fund_id')
      .notNull()
      .references(() => funds.id),
    stage: text('stage')
      .notNull()
      .references(() => stages.key),
    stageSince: text('stage_since').notNull(),
    stageReason: text('stage_reason'),
    expectedAmount: money('expected_amount'),
    probability: real('probability'),
    owner: text('owner').references(() => users.id),
    nextStep: text('next_step'),
    nextStepAt: text('next_step_at'),
    cells: json<Record<string, unknown>>('cells').notNull().default({}),
  },
  (t) => [
    index('opportunities_investor').on(t.investorId).where(isNull(t.deletedAt)),
    index('opportunities_stage').on(t.stage).where(isNull(t.deletedAt)),
  ],
)

// What was said

/** How much of a message colleagues see who did not take part: who wrote to whom, the subject line too, or all of it. */
export type PrivacyLevel = 'metadata' | 'subject' | 'full'

/**
 * `userId` is the colleague who was in touch; `messageId` the RFC 5322 Message-ID without its angle brackets. With a `mailId`
 * (or `meetingId`) its words are those of the captured message: they stand there alone, never here or in the log.
 */
export const communications = sqliteTable(
  'communications',
  {
    ...recorded(),
    type: text('type').$type<'email' | 'call' | 'meeting' | 'note' | 'text'>().notNull(),
    direction: text('direction').$type<'in' | 'out'>(),
    subject: text('subject'),
    summary: text('summary').notNull(),
    body: text('body'),
    occurredAt: text('occurred_at').notNull(),
    userId: text('user_id').references(() => users.id),
    messageId: text('message_id'),
    threadId: text('thread_id'),
    fromAddress: text('from_address'),
    toAddresses: json<string[]>('to_addresses').notNull().default([]),
    privacy: text('privacy').$type<PrivacyLevel>().notNull().default('full'),
    mailId: text('mail_id'),
    meetingId: text('meeting_id'),
  },
  (t) => [
    index('communications_mail').on(t.mailId).where(isNotNull(t.mailId)),
    index('communications_meeting').on(t.meetingId).where(isNotNull(t.meetingId)),
    // Whatever a list is narrowed by, it is counted and leafed through without a look at the rows.
    index('communications_occurred').on(t.occurredAt, t.id, t.type, t.direction).where(isNull(t.deletedAt)),
    // What people typed is searched by reading it; captured mail has an index of words.
    index('communications_typed').on(t.occurredAt).where(isNull(t.mailId)),
    index('communications_user').on(t.userId, t.occurredAt, t.id, t.type, t.direction).where(isNull(t.deletedAt)),
    index('communications_message').on(t.messageId).where(isNull(t.deletedAt)),
  ],
)

/** `occurredAt` is copied from the communication so that "the last five of one investor" is one index range. */
export const communicationInvestors = sqliteTable(
  'communication_investors',
  {
    ...recorded(),
    communicationId: text('communication_id')
      .notNull()
      .references(() => communications.id),
    investorId: text('investor_id')
      .notNull()
      .references(() => investors.id),
    occurredAt: text('occurred_at').notNull(),
  },
  (t) => [
    uniqueIndex('communication_investors_pair').on(t.communicationId, t.investorId).where(isNull(t.deletedAt)),
    index('communication_investors_recent').on(t.investorId, t.occurredAt).where(isNull(t.deletedAt)),
  ],
)

export const communicationContacts = sqliteTable(
  'communication_contacts',
  {
    ...recorded(),
    communicationId: text('communication_id')
      .notNull()
      .references(() => communications.id),
    contactId: text('contact_id')
      .notNull()
      .references(() => contacts.id),
    occurredAt: text('occurred_at').notNull().default(''),
  },
  (t) => [
    uniqueIndex('communication_contacts_pair').on(t.communicationId, t.contactId).where(isNull(t.deletedAt)),
    index('communication_contacts_contact').on(t.contactId, t.occurredAt).where(isNull(t.deletedAt)),
  ],
)

/** One mailbox's own copy of an e-mail: Gmail gives the same message another id in every mailbox. */
export const communicationCopies = sqliteTable(
  'communication_copies',
  {
    ...recorded(),
    communicationId: text('communication_id')
      .notNull()
      .references(() => communications.id),
    mailbox: text('mailbox').notNull(),
    gmailId: text('gmail_id').notNull(),
    gmailThreadId: text('gmail_thread_id'),
  },
  (t) => [
    uniqueIndex('communication_copies_message').on(t.mailbox, t.gmailId, t.communicationId).where(isNull(t.deletedAt)),
    index('communication_copies_communication').on(t.communicationId).where(isNull(t.deletedAt)),
  ],
)

// What people decided about capture

/** A mailbox the box may read. `userId` is its owner; `level` is what colleagues see of its mail unless a thread says otherwise. */
export const mailboxes = sqliteTable(
  'mailboxes',
  {
    ...recorded(),
    address: text('address').notNull(),
    userId: text('user_id').references(() => users.id),
    enabled: flag('enabled').notNull().default(false),
    level: text('level').$type<PrivacyLevel>().notNull().default('full'),
  },
  (t) => [uniqueIndex('mailboxes_address').on(t.address).where(isNull(t.deletedAt))],
)

/** What one participant decided for one thread; it stands in the place of their mailbox's level. */
export const threadLevels = sqliteTable(
  'thread_levels',
  {
    ...recorded(),
    threadId: text('thread_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    level: text('level').$type<PrivacyLevel>().notNull(),
  },
  (t) => [uniqueIndex('thread_levels_pair').on(t.threadId, t.userId).where(isNull(t.deletedAt))],
)

/** Addresses (as matching compares them) and domains whose mail leaves no trace. */
export const neverLog = sqliteTable(
  'never_log',
  { ...recorded(), kind: text('kind').$type<'address' | 'domain'>().notNull(), value: text('value').notNull() },
  (t) => [uniqueIndex('never_log_value').on(t.kind, t.value).where(isNull(t.deletedAt))],
)

// What the mailboxes and calendars hold: mirrored, erasable, and therefore never logged

/**
 * A message once for the whole team, however many mailboxes hold it. `identity` is its Message-ID with a hash of sender, date
 * and text; `at` is when Gmail accepted it; `nature` says whether a person wrote it. `level` and `participants` (the owners of
 * its copies) are worked out from the mailboxes and threads, and decide who sees its words.
 */
export const mailMessages = sqliteTable(
  'mail_messages',
  {
    rowid: integer('rowid').primaryKey(),
    id: text('id').notNull().unique(),
    identity: text('identity').notNull().unique(),
    messageId: text('message_id'),
    threadId: text('thread_id').notNull(),
    at: text('at').notNull(),
    sentAt: text('sent_at'),
    direction: text('direction').$type<'in' | 'out'>().notNull(),
    nature: text('nature').$type<MailNature>().notNull(),
    natureWhy: text('nature_why'),
    fromName: text('from_name'),
    fromAddress: text('from_address'),
    toAddresses: json<string[]>('to_addresses').notNull().default([]),
    parties: json<MailParty[]>('parties').notNull().default([]),
    recipients: integer('recipients').notNull().default(0),
    subject: text('subject'),
    snippet: text('snippet').notNull().default(''),
    attachments: json<MailAttachment[]>('attachments').notNull().default([]),
    size: integer('size').notNull().default(0),
    level: text('level').$type<PrivacyLevel>().notNull(),
    participants: json<string[]>('participants').notNull().default([]),
    storedAt: text('stored_at').notNull(),
  },
  (t) => [
    index('mail_messages_message').on(t.messageId),
    index('mail_messages_thread').on(t.threadId, t.at),
    index('mail_messages_at').on(t.at),
    // What nothing proposes to log is found without passing by all that is logged.
    index('mail_messages_noise').on(t.at, t.id, t.direction).where(sql.raw(isNoiseSql)),
  ],
)

/** `personal` was written by a person to people; the others neither propose anything nor count as contact. */
export type MailNature = 'personal' | 'bulk' | 'auto' | 'bounce' | 'invite'
/** Somebody on a message, as written there. */
export type MailParty = { role: 'from' | 'to' | 'cc' | 'bcc'; name: string | null; address: string }
/** `part` is its number within the message, `sha256` of its content in hex, `size` in bytes. */
export type MailAttachment = { part: number; name: string; type: string; size: number; sha256: string; inline: boolean }

/** Kept apart, so that lists of messages read no bodies. `trimmed` is without quoted replies and signature. */
export const mailBodies = sqliteTable('mail_bodies', {
  rowid: integer('rowid').primaryKey(),
  text: text('text').notNull(),
  trimmed: text('trimmed').notNull(),
  html: text('html'),
})

/** One mailbox's own copy: Gmail gives the same message another id in every mailbox. `goneAt`: trashed or deleted there since. */
export const mailCopies = sqliteTable(
  'mail_copies',
  {
    mailbox: text('mailbox').notNull(),
    gmailId: text('gmail_id').notNull(),
    gmailThreadId: text('gmail_thread_id').notNull(),
    mailId: text('mail_id').notNull(),
    userId: text('user_id'),
    sent: flag('sent').notNull().default(false),
    at: text('at').notNull(),
    goneAt: text('gone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.mailbox, t.gmailId] }),
    index('mail_copies_mail').on(t.mailId),
    index('mail_copies_at').on(t.mailbox, t.at),
  ],
)

/** Everybody on a message by the address as matching compares it; `mail` is the rowid of the message. */
export const mailParties = sqliteTable(
  'mail_parties',
  { addressKey: text('address_key').notNull(), mail: integer('mail').notNull(), role: text('role').notNull() },
  (t) => [primaryKey({ columns: [t.addressKey, t.mail, t.role] }), index('mail_parties_mail').on(t.mail)],
)

/** What leads to a thread: `id:<Message-ID>` of its messages and their References, `gmail:<mailbox>:<thread>`. */
export const mailThreadKeys = sqliteTable(
  'mail_thread_keys',
  { key: text('key').primaryKey(), threadId: text('thread_id').notNull() },
  (t) => [index('mail_thread_keys_thread').on(t.threadId)],
)

/** Addresses our own people also write from, learnt from what they sent. */
export const mailAliases = sqliteTable('mail_aliases', {
  addressKey: text('address_key').primaryKey(),
  mailbox: text('mailbox').notNull(),
})

/** Somebody nobody knows yet, seen on a message: what a proposal about them rests on. Their message itself may not be stored. */
export const mailSightings = sqliteTable(
  'mail_sightings',
  {
    id: text('id').primaryKey(),
    addressKey: text('address_key').notNull().unique(),
    address: text('address').notNull(),
    name: text('name'),
    mailbox: text('mailbox').notNull(),
    gmailId: text('gmail_id').notNull(),
    mailId: text('mail_id'),
    at: text('at').notNull(),
  },
  (t) => [index('mail_sightings_mail').on(t.mailId)],
)

/** Messages that could not be read, so that nothing is passed over in silence. An admin may put one aside: it counts as missing no more. */
export const mailUnreadable = sqliteTable(
  'mail_unreadable',
  {
    mailbox: text('mailbox').notNull(),
    gmailId: text('gmail_id').notNull(),
    reason: text('reason').notNull(),
    size: integer('size'),
    at: text('at'),
    tries: integer('tries').notNull().default(1),
    firstSeenAt: text('first_seen_at').notNull(),
    setAsideAt: text('set_aside_at'),
    setAsideBy: text('set_aside_by'),
  },
  (t) => [primaryKey({ columns: [t.mailbox, t.gmailId] })],
)

/** How far capture has come in a mailbox; `jobs` are what it still has to list, `problem` is a named reason. */
export const mailboxStates = sqliteTable('mailbox_states', {
  address: text('address').primaryKey(),
  historyId: text('history_id'),
  historyAt: text('history_at'),
  jobs: json<Record<string, unknown>[]>('jobs').notNull().default([]),
  calendarToken: text('calendar_token'),
  calendarAt: text('calendar_at'),
  calendarProblem: text('calendar_problem'),
  lastRunAt: text('last_run_at'),
  lastSuccessAt: text('last_success_at'),
  problem: text('problem'),
  problemDetail: text('problem_detail'),
  problemAt: text('problem_at'),
  backlog: integer('backlog').notNull().default(0),
  reconciledAt: text('reconciled_at'),
  reconciliation: json<Record<string, unknown>>('reconciliation'),
  leaseBy: text('lease_by'),
  leaseUntil: text('lease_until'),
})

/** Known addresses whose mail was searched for in a mailbox to the end; one that is missing still has to be. */
export const mailSearched = sqliteTable(
  'mail_searched',
  { mailbox: text('mailbox').notNull(), addressKey: text('address_key').notNull(), at: text('at').notNull() },
  (t) => [primaryKey({ columns: [t.mailbox, t.addressKey] })],
)

/** What was read in a mailbox, by whom and why, for its owner. `actorId` null is the service itself. */
export const mailboxReads = sqliteTable(
  'mailbox_reads',
  {
    id: text('id').primaryKey(),
    mailbox: text('mailbox').notNull(),
    at: text('at').notNull(),
    actorId: text('actor_id'),
    purpose: text('purpose').notNull(),
    looked: integer('looked').notNull().default(0),
    kept: integer('kept').notNull().default(0),
  },
  (t) => [index('mailbox_reads_mailbox').on(t.mailbox, t.at)],
)

/** A meeting once for the whole team. `key` is its iCalUID and original start; a day is from midnight to midnight in the fund's zone. */
export const meetings = sqliteTable(
  'meetings',
  {
    rowid: integer('rowid').primaryKey(),
    id: text('id').notNull().unique(),
    key: text('key').notNull().unique(),
    startsAt: text('starts_at').notNull(),
    endsAt: text('ends_at').notNull(),
    allDay: flag('all_day').notNull().default(false),
    status: text('status').$type<'confirmed' | 'tentative' | 'cancelled'>().notNull(),
    title: text('title'),
    location: text('location'),
    organizer: text('organizer'),
    attendees: json<MeetingAttendee[]>('attendees').notNull().default([]),
    level: text('level').$type<PrivacyLevel>().notNull(),
    participants: json<string[]>('participants').notNull().default([]),
    updatedAt: text('updated_at').notNull(),
  },
  (t) => [index('meetings_starts').on(t.startsAt)],
)

export type MeetingAttendee = { address: string; name: string | null; response: string; organizer: boolean }

/** One calendar's own copy of a meeting. */
export const meetingCopies = sqliteTable(
  'meeting_copies',
  {
    mailbox: text('mailbox').notNull(),
    eventId: text('event_id').notNull(),
    meetingId: text('meeting_id').notNull(),
    userId: text('user_id'),
    private: flag('private').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.mailbox, t.eventId] }), index('meeting_copies_meeting').on(t.meetingId)],
)

/** Who counts at a meeting (not ours, nobody who declined), by the address as matching compares it; `meeting` is its rowid. */
export const meetingParties = sqliteTable(
  'meeting_parties',
  { addressKey: text('address_key').notNull(), meeting: integer('meeting').notNull() },
  (t) => [primaryKey({ columns: [t.addressKey, t.meeting] }), index('meeting_parties_meeting').on(t.meeting)],
)

// Saved views

/** `ownerId` is whose personal view it is, null for a shared one; `key` names the views every fund starts with. */
export const views = sqliteTable(
  'views',
  {
    ...recorded(),
    key: text('key'),
    name: text('name').notNull(),
    ownerId: text('owner_id').references(() => users.id),
    locked: flag('locked').notNull().default(false),
    definition: json<ViewDefinition>('definition').notNull(),
    position: integer('position').notNull().default(0),
  },
  (t) => [
    uniqueIndex('views_key').on(t.key).where(isNull(t.deletedAt)),
    index('views_owner').on(t.ownerId).where(isNull(t.deletedAt)),
  ],
)

// What machines do and propose

/** A rule: when `trigger` happens to an investor that `conditions` hold for, `actions` are done; see `server/automations/`. */
export const automations = sqliteTable(
  'automations',
  {
    ...recorded(),
    key: text('key'),
    name: text('name').notNull(),
    description: text('description'),
    enabled: flag('enabled').notNull().default(false),
    trigger: json<Record<string, unknown>>('trigger').notNull(),
    conditions: json<FilterTree>('conditions'),
    actions: json<Record<string, unknown>[]>('actions').notNull(),
    position: integer('position').notNull().default(0),
  },
  (t) => [uniqueIndex('automations_key').on(t.key).where(isNull(t.deletedAt))],
)

/** One firing of a rule for one investor. `occasion` is what it fired for, so that it fires for that only once. */
export const automationRuns = sqliteTable(
  'automation_runs',
  {
    ...recorded(),
    automationId: text('automation_id')
      .notNull()
      .references(() => automations.id),
    investorId: text('investor_id')
      .notNull()
      .references(() => investors.id),
    occasion: text('occasion').notNull(),
    outcome: text('outcome').$type<'done' | 'nothing' | 'failed' | 'stopped'>().notNull(),
    effects: json<Record<string, unknown>[]>('effects').notNull().default([]),
    reason: text('reason'),
    depth: integer('depth').notNull().default(0),
    batch: text('batch'),
  },
  (t) => [
    uniqueIndex('automation_runs_occasion').on(t.automationId, t.investorId, t.occasion).where(isNull(t.deletedAt)),
    index('automation_runs_batch').on(t.batch).where(isNull(t.deletedAt)),
  ],
)

/**
 * What a machine would do if a person agreed. `payload` is read by the kind's own code, `evidence` says why in words a person
 * can check; `occasion` keeps the same thing from being proposed twice; `batch` is the act of its approval.
 */
export const proposals = sqliteTable(
  'proposals',
  {
    ...recorded(),
    kind: text('kind').notNull(),
    investorId: text('investor_id').references(() => investors.id),
    title: text('title').notNull(),
    payload: json<Record<string, unknown>>('payload').notNull(),
    evidence: json<ProposalEvidence[]>('evidence').notNull().default([]),
    confidence: real('confidence'),
    source: text('source').notNull(),
    occasion: text('occasion'),
    status: text('status').$type<'pending' | 'approved' | 'rejected'>().notNull().default('pending'),
    reason: text('reason'),
    decidedAt: text('decided_at'),
    decidedBy: text('decided_by').references(() => users.id),
    batch: text('batch'),
  },
  (t) => [
    index('proposals_status').on(t.status, t.id).where(isNull(t.deletedAt)),
    // What people decided, apart from the many that a policy did.
    index('proposals_decided').on(t.decidedAt, t.id).where(isNotNull(t.decidedBy)),
    index('proposals_investor').on(t.investorId).where(isNull(t.deletedAt)),
    uniqueIndex('proposals_occasion').on(t.source, t.occasion).where(isNull(t.deletedAt)),
  ],
)

/** `quote` is the passage that made the machine propose it, `link` where to read it. */
export type ProposalEvidence = { text: string; quote?: string; link?: string }

// Work to do

export const tasks = sqliteTable(
  'tasks',
  {
    ...recorded(),
    title: text('title').notNull(),
    notes: text('notes'),
    dueOn: text('due_on'),
    status: text('status').$type<'open' | 'done' | 'cancelled'>().notNull().default('open'),
    doneAt: text('done_at'),
    ownerId: text('owner_id').references(() => users.id),
    investorId: text('investor_id').references(() => investors.id),
    opportunityId: text('opportunity_id').references(() => opportunities.id),
  },
  (t) => [
    index('tasks_open').on(t.status, t.dueOn).where(isNull(t.deletedAt)),
    index('tasks_investor').on(t.investorId).where(isNull(t.deletedAt)),
    index('tasks_opportunity').on(t.opportunityId).where(isNull(t.deletedAt)),
  ],
)

// What the team wishes for

export const featureRequests = sqliteTable('feature_requests', {
  ...recorded(),
  title: text('title').notNull(),
  detail: text('detail'),
  status: text('status').$type<'open' | 'planned' | 'done' | 'declined'>().notNull().default('open'),
  answer: text('answer'),
})

export const featureVotes = sqliteTable(
  'feature_votes',
  {
    ...recorded(),
    featureRequestId: text('feature_request_id')
      .notNull()
      .references(() => featureRequests.id),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
  },
  (t) => [uniqueIndex('feature_votes_pair').on(t.featureRequestId, t.userId).where(isNull(t.deletedAt))],
)

// Imports and settings

/** `signature` identifies a file's shape (its headers), so that the next file of that shape is mapped alike. */
export const importMappings = sqliteTable(
  'import_mappings',
  {
    ...recorded(),
    signature: text('signature').notNull(),
    entityType: text('entity_type').notNull(),
    mapping: json<Record<string, string | null>>('mapping').notNull(),
    keyHeader: text('key_header'),
  },
  (t) => [uniqueIndex('import_mappings_signature').on(t.signature, t.entityType).where(isNull(t.deletedAt))],
)

/** The report of one finished import; `batch` is the batch that undoes it. */
export const imports = sqliteTable('imports', {
  ...recorded(),
  fileName: text('file_name').notNull(),
  entityType: text('entity_type').notNull(),
  batch: text('batch').notNull(),
  report: json<Record<string, unknown>>('report').notNull(),
})

/** One setting a row; the id is its name, such as `brand`. */
export const settings = sqliteTable('settings', { ...recorded(), value: json<unknown>('value') })

// The change log

/** One act of one person: everything it wrote shares this batch, and undoing it is a batch of its own. */
export const batches = sqliteTable(
  'batches',
  {
    id: text('id').primaryKey(),
    at: text('at').notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name').notNull(),
    surface: text('surface').notNull(),
    what: text('what').notNull(),
    undoes: text('undoes'),
  },
  (t) => [
    index('batches_at').on(t.at),
    index('batches_actor').on(t.actorId, t.at),
    index('batches_undoes').on(t.undoes).where(isNotNull(t.undoes)),
  ],
)

/**
 * Append-only (triggers refuse UPDATE and DELETE) and hash-chained: `hash` covers the row and the hash before it.
 * A create has no `field` and the whole row in `after`; an update has one entry per field.
 */
export const changes = sqliteTable(
  'changes',
  {
    seq: integer('seq').primaryKey(),
    id: text('id').notNull(),
    batchId: text('batch_id')
      .notNull()
      .references(() => batches.id),
    at: text('at').notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name').notNull(),
    surface: text('surface').notNull(),
    entity: text('entity').notNull(),
    entityId: text('entity_id').notNull(),
    investorId: text('investor_id'),
    action: text('action').$type<'create' | 'update' | 'archive' | 'restore'>().notNull(),
    field: text('field'),
    before: json<unknown>('before'),
    after: json<unknown>('after'),
    version: integer('version').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    index('changes_entity').on(t.entity, t.entityId, t.seq),
    index('changes_investor').on(t.investorId, t.seq),
    index('changes_batch').on(t.batchId),
  ],
)

// Derived: rebuilt from the rows above in the transaction that changes them, never logged

/** What the grid shows of an investor beyond its own columns; see `summaries.ts`. */
export const investorSummaries = sqliteTable(
  'investor_summaries',
  {
    rowid: integer('rowid').primaryKey(),
    investorId: text('investor_id').notNull().unique(),
    ...touchpoints(),
    stage: text('stage'),
    stagePosition: integer('stage_position'),
    openOpportunities: integer('open_opportunities').notNull().default(0),
    expectedAmount: money('expected_amount').notNull().default(0),
    totalCommitted: money('total_committed').notNull().default(0),
    commitments: json<Record<string, Partial<Record<FundMeasure, number>>>>('commitments').notNull().default({}),
    tagIds: json<string[]>('tag_ids').notNull().default([]),
    contactCount: integer('contact_count').notNull().default(0),
    formulas: json<Record<string, unknown>>('formulas').notNull().default({}),
  },
  (t) => [
    index('investor_summaries_contact').on(t.lastContactAt),
    // What filters ask most, so that counting matches reads no whole rows.
    index('investor_summaries_figures').on(
      t.investorId,
      t.totalCommitted,
      t.stage,
      t.lastContactAt,
      t.openOpportunities,
      t.expectedAmount,
    ),
  ],
)

/** The same of one person, for lists of contacts; see `summaries.ts`. */
export const contactSummaries = sqliteTable(
  'contact_summaries',
  {
    contactId: text('contact_id').primaryKey(),
    ...touchpoints(),
  },
  (t) => [index('contact_summaries_contact').on(t.lastContactAt)],
)

// Housekeeping: short-lived, not part of the record

export const sessions = sqliteTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    createdAt: text('created_at').notNull(),
    lastSeenAt: text('last_seen_at').notNull(),
    expiresAt: text('expires_at').notNull(),
    address: text('address'),
    userAgent: text('user_agent'),
  },
  (t) => [index('sessions_user').on(t.userId)],
)

/** The id is the hash of the secret in the link; a used link is gone. */
export const signInLinks = sqliteTable('sign_in_links', {
  id: text('id').primaryKey(),
  userId: text('user_id')
    .notNull()
    .references(() => users.id),
  expiresAt: text('expires_at').notNull(),
})

export const signInAttempts = sqliteTable(
  'sign_in_attempts',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    account: text('account').notNull(),
    address: text('address').notNull(),
    at: text('at').notNull(),
  },
  (t) => [index('sign_in_attempts_account').on(t.account, t.at), index('sign_in_attempts_address').on(t.address, t.at)],
)

export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    userId: text('user_id').notNull(),
    key: text('key').notNull(),
    request: text('request').notNull(),
    status: integer('status').notNull(),
    reply: text('reply').notNull(),
    at: text('at').notNull().default(sql`(strftime('%Y-%m-%dT%H:%M:%fZ','now'))`),
  },
  (t) => [primaryKey({ columns: [t.userId, t.key] })],
)

/** How somebody looks at a view just now, until it is saved or put back; nobody else sees it. */
export const viewDrifts = sqliteTable(
  'view_drifts',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    viewId: text('view_id').notNull(),
    definition: json<ViewDefinition>('definition').notNull(),
    at: text('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.viewId] })],
)

/** How far a reader of the change log has come, so that it goes on there after a restart. */
export const logCursors = sqliteTable('log_cursors', { name: text('name').primaryKey(), seq: integer('seq').notNull() })

/** Which investors a rule saw in its view when it last looked, to notice the ones that enter. */
export const automationMembers = sqliteTable(
  'automation_members',
  { automationId: text('automation_id').notNull(), investorId: text('investor_id').notNull() },
  (t) => [primaryKey({ columns: [t.automationId, t.investorId] })],
)
