import { ownerHeader } from './acting-as.ts'

/** An answer that says no: `message` is its sentence for a person, `body` the rest of it. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly body: Record<string, unknown>

  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body['detail'] === 'string' ? body['detail'] : 'The server could not do this.')
    this.status = status
    this.code = typeof body['code'] === 'string' ? body['code'] : ''
    this.body = body
  }
}

/** No answer came: the network, or the server, is away. */
export class Unreachable extends Error {
  constructor() {
    super('The server could not be reached.')
  }
}

/** Sends JSON to `/api…` and answers JSON; throws `ApiProblem` or `Unreachable`. */
export async function callApi<T>(
  method: string,
  path: string,
  body?: unknown,
  more: { headers?: Record<string, string>; signal?: AbortSignal; keepalive?: boolean } = {},
): Promise<T> {
  const reply = await send(method, path, body, more)
  const answer = await reply.json().catch(() => ({}))
  if (!reply.ok) throw new ApiProblem(reply.status, answer as Record<string, unknown>)
  return answer as T
}

async function send(
  method: string,
  path: string,
  body: unknown,
  {
    headers,
    signal,
    keepalive = false,
  }: { headers?: Record<string, string>; signal?: AbortSignal; keepalive?: boolean },
): Promise<Response> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  try {
    return await fetch(`/api${path}`, {
      method,
      keepalive,
      headers: { accept: 'application/json', ...ownerHeader(), ...json, ...headers } as Record<string, string>,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Unreachable()
  }
}

/** Whether the same request may do better later: the server is away, busy or broken. */
export const mayPass = (problem: unknown): boolean =>
  problem instanceof Unreachable || (problem instanceof ApiProblem && (problem.status >= 500 || problem.status === 429))
