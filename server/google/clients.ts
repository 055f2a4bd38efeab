import { readFileSync } from 'node:fs'
import { auth, type gmail_v1, gmail as gmailApi } from 'googleapis/build/src/apis/gmail/index.js'
import { z } from 'zod'
import { type Config, ConfigError } from '../config.ts'
import { googleAddress } from './address.ts'
import { GoogleFailure } from './retry.ts'

export const gmailScopes = {
  /** Headers, never bodies: the least with which a message can be told from another. */
  metadata: 'https://www.googleapis.com/auth/gmail.metadata',
} as const

export type GmailScope = (typeof gmailScopes)[keyof typeof gmailScopes]

/** Google as the service sees it: the APIs, in the name of one person, by domain-wide delegation. */
export type Google = {
  /** False without a key file: then nothing can be read. */
  delegated: boolean
  /** Gmail as the owner of `mailbox`. Throws `GoogleFailure('google_not_configured')` without a key file. */
  gmail(mailbox: string, scope: GmailScope): gmail_v1.Gmail
  /** Forgets the access tokens of a mailbox, for when Google says that one is no longer good. */
  forget(mailbox: string): void
}

const keyFile = z.object({ client_email: z.string().min(3), private_key: z.string().includes('PRIVATE KEY') })
type ServiceAccount = z.infer<typeof keyFile>

/** Reads the service account's key once; throws a `ConfigError` when the file is no such key. */
export function googleClients(config: Pick<Config, 'googleKeyFile' | 'googleRoot'>): Google {
  const account = config.googleKeyFile ? readKeyFile(config.googleKeyFile) : null
  const clients = new Map<string, gmail_v1.Gmail>()

  return {
    delegated: account !== null,
    gmail(mailbox, scope) {
      if (!account) throw new GoogleFailure('google_not_configured')
      const key = `${mailbox} ${scope}`
      const known = clients.get(key) ?? gmailOf(account, mailbox, scope, config.googleRoot)
      clients.set(key, known)
      return known
    },
    forget(mailbox) {
      for (const key of clients.keys()) if (key.startsWith(`${mailbox} `)) clients.delete(key)
    },
  }
}

/** One client per person and scope: each keeps its access token until it expires. */
function gmailOf(account: ServiceAccount, subject: string, scope: GmailScope, root: string | null): gmail_v1.Gmail {
  const client = new auth.JWT({
    email: account.client_email,
    key: account.private_key,
    scopes: [scope],
    subject,
  })
  redirect(client, root)
  return gmailApi({ version: 'v1', auth: client, retry: false, timeout: 20_000 })
}

/**
 * The one seam through which all of Google can be replaced: tokens, calls and uploads pass this transporter, while the
 * key file's `token_uri` and the APIs' `rootUrl` each cover only some of them.
 */
function redirect(client: InstanceType<typeof auth.JWT>, root: string | null): void {
  client.transporter.interceptors.request.add({
    resolved: async (request) => {
      request.url = googleAddress(String(request.url), root)
      return request
    },
  })
}

function readKeyFile(path: string): ServiceAccount {
  try {
    return keyFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    throw new ConfigError(
      'CRM_GOOGLE_KEY_FILE must be the JSON key of a service account, as the Google Cloud console gives it. Example: CRM_GOOGLE_KEY_FILE=./service-account.json',
    )
  }
}
