/** Tables that are not part of the record: sessions, throttling, idempotency. Their owners read and write them freely. */
export {
  automationMembers,
  idempotencyKeys,
  logCursors,
  sessions,
  signInAttempts,
  signInLinks,
  viewDrifts,
} from './schema.ts'
