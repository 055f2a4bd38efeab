import { identityToken } from '../identity.ts'
import { findPart, readableText } from '../mime/parts.ts'
import { addonScopes } from '../scopes.ts'
import type { Workspace } from '../workspace.ts'
import { type CarriedRequest, carryOut } from './carrier.ts'
import { ScriptProblem } from './script-problem.ts'
import { scriptStores } from './script-stores.ts'
import type { HostServices, OpenMessage } from './services/host.ts'

export interface HostOptions {
  workspace: Workspace
  user: string
  hostAliases: Record<string, string>
}

/** The host's side of a script: real HTTP, the workspace's mail and identities, what outlives an execution. */
export function createHostServices(options: HostOptions, requests: CarriedRequest[]): HostServices {
  const { workspace, user, hostAliases } = options
  const stores = scriptStores(workspace, user)

  return {
    fetch: (request) => carryOut(request, hostAliases, requests),
    identityToken: (scopes) => tokenUnderScopes(workspace, user, scopes),
    openMessage: (id, accessToken, withBody) => openMessage(options, id, accessToken, withBody),
    ...stores,
  }
}

async function tokenUnderScopes(workspace: Workspace, user: string, scopes: string[]): Promise<string | null> {
  if (!scopes.includes(addonScopes.openid)) return null
  const knowsEmail = scopes.includes(addonScopes.userEmail) || scopes.includes(addonScopes.userProfile)
  return identityToken(workspace, user, knowsEmail ? {} : { email: null, email_verified: null })
}

function openMessage(
  { workspace, user }: HostOptions,
  id: string,
  accessToken: string,
  withBody: boolean,
): OpenMessage {
  const token = workspace.eventTokens.get(accessToken)
  const message = workspace.mailboxes.get(user)?.messages.get(id)
  if (token?.user !== user || token.messageId !== id || !message) {
    throw new ScriptProblem('Access denied: : Invalid access token for per message authorized scopes.')
  }
  return {
    id,
    threadId: message.threadId,
    internalDate: message.internalDate,
    headers: message.mime.headers,
    body: withBody
      ? {
          plain: readableText(message.mime),
          html: findPart(message.mime, 'text/html')?.body.toString() ?? readableText(message.mime),
          raw: message.raw.toString(),
        }
      : null,
  }
}
