/** When somebody was last in touch and when they next will be, as contacts, opportunities and investors all tell it. */
import { z } from 'zod'
import { contactSummaries, investorSummaries } from '../db/live.ts'

const text = z.string().nullable()

/** Of an API answer. What each is about is read by its id, through the privacy layer. */
export const inTouchShape = {
  last_contact_at: text.describe('The newest e-mail, call, meeting or text; notes, bulk and automatic mail are none.'),
  last_contact_by: text.describe('The colleague, by user id.'),
  last_contact_type: text.describe('email, call, meeting or text.'),
  last_contact_id: text.describe('The communication.'),
  last_inbound_at: text.describe('The newest e-mail from them that a person wrote.'),
  last_inbound_id: text.describe('The communication.'),
  next_meeting_at: text.describe('The next meeting in a colleague’s calendar, or logged ahead.'),
  next_meeting_id: text.describe('The meeting, see /meetings/{id}; or the communication when it was logged by hand.'),
}

/** The columns of a summary that are about this. */
export type InTouch = Pick<
  typeof contactSummaries.$inferSelect,
  | 'lastContactAt'
  | 'lastContactBy'
  | 'lastContactType'
  | 'lastContactId'
  | 'lastInboundAt'
  | 'lastInboundId'
  | 'nextMeetingAt'
  | 'nextMeetingId'
>

const columnsOf = (s: typeof contactSummaries | typeof investorSummaries) => ({
  lastContactAt: s.lastContactAt,
  lastContactBy: s.lastContactBy,
  lastContactType: s.lastContactType,
  lastContactId: s.lastContactId,
  lastInboundAt: s.lastInboundAt,
  lastInboundId: s.lastInboundId,
  nextMeetingAt: s.nextMeetingAt,
  nextMeetingId: s.nextMeetingId,
})

/** What a query selects of them. */
export const contactInTouch = columnsOf(contactSummaries)
export const investorInTouch = columnsOf(investorSummaries)

export const neverInTouch: InTouch = {
  lastContactAt: null,
  lastContactBy: null,
  lastContactType: null,
  lastContactId: null,
  lastInboundAt: null,
  lastInboundId: null,
  nextMeetingAt: null,
  nextMeetingId: null,
}

export const presentInTouch = (one: InTouch) => ({
  last_contact_at: one.lastContactAt,
  last_contact_by: one.lastContactBy,
  last_contact_type: one.lastContactType,
  last_contact_id: one.lastContactId,
  last_inbound_at: one.lastInboundAt,
  last_inbound_id: one.lastInboundId,
  next_meeting_at: one.nextMeetingAt,
  next_meeting_id: one.nextMeetingId,
})
