/** What stands between the box and the mailboxes it may read, piece by piece, in the words of Google's console. */
import { checkMailbox, type ScopeCheck } from '../google/check.ts'
import { type Google, googleClients } from '../google/clients.ts'
import { consolePath, reasonText, scopeList, scopeName, scopePurpose } from '../google/reasons.ts'
import { type Standing, standingsOf } from '../mailboxes/standing.ts'
import type { Box } from './box.ts'
import type { Finding } from './doctor.ts'

/** Asks Google itself, for each mailbox that is switched on: no message and no event is looked at. */
export async function googleFindings(box: Pick<Box, 'db' | 'config' | 'now'>): Promise<Finding[]> {
  const on = standingsOf(box.db, box.now).filter(({ mailbox }) => mailbox.enabled)
  const google = clientsOrProblem(box)
  if (!('gmail' in google)) return [google]
  if (!google.account) return [withoutKey(on)]

  const checks = await Promise.all(
    on.map(async (standing) => ({ standing, checks: await checkMailbox(google, standing.mailbox.address) })),
  )
  const findings = checks.flatMap(({ standing, checks }) => mailboxFindings(standing, checks))
  const refused = checks.some(({ checks }) => checks.some(({ failure }) => isDelegation(failure?.word)))
  return [keyFinding(google.account, on.length), ...findings, ...(refused ? [whatToPaste(google.account)] : [])]
}

function clientsOrProblem({ config }: Pick<Box, 'config'>): Google | Finding {
  try {
    return googleClients(config)
  } catch (error) {
    return { ok: false, text: `Google: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function withoutKey(on: Standing[]): Finding {
  const text =
    'Google: no key file (CRM_GOOGLE_KEY_FILE), so no mailbox can be read. Give this command the settings of the service; see docs/google-setup.md.'
  return { ok: on.length === 0, text }
}

type Account = NonNullable<Google['account']>

function keyFinding({ email, project }: Account, mailboxes: number): Finding {
  const text = `Google: the key is that of ${email}${project ? ` in project ${project}` : ''}.`
  return { ok: true, text: mailboxes === 0 ? `${text} No mailbox is switched on yet (Admin → Gmail).` : text }
}

/** One line when all is well; else one for each scope that is not, and one for what is not proven. */
function mailboxFindings({ mailbox, verdict }: Standing, checks: ScopeCheck[]): Finding[] {
  const failing = checks.filter(({ failure }) => failure !== null)
  const scopes = failing.map(({ scope, failure }) => ({
    ok: false,
    text: `${mailbox.address}, ${scopeName(scope)}, so that ${scopePurpose(scope)}: ${reasonText(failure ?? { reason: '' })}`,
  }))
  const state = {
    ok: verdict.tone !== 'missing',
    text: `${mailbox.address}: ${[verdict.text, verdict.more].filter(Boolean).join(' ')}`,
  }
  const readable = `${mailbox.address}: may be read (${checks.map(({ scope }) => scopeName(scope)).join(', ')}).`
  return [...(failing.length === 0 ? [{ ok: true, text: readable }] : scopes), state]
}

const isDelegation = (word: string | null | undefined): boolean =>
  word !== null && word !== undefined && ['unauthorized_client', 'access_denied', 'invalid_scope'].includes(word)

function whatToPaste({ clientId, email }: Account): Finding {
  const id = clientId ?? `the “Unique ID” of ${email} (Cloud console, IAM & Admin → Service accounts)`
  return {
    ok: false,
    text: `To let it in: ${consolePath}.\n        Client ID: ${id}\n        OAuth scopes: ${scopeList}`,
  }
}
