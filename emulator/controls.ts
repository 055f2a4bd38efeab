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
  /** Allows each user that many quota units a minute. */
  capQuota(unitsPerMinute: number): void
}

export function createControls(workspace: Workspace): Controls {
  return {
    expireHistory: (email) => {
      const mailbox = workspace.mailboxes.get(email)
      if (!mailbox) throw new Error(`${email} has no mailbox`)
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
    capQuota: (unitsPerMinute) => {
      workspace.unitsPerMinute = unitsPerMinute
    },
  }
}

function setSuspended(workspace: Workspace, email: string, suspended: boolean) {
  const user = workspace.users.get(email)
  if (!user) throw new Error(`${email} is not a user of ${workspace.domain}`)
  user.suspended = suspended
}
