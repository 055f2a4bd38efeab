import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError } from '../config.ts'

const keyFile = z.object({
  client_email: z.string().min(3),
  private_key: z.string().includes('PRIVATE KEY'),
  client_id: z.string().optional(),
  project_id: z.string().optional(),
})

/** A service account. `clientId` is the number the Workspace admin delegates to; files made by hand may lack it. */
export type ServiceAccount = { email: string; key: string; clientId: string | null; project: string | null }

/** Reads the JSON key of a service account; throws a `ConfigError` when the file is none. */
export function readKeyFile(path: string): ServiceAccount {
  try {
    const { client_email, private_key, client_id, project_id } = keyFile.parse(JSON.parse(readFileSync(path, 'utf8')))
    return { email: client_email, key: private_key, clientId: client_id ?? null, project: project_id ?? null }
  } catch {
    throw new ConfigError(
      'CRM_GOOGLE_KEY_FILE must be the JSON key of a service account, as the Google Cloud console gives it. Example: CRM_GOOGLE_KEY_FILE=./service-account.json',
    )
  }
}
