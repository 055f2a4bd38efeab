/** What is wrong with Google, in sentences for people who can put it right: what happened, and where to go. */
import { type GoogleScope, googleScopes, scopePurposes } from './scopes.ts'

/** A failure as it is kept: the reason, and Google's own word where it said one. */
export type Named = { reason: string; word?: string | null }

/** The failure in words. Never empty: an unknown reason is told as it stands. */
export function reasonText({ reason, word }: Named): string {
  return words[lastWord(word)] ?? reasons[reason] ?? `Something else went wrong (${reason}).`
}

/** The word may come with its status before it. */
const lastWord = (word: string | null | undefined): string => word?.split(' ').at(-1) ?? ''

const delegation =
  'In the Workspace admin console, Security → Access and data control → API controls → Manage domain-wide delegation, check the client id and scopes that “npm run crm -- doctor” prints.'

const reasons: Record<string, string> = {
  google_not_configured: 'There is no key file: set CRM_GOOGLE_KEY_FILE to the service account’s JSON key and restart.',
  google_unreachable: 'Google could not be reached, or broke off its answer. The next pass tries again by itself.',
  google_busy: 'Google answered that it is busy. The next pass tries again by itself.',
  google_quota: 'This minute’s quota at Google is used up. The next pass goes on where this one stopped.',
  google_sign_in: `Google does not let the service account act for this person. ${delegation}`,
  google_denied: 'Google refused to let the service account read this mailbox.',
  google_missing: 'Google does not have what was asked for.',
  google_refused: 'Google did not understand the question. This is a fault of ours: please report it.',
  google_stopped: 'The service stopped in the middle. The next pass goes on where this one stopped.',
  owner_inactive: 'Its owner no longer has access to the CRM, so the mailbox is not read. What was captured stays.',
  busy: 'Another process is at this mailbox: the service, perhaps. Try again when it is done.',
  stopped: 'It was stopped in the middle. The next pass goes on where this one stopped.',
  internal: 'Something went wrong on our side; the server’s log has the details.',
}

const words: Record<string, string> = {
  unauthorized_client: `The service account may not act for people of this domain with this scope. ${delegation} A change takes minutes, at times a day.`,
  access_denied: `The service account may not act for people of this domain with this scope. ${delegation} A change takes minutes, at times a day.`,
  invalid_scope: `Google does not know a scope that was asked for. ${delegation}`,
  unknownPerson:
    'Google has no such person: the address is misspelt, or the account is suspended, deleted or in another domain. Look it up in the Workspace admin console under Directory → Users.',
  badKey:
    'Google does not accept the key: it was deleted in the Cloud console, or the file is damaged. Make a new JSON key under IAM & Admin → Service accounts → Keys, and point CRM_GOOGLE_KEY_FILE at it.',
  badClock: 'The clock of this machine is wrong by minutes. Switch on time synchronisation (timedatectl set-ntp true).',
  unknownAccount:
    'Google does not know the service account of the key file: it was deleted, with its project perhaps. Make a new one and delegate to it.',
  accessNotConfigured:
    'The API is not enabled in the service account’s project. In the Cloud console, APIs & Services → Library, enable the Gmail API and the Google Calendar API.',
  domainPolicy:
    'The Workspace admin has switched off API access to this service for the domain. In the admin console, Security → API controls, allow it for this app.',
  failedPrecondition: 'This person has no Gmail mailbox: give them a Gmail licence, or switch this mailbox off.',
  insufficientPermissions: `The access token lacks a scope. ${delegation}`,
  dailyLimitExceeded: 'The day’s quota of the Cloud project is used up. It is refilled at midnight Pacific time.',
  historyLost:
    'Google does not tell what happened in this mailbox, not even from where it stands now. The next pass tries again.',
  notACalendarUser: 'Calendar is not switched on for this person. Mail is captured all the same.',
}

/** What to paste into the admin console, and where: for `doctor` and the pages. */
export const consolePath =
  'admin.google.com → Security → Access and data control → API controls → Manage domain-wide delegation → Add new'

export const scopeList: string = Object.values(googleScopes).join(',')

export const scopeName = (scope: GoogleScope): string => scope.replace('https://www.googleapis.com/auth/', '')

export const scopePurpose = (scope: GoogleScope): string => scopePurposes[scope]
