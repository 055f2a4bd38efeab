/**
 * What the mailboxes and calendars hold, mirrored: it follows from them, is brought up to date by capture, and can be erased
 * without a trace, so it is in no log. Capture writes it; its words are read through `communications/privacy.ts` alone.
 */
export {
  type MailAttachment,
  type MailNature,
  type MailParty,
  type MeetingAttendee,
  mailBodies,
  mailboxReads,
  mailboxStates,
  mailCopies,
  mailMessages,
  mailParties,
  meetingCopies,
  meetingParties,
  meetings,
  type PrivacyLevel,
} from './schema.ts'
