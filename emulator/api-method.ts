import type { FastifyInstance, FastifyRequest } from 'fastify'
import { forbidden, insufficientScopes, invalidArgument, unauthenticated } from './problems.ts'
import { chargeQuota, type QuotaService } from './quota.ts'
import type { Grant, Workspace } from './workspace.ts'

export type ParameterKind = 'text' | 'count' | 'flag' | 'texts'
type Parameters<Spec> = {
  [Name in keyof Spec]?: Spec[Name] extends 'count'
    ? number
    : Spec[Name] extends 'flag'
      ? boolean
      : Spec[Name] extends 'texts'
        ? string[]
        : string
}

export interface ApiMethod<Spec extends Record<string, ParameterKind>> {
  service: string
  /** Whose quota is charged; Gmail's when absent. */
  quota?: QuotaService
  url: string
  /** Any one of these is enough. */
  scopes: string[]
  /** What a call costs of the user's quota (https://developers.google.com/workspace/gmail/api/reference/quota). */
  units: number
  query: Spec
  answer(call: { grant: Grant; path: Record<string, string>; query: Parameters<Spec> }): object
}

/** Registers one read method of a Google API: token, scope and query are checked before it is asked anything. */
export function apiMethod<const Spec extends Record<string, ParameterKind>>(
  app: FastifyInstance,
  workspace: Workspace,
  method: ApiMethod<Spec>,
) {
  app.get(method.url, async (request) => {
    const grant = requireGrant(workspace, request)
    if (!grant.scopes.some((scope) => method.scopes.includes(scope))) throw insufficientScopes(method.service)
    const query = readQuery(request.query as Record<string, string | string[]>, method.query)
    chargeQuota(workspace, method.quota ?? 'gmail', grant.subject ?? 'service account', method.units)
    return method.answer({ grant, path: request.params as Record<string, string>, query })
  })
}

/** The user a path names: `me`, or the subject of the token; nobody else, whatever the delegation says. */
export function requireSelf(subject: string, userId: string): string {
  if (userId !== 'me' && userId.toLowerCase() !== subject) throw forbidden(`Delegation denied for ${userId}`)
  return subject
}

function requireGrant(workspace: Workspace, request: FastifyRequest): Grant {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const grant = token === undefined ? undefined : workspace.grants.get(token)
  const isLive = grant !== undefined && grant.expiresAt > workspace.clock.now().getTime()
  if (!isLive || isSuspended(workspace, grant)) throw unauthenticated()
  return grant
}

function isSuspended(workspace: Workspace, grant: Grant): boolean {
  return grant.subject !== null && workspace.users.get(grant.subject)?.suspended === true
}

/** System parameters every Google API accepts and that change nothing here. */
const ignoredParameters = ['alt', 'prettyPrint', 'quotaUser', 'key']

function readQuery<Spec extends Record<string, ParameterKind>>(
  raw: Record<string, string | string[]>,
  spec: Spec,
): Parameters<Spec> {
  const entries = Object.entries(raw).filter(([name]) => !ignoredParameters.includes(name))
  return Object.fromEntries(
    entries.map(([name, value]) => [name, readParameter(name, value, spec[name])]),
  ) as Parameters<Spec>
}

function readParameter(name: string, value: string | string[], kind: ParameterKind | undefined) {
  if (kind === undefined) {
    throw invalidArgument(`Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter.`)
  }
  if (kind === 'texts') return [value].flat()
  if (Array.isArray(value)) throw invalidArgument(`Invalid value for "${name}": it may be given once.`)
  if (kind === 'count' && !/^\d+$/.test(value))
    throw invalidArgument(`Invalid value at '${name}' (TYPE_UINT32), "${value}"`)
  if (kind === 'flag' && !/^(true|false)$/.test(value))
    throw invalidArgument(`Invalid value at '${name}' (TYPE_BOOL), "${value}"`)
  if (kind === 'count') return Number(value)
  return kind === 'flag' ? value === 'true' : value
}
