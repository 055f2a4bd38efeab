/**
 * The one way to read the record: a view per table that leaves out archived rows. The names are the tables' own, so a
 * query reads `from(investors)` and cannot forget the filter.
 */
import { eq, getTableColumns, isNotNull, isNull, sql, sqliteView } from './drizzle.ts'
import * as t from './schema.ts'

export const users = sqliteView('live_users').as((q) => q.select().from(t.users).where(isNull(t.users.deletedAt)))
export const invitations = sqliteView('live_invitations').as((q) =>
  q.select().from(t.invitations).where(isNull(t.invitations.deletedAt)),
)
export const apiTokens = sqliteView('live_api_tokens').as((q) =>
  q.select().from(t.apiTokens).where(isNull(t.apiTokens.deletedAt)),
)
export const funds = sqliteView('live_funds').as((q) => q.select().from(t.funds).where(isNull(t.funds.deletedAt)))
export const fields = sqliteView('live_fields').as((q) => q.select().from(t.fields).where(isNull(t.fields.deletedAt)))
export const investors = sqliteView('live_investors').as((q) =>
  q.select().from(t.investors).where(isNull(t.investors.deletedAt)),
)
export const tags = sqliteView('live_tags').as((q) => q.select().from(t.tags).where(isNull(t.tags.deletedAt)))
export const investorTags = sqliteView('live_investor_tags').as((q) =>
  q.select().from(t.investorTags).where(isNull(t.investorTags.deletedAt)),
)
export const contacts = sqliteView('live_contacts').as((q) =>
  q.select().from(t.contacts).where(isNull(t.contacts.deletedAt)),
)
export const contactAddresses = sqliteView('live_contact_addresses').as((q) =>
  q.select().from(t.contactAddresses).where(isNull(t.contactAddresses.deletedAt)),
)
export const contactRoles = sqliteView('live_contact_roles').as((q) =>
  q.select().from(t.contactRoles).where(isNull(t.contactRoles.deletedAt)),
)
export const commitmentEntries = sqliteView('live_commitment_entries').as((q) =>
  q.select().from(t.commitmentEntries).where(isNull(t.commitmentEntries.deletedAt)),
)
export const stages = sqliteView('live_stages').as((q) => q.select().from(t.stages).where(isNull(t.stages.deletedAt)))
export const opportunities = sqliteView('live_opportunities').as((q) =>
  q.select().from(t.opportunities).where(isNull(t.opportunities.deletedAt)),
)
export const communications = sqliteView('live_communications').as((q) =>
  q.select().from(t.communications).where(isNull(t.communications.deletedAt)),
)
export const communicationInvestors = sqliteView('live_communication_investors').as((q) =>
  q.select().from(t.communicationInvestors).where(isNull(t.communicationInvestors.deletedAt)),
)
export const communicationContacts = sqliteView('live_communication_contacts').as((q) =>
  q.select().from(t.communicationContacts).where(isNull(t.communicationContacts.deletedAt)),
)
export const communicationCopies = sqliteView('live_communication_copies').as((q) =>
  q.select().from(t.communicationCopies).where(isNull(t.communicationCopies.deletedAt)),
)
/**
 * Communications with their words: of an e-mail or a meeting those of the captured one, which stand nowhere else. Only the
 * layer that decides who sees them reads this (`communications/privacy.ts`). `participants` are the users who took part.
 */
export const toldCommunications = sqliteView('told_communications').as((q) => {
  const { communications: c, mailMessages: m, mailBodies: b, meetings: e } = t
  return q
    .select({
      ...getTableColumns(c),
      subject: sql`coalesce(${m.subject}, ${e.title}, ${c.subject})`.mapWith(c.subject).as('subject'),
      summary: sql`coalesce(nullif(${c.summary}, ''), ${m.snippet}, ${e.title}, '')`.mapWith(c.summary).as('summary'),
      body: sql`coalesce(${b.text}, ${c.body})`.mapWith(c.body).as('body'),
      trimmed: sql`coalesce(${b.trimmed}, ${c.body})`.mapWith(c.body).as('trimmed'),
      direction: sql`coalesce(${m.direction}, ${c.direction})`.mapWith(c.direction).as('direction'),
      messageId: sql`coalesce(${m.messageId}, ${c.messageId})`.mapWith(c.messageId).as('message_id'),
      threadId: sql`coalesce(${m.threadId}, ${c.threadId})`.mapWith(c.threadId).as('thread_id'),
      fromAddress: sql`coalesce(${m.fromAddress}, ${c.fromAddress})`.mapWith(c.fromAddress).as('from_address'),
      toAddresses: sql`coalesce(${m.toAddresses}, ${c.toAddresses})`.mapWith(c.toAddresses).as('to_addresses'),
      privacy: sql`coalesce(${m.level}, ${e.level}, ${c.privacy})`.mapWith(c.privacy).as('privacy'),
      participants:
        sql`coalesce(${m.participants}, ${e.participants}, iif(${c.userId} is null, '[]', json_array(${c.userId})))`
          .mapWith(m.participants)
          .as('participants'),
    })
    .from(c)
    .leftJoin(m, eq(m.id, c.mailId))
    .leftJoin(b, eq(b.rowid, m.rowid))
    .leftJoin(e, eq(e.id, c.meetingId))
    .where(isNull(c.deletedAt))
})
export const mailboxes = sqliteView('live_mailboxes').as((q) =>
  q.select().from(t.mailboxes).where(isNull(t.mailboxes.deletedAt)),
)
export const threadLevels = sqliteView('live_thread_levels').as((q) =>
  q.select().from(t.threadLevels).where(isNull(t.threadLevels.deletedAt)),
)
export const neverLog = sqliteView('live_never_log').as((q) =>
  q.select().from(t.neverLog).where(isNull(t.neverLog.deletedAt)),
)
export const views = sqliteView('live_views').as((q) => q.select().from(t.views).where(isNull(t.views.deletedAt)))
export const automations = sqliteView('live_automations').as((q) =>
  q.select().from(t.automations).where(isNull(t.automations.deletedAt)),
)
export const automationRuns = sqliteView('live_automation_runs').as((q) =>
  q.select().from(t.automationRuns).where(isNull(t.automationRuns.deletedAt)),
)
export const proposals = sqliteView('live_proposals').as((q) =>
  q.select().from(t.proposals).where(isNull(t.proposals.deletedAt)),
)
export const tasks = sqliteView('live_tasks').as((q) => q.select().from(t.tasks).where(isNull(t.tasks.deletedAt)))
export const featureRequests = sqliteView('live_feature_requests').as((q) =>
  q.select().from(t.featureRequests).where(isNull(t.featureRequests.deletedAt)),
)
export const featureVotes = sqliteView('live_feature_votes').as((q) =>
  q.select().from(t.featureVotes).where(isNull(t.featureVotes.deletedAt)),
)
export const importMappings = sqliteView('live_import_mappings').as((q) =>
  q.select().from(t.importMappings).where(isNull(t.importMappings.deletedAt)),
)
export const imports = sqliteView('live_imports').as((q) =>
  q.select().from(t.imports).where(isNull(t.imports.deletedAt)),
)
export const settings = sqliteView('live_settings').as((q) =>
  q.select().from(t.settings).where(isNull(t.settings.deletedAt)),
)

/** The archive, for the one page that lists it and for putting rows back. */
export const archivedInvestors = sqliteView('archived_investors').as((q) =>
  q.select().from(t.investors).where(isNotNull(t.investors.deletedAt)),
)

/** All columns of a view as one object of a joined select: `select({ contact: whole(contacts) })`. */
export { getViewSelectedFields as whole } from './drizzle.ts'
/** Derived, and only ever of live investors: see `summaries.ts`. */
export { batches, changes, contactSummaries, investorSummaries } from './schema.ts'
