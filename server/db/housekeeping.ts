/** Tables that are not part of the record: sessions, throttling, idempotency. Their owners read and write them freely. */
export { idempotencyKeys, sessions, signInAttempts, signInLinks } from './schema.ts'
