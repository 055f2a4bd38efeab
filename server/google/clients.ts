import { type calendar_v3, calendar as calendarApi } from 'googleapis/build/src/apis/calendar/index.js'
import { auth, type gmail_v1, gmail as gmailApi } from 'googleapis/build/src/apis/gmail/index.js'
import type { Config } from '../config.ts'
import { googleAddress } from './address.ts'
import { readKeyFile, type ServiceAccount } from './key-file.ts'
import { GoogleFailure } from './retry.ts'
import { type GoogleScope, googleScopes } from './scopes.ts'

/**
 * Google as the service sees it: the APIs, in the name of one person, by domain-wide delegation. Each throws
 * `GoogleFailure('google_not_configured')` without a key file.
 */
export type Google = {
  /** False without a key file: then nothing can be read. */
  delegated: boolean
  /** What an admin has to know of the service account, to delegate to it; null without a key file. */
  account: Pick<ServiceAccount, 'email' | 'clientId' | 'project'> | null
  /** Gmail as the owner of `mailbox`; with the right to read unless another scope is named. */
  gmail(mailbox: string, scope?: GoogleScope): gmail_v1.Gmail
  calendar(mailbox: string): calendar_v3.Calendar
  /** Forgets the access tokens of a mailbox, for when Google says that one is no longer good. */
  forget(mailbox: string): void
}

/** Milliseconds a call may take, that for its access token included: nobody is waited for for ever. */
const longestCall = 20_000
/** The same for a message that was not here by then: it may have 25 MB, and the box a slow line. */
export const longestMessage = 60_000

/** Reads the service account's key once; throws a `ConfigError` when the file is no such key. */
export function googleClients(
  config: Pick<Config, 'googleKeyFile' | 'googleRoot'>,
  { timeout = longestCall }: { timeout?: number } = {},
): Google {
  const account = config.googleKeyFile ? readKeyFile(config.googleKeyFile) : null
  const people = new Map<string, JwtClient>()

  const tokenOf = (mailbox: string, scope: GoogleScope): JwtClient => {
    if (!account) throw new GoogleFailure('google_not_configured')
    const key = `${mailbox} ${scope}`
    const known = people.get(key) ?? jwtClient(account, mailbox, scope, { root: config.googleRoot, timeout })
    people.set(key, known)
    return known
  }
  const options = { retry: false, timeout }

  return {
    delegated: account !== null,
    account: account && { email: account.email, clientId: account.clientId, project: account.project },
    gmail: (mailbox, scope = googleScopes.readonly) =>
      gmailApi({ version: 'v1', auth: tokenOf(mailbox, scope), ...options }),
    calendar: (mailbox) => calendarApi({ version: 'v3', auth: tokenOf(mailbox, googleScopes.calendar), ...options }),
    forget(mailbox) {
      for (const key of people.keys()) if (key.startsWith(`${mailbox} `)) people.delete(key)
    },
  }
}

type JwtClient = InstanceType<typeof auth.JWT>
type Reaching = { root: string | null; timeout: number }

/** One client per person and scope: each keeps its access token until it expires, and one missing scope stops no other. */
function jwtClient({ email, key }: ServiceAccount, subject: string, scope: GoogleScope, { root, timeout }: Reaching) {
  const client = new auth.JWT({ email, key, scopes: [scope], subject, transporterOptions: { timeout } })
  redirect(client, root)
  return client
}

/**
 * The one seam through which all of Google can be replaced: tokens, calls and uploads pass this transporter, while the
 * key file's `token_uri` and the APIs' `rootUrl` each cover only some of them. The library would ask for a token four
 * times over, for each of our own tries.
 */
function redirect(client: JwtClient, root: string | null): void {
  client.transporter.interceptors.request.add({
    resolved: async (request) => {
      request.url = googleAddress(String(request.url), root)
      delete request.retryConfig
      return request
    },
  })
}
