import type { Google } from './clients.ts'
import { type GoogleFailure, googleFailure, retrying } from './retry.ts'
import { type GoogleScope, googleScopes } from './scopes.ts'

/** Whether a mailbox can be used with one scope; `failure` is null when it can. */
export type ScopeCheck = { scope: GoogleScope; failure: GoogleFailure | null }

/** Tries each scope on its own, by the cheapest call that needs it: no message and no event is looked at. */
export async function checkMailbox(google: Google, mailbox: string): Promise<ScopeCheck[]> {
  const profile = (scope: GoogleScope) => () => google.gmail(mailbox, scope).users.getProfile({ userId: 'me' })
  const calendar = () =>
    google.calendar(mailbox).events.list({ calendarId: 'primary', maxResults: 1, timeMin: farAhead })
  return [
    await tried(googleScopes.readonly, profile(googleScopes.readonly)),
    await tried(googleScopes.compose, profile(googleScopes.compose)),
    await tried(googleScopes.calendar, calendar),
  ]
}

/** Nothing is planned for then, so that nothing comes with the answer. */
const farAhead = '2999-01-01T00:00:00Z'

async function tried(scope: GoogleScope, call: () => Promise<unknown>): Promise<ScopeCheck> {
  try {
    await retrying(call, { tries: 2 })
    return { scope, failure: null }
  } catch (error) {
    return { scope, failure: googleFailure(error) }
  }
}
