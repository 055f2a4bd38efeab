import type { Calendar } from './calendar/calendar.ts'
import type { Mailbox } from './gmail/mailbox.ts'
import type { QuotaService } from './quota.ts'
import type { Workspace } from './workspace.ts'

/** What an administrator, or Google itself, changes behind the service's back. */
export interface Controls {
  /** Every history id handed out so far stops working, as it does after a week or so. */
  expireHistory(email: string): void
  suspendUser(email: string): void
  restoreUser(email: string): void
  /** Takes a scope out of the delegation list and out of every token already issued. */
  revokeScope(scope: string): void
  /** Signs with a new key. Google keeps serving the old one for a while; `dropOld` ends that at once. */
  rotateKeys(options?: { dropOld?: boolean }): void
  /** Allows each user that many quota units a minute; `Infinity` lifts the limit. */
  capQuota(unitsPerMinute: number, service?: QuotaService): void
  /** Every sync token of this calendar is answered with 410 from now on. */
  expireSyncTokens(email: string): void
  /** Calendar lists begin with an empty page that has a next one, as Google's may. */
  sparsePages(email: string): void
  /** The next lists of this mailbox lose their newest message right after it was listed. */
  deleteAfterListing(email: string, times?: number): void
  /** Takes the account away with its mailbox and calendar, as when somebody leaves. */
  deleteUser(email: string): void
  /** Ends every access token of a user; the next one asked for works again. */
  revokeTokens(email: string): void
  /** Puts a scope back into the delegation list. */
  delegateScope(scope: string): void
}

export function createControls(workspace: Workspace): Controls {
  return {
    expireHistory: (email) => {
      const mailbox = mailboxOf(workspace, email)
      mailbox.historyId += 1000
      mailbox.oldestHistoryId = mailbox.historyId
    },
    suspendUser: (email) => setSuspended(workspace, email, true),
    restoreUser: (email) => setSuspended(workspace, email, false),
    revokeScope: (scope) => {
      const without = (scopes: string[]) => scopes.filter((candidate) => candidate !== scope)
      workspace.serviceAccount.delegatedScopes = without(workspace.serviceAccount.delegatedScopes)
      for (const grant of workspace.grants.values()) grant.scopes = without(grant.scopes)
    },
    rotateKeys: ({ dropOld = false } = {}) => {
      const next = `google-${workspace.nextSerial() + 1}`
      workspace.signingKeyNames = dropOld ? [next] : [next, ...workspace.signingKeyNames]
    },
    capQuota: (unitsPerMinute, service = 'gmail') => {
      workspace.unitsPerMinute[service] = unitsPerMinute
    },
    expireSyncTokens: (email) => {
      calendarOf(workspace, email).tokenAge += 1
    },
    sparsePages: (email) => {
      calendarOf(workspace, email).sparse = true
    },
    deleteAfterListing: (email, times = 1) => {
      mailboxOf(workspace, email).vanishing = times
    },
    deleteUser: (email) => {
      if (!workspace.users.delete(email)) throw new Error(`${email} is not a user of ${workspace.domain}`)
      workspace.mailboxes.delete(email)
      workspace.calendars.delete(email)
      revokeTokens(workspace, email)
    },
    revokeTokens: (email) => revokeTokens(workspace, email),
    delegateScope: (scope) => {
      workspace.serviceAccount.delegatedScopes = [...workspace.serviceAccount.delegatedScopes, scope]
    },
  }
}

export function mailboxOf(workspace: Workspace, email: string): Mailbox {
  const mailbox = workspace.mailboxes.get(email)
  if (!mailbox) throw new Error(`${email} has no mailbox`)
  return mailbox
}

function calendarOf(workspace: Workspace, email: string): Calendar {
  const calendar = workspace.calendars.get(email)
  if (!calendar) throw new Error(`${email} has no calendar`)
  return calendar
}

function revokeTokens(workspace: Workspace, email: string) {
  for (const [token, { subject }] of workspace.grants) if (subject === email) workspace.grants.delete(token)
}

function setSuspended(workspace: Workspace, email: string, suspended: boolean) {
  const user = workspace.users.get(email)
  if (!user) throw new Error(`${email} is not a user of ${workspace.domain}`)
  user.suspended = suspended
}
