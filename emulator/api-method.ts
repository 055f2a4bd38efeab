import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { addressTooLong, forbidden, insufficientScopes, invalidArgument, unauthenticated } from './problems.ts'
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

/** The fields a request body may have, one inside another. */
export type BodySpec = { [name: string]: 'text' | BodySpec }
type Body<Spec> = { [Name in keyof Spec]?: Spec[Name] extends 'text' ? string : Body<Spec[Name]> }

export interface ApiMethod<Spec extends Record<string, ParameterKind>, Fields extends BodySpec = Record<never, never>> {
  service: string
  /** Whose quota is charged; Gmail's when absent. */
  quota?: QuotaService
  /** GET when absent. */
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  /** Any one of these is enough. */
  scopes: string[]
  /** What a call costs of the user's quota (https://developers.google.com/workspace/gmail/api/reference/quota). */
  units: number
  query: Spec
  body?: Fields
  /** Nothing is answered with 204. */
  answer(call: {
    grant: Grant
    path: Record<string, string>
    query: Parameters<Spec>
    body: Body<Fields>
  }): object | undefined
}

/** Registers one method of a Google API: token, scope, query and body are checked before it is asked anything. */
export function apiMethod<
  const Spec extends Record<string, ParameterKind>,
  const Fields extends BodySpec = Record<never, never>,
>(app: FastifyInstance, workspace: Workspace, method: ApiMethod<Spec, Fields>) {
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.url.length > longestAddress) throw addressTooLong()
    const grant = requireGrant(workspace, request)
    if (!grant.scopes.some((scope) => method.scopes.includes(scope))) throw insufficientScopes(method.service)
    const query = readQuery(request.query as Record<string, string | string[]>, method.query)
    const body = readBody(request.body ?? {}, method.body ?? {}) as Body<Fields>
    chargeQuota(workspace, method.quota ?? 'gmail', grant.subject ?? 'service account', method.units)
    const answer = method.answer({ grant, path: request.params as Record<string, string>, query, body })
    return answer ?? reply.status(204).send()
  }
  app.route({ method: method.method ?? 'GET', url: method.url, bodyLimit: largestBody, handler })
}

const longestAddress = 8192

/** Gmail takes messages of 35 MB, which base64 makes longer. */
const largestBody = 48 * 1024 * 1024

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

/** A body of known fields only: what Google does not know it refuses by name. */
function readBody(raw: unknown, spec: BodySpec): object {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw invalidArgument('Invalid JSON payload received.')
  const entries = Object.entries(raw).map(([name, value]) => [name, readField(name, value, spec[name])])
  return Object.fromEntries(entries)
}

function readField(name: string, value: unknown, kind: 'text' | BodySpec | undefined) {
  if (kind === undefined)
    throw invalidArgument(`Invalid JSON payload received. Unknown name "${name}": Cannot find field.`)
  if (kind !== 'text') return readBody(value, kind)
  if (typeof value !== 'string') throw invalidArgument(`Invalid value at '${name}' (TYPE_STRING)`)
  return value
}
