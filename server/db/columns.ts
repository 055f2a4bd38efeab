import { integer, text } from './drizzle.ts'

/**
 * What every recorded row carries. `version` counts the writes to the row; `deletedAt` archives it (nothing is ever
 * removed). `createdBy` and `updatedBy` are user ids, or null for the system itself.
 */
export const recorded = () => ({
  id: text('id').primaryKey(),
  version: integer('version').notNull().default(1),
  createdAt: text('created_at').notNull(),
  createdBy: text('created_by'),
  updatedAt: text('updated_at').notNull(),
  updatedBy: text('updated_by'),
  deletedAt: text('deleted_at'),
})

/** A JSON column: read and written as a value of type T, stored as text. */
export const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>()

/** A yes/no column, stored as 0 or 1. */
export const flag = (name: string) => integer(name, { mode: 'boolean' })

/** Money in integer minor units (cents); the currency is the fund's. */
export const money = (name: string) => integer(name)

/** When somebody was in touch last, when they wrote last, and when they are met next, each with what that was. */
export const touchpoints = () => ({
  lastContactAt: text('last_contact_at'),
  lastContactBy: text('last_contact_by'),
  lastContactType: text('last_contact_type'),
  lastContactId: text('last_contact_id'),
  lastInboundAt: text('last_inbound_at'),
  lastInboundId: text('last_inbound_id'),
  nextMeetingAt: text('next_meeting_at'),
  nextMeetingId: text('next_meeting_id'),
})
