const google = 'https://www.googleapis.com/auth/'

/**
 * All the box ever asks of a mailbox, and why. `gmail.metadata` is not among them, since Google applies its limits to
 * `gmail.readonly` beside it. https://developers.google.com/workspace/gmail/api/auth/scopes
 */
export const googleScopes = {
  readonly: `${google}gmail.readonly`,
  compose: `${google}gmail.compose`,
  calendar: `${google}calendar.events.readonly`,
} as const

export type GoogleScope = (typeof googleScopes)[keyof typeof googleScopes]

/** What each is for, in words that end a sentence which begins with "so that". */
export const scopePurposes: Record<GoogleScope, string> = {
  [googleScopes.readonly]: 'mail with known people can be captured',
  [googleScopes.compose]: 'drafts and digests can be written in their owner’s name',
  [googleScopes.calendar]: 'meetings with known people can be proposed',
}
