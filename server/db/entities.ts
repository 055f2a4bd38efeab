import type { SQLiteColumn } from './drizzle.ts'
import { getTableColumns, getTableName } from './drizzle.ts'
import * as schema from './schema.ts'

/** Every table whose rows belong to the record: versioned, archived instead of deleted, logged. */
export const entities = {
  users: schema.users,
  invitations: schema.invitations,
  api_tokens: schema.apiTokens,
  funds: schema.funds,
  fields: schema.fields,
  investors: schema.investors,
  tags: schema.tags,
  investor_tags: schema.investorTags,
  contacts: schema.contacts,
  contact_addresses: schema.contactAddresses,
  contact_roles: schema.contactRoles,
  commitment_entries: schema.commitmentEntries,
  stages: schema.stages,
  opportunities: schema.opportunities,
  communications: schema.communications,
  communication_investors: schema.communicationInvestors,
  communication_contacts: schema.communicationContacts,
  communication_copies: schema.communicationCopies,
  mailboxes: schema.mailboxes,
  thread_levels: schema.threadLevels,
  never_log: schema.neverLog,
  views: schema.views,
  automations: schema.automations,
  automation_runs: schema.automationRuns,
  proposals: schema.proposals,
  tasks: schema.tasks,
  feature_requests: schema.featureRequests,
  feature_votes: schema.featureVotes,
  import_mappings: schema.importMappings,
  imports: schema.imports,
  settings: schema.settings,
} as const

export type Entity = keyof typeof entities
export type Row<E extends Entity> = (typeof entities)[E]['$inferSelect']
type Meta = 'version' | 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy' | 'deletedAt' | 'id'
/** What a caller gives for a new row; the id may be given (settings), all other bookkeeping is `write.ts`'s. */
export type NewRow<E extends Entity> = Omit<(typeof entities)[E]['$inferInsert'], Meta> & { id?: string }
export type Patch<E extends Entity> = Partial<Omit<(typeof entities)[E]['$inferInsert'], Meta>>

/** `isPlain`: SQLite holds the value as it is; JSON and yes/no are written in another form. */
export type Column = { key: string; name: string; column: SQLiteColumn; isPlain: boolean }

const metaColumns = new Set(['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'deleted_at'])
/** The log tells that they were changed, and never what they are. */
export const secrets: ReadonlySet<string> = new Set(['password_hash', 'token_hash'])
/** Written, but never shown in the log: secrets, and search keys derived from a column beside them. */
const unlogged = new Set([...secrets, 'name_key', 'email_key', 'address_key', 'domain'])

type Layout = { table: string; columns: Column[]; names: string[]; logged: Column[] }

const layouts = new Map<Entity, Layout>()

/** The columns of an entity, by property and by SQL name, worked out once. */
export function layout(entity: Entity) {
  const known = layouts.get(entity)
  if (known) return known

  const columns = Object.entries(getTableColumns(entities[entity])).map(([key, column]) => ({
    key,
    name: column.name,
    column,
    isPlain: column.dataType === 'string' || column.dataType === 'number',
  }))
  const logged = columns.filter((c) => !metaColumns.has(c.name) && !unlogged.has(c.name))
  const made = { table: getTableName(entities[entity]), columns, names: columns.map(({ name }) => name), logged }
  layouts.set(entity, made)
  return made
}

/** The investor a row is about, for that investor's history; null when it is about none or several. */
export function investorOf(entity: Entity, row: Record<string, unknown>): string | null {
  if (entity === 'investors') return String(row['id'])

  return typeof row['investorId'] === 'string' ? row['investorId'] : null
}
