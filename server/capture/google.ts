import type { Config } from '../config.ts'
import { type Google, googleClients } from '../google/clients.ts'
import { type MailboxClient, mailboxClient } from '../google/mailbox.ts'
import { openPaces, type Paces } from '../google/pace.ts'

/**
 * Opens a mailbox at Google, whose waits end with the signal. `thorough` work leaves a part of the quota to what people wait
 * for, which is `live`.
 */
export type OpenClient = (address: string, signal: AbortSignal, how: keyof Paces) => MailboxClient

export const googleMailboxes = (config: Config): OpenClient =>
  clientsOf(googleClients(config), openPaces(config.gmailQuota))

export function clientsOf(google: Google, paces: Paces): OpenClient {
  return (address, signal, how) => mailboxClient(google, address, { pace: paces[how](address), signal })
}
