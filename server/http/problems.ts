import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { ZodError, z } from 'zod'
import { type ErrorCode, invalid, UserError } from '../errors.ts'
import { plainSentence } from './sentences.ts'

z.config({ customError: plainSentence })

/** The error handler of both listeners: `{detail, code, …}` for scripts, a page for people. */
export const problemsPlugin = fp(async (app: FastifyInstance) => {
  app.setErrorHandler((error: FastifyError, request, reply) => answerProblem(asUserError(error), error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const detail = request.url.startsWith('/api/') ? 'There is nothing at this address.' : 'This page does not exist.'
    return answerProblem(new UserError('not_found', detail), null, request, reply)
  })
})

/** What no route is even looked up for, such as a part of an address longer than any of ours, in the same shape. */
export function answerUnroutable(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const isUnreadable = error.code === 'FST_ERR_BAD_URL'
  const body = isUnreadable
    ? { detail: 'This address cannot be read.', code: 'bad_request' }
    : { detail: 'There is nothing at this address.', code: 'not_found' }
  reply.status(isUnreadable ? 400 : 404).send(body)
}

/** What is no HTTP request, or has headers without end, in the same shape; nobody reads on after it. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return

  const isLarge = error.code === 'HPE_HEADER_OVERFLOW'
  const body = isLarge
    ? { detail: 'The headers of this request are too large.', code: 'too_large' }
    : { detail: 'This request cannot be read.', code: 'bad_request' }
  const status = isLarge ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const json = JSON.stringify(body)
  const headers = `content-type: application/json; charset=utf-8\r\ncontent-length: ${json.length}\r\nconnection: close`
  socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${json}`)
}

function answerProblem(problem: UserError | null, error: Error | null, request: FastifyRequest, reply: FastifyReply) {
  if (!problem) request.log.error({ err: error }, 'unexpected failure')
  const status = problem?.status ?? 500
  const detail = problem?.message ?? 'Something broke on our side. Nothing of this request was saved; it is in the log.'
  const body = { detail, code: problem?.code ?? 'internal', ...problem?.more }

  if (typeof problem?.more['retry_after'] === 'number') reply.header('retry-after', problem.more['retry_after'])
  reply.status(status)
  return reply.problem ? reply.problem(body) : reply.send(body)
}

declare module 'fastify' {
  interface FastifyReply {
    /** Set by the web panel: shows a problem as a page where a person, not a script, is asking. */
    problem?: (body: { detail: string; code: string }) => FastifyReply
  }
}

/** Failures a person can act on, whatever library they came from; null for a bug. */
export function asUserError(error: Error & Partial<FastifyError>): UserError | null {
  if (error instanceof UserError) return error
  if (error instanceof ZodError) return zodProblem(error)
  if (error.validation) return validationProblem(error)

  const status = error.statusCode ?? 500
  if (status === 413) return new UserError('too_large', 'This is more than one request may carry.')
  if (status === 429) return new UserError('too_many_requests', 'Too many requests. Wait a minute, then try again.')
  if (status >= 400 && status < 500) return new UserError(codeOf(status), `${error.message.replace(/\.$/, '')}.`)
  return null
}

/** Understood but wrong: one sentence per field, by its path in the body. */
export function zodProblem(error: ZodError): UserError {
  return invalid(Object.fromEntries(error.issues.flatMap(sentences).reverse()))
}

function sentences(issue: ZodError['issues'][number]): [string, string][] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [key, `“${key}” is not known here.`])
  return [[issue.path.join('.') || 'body', issue.message]]
}

/** fastify-type-provider-zod wraps zod's issues: a wrong query or body is 422, like everything understood but wrong. */
function validationProblem(error: Partial<FastifyError>): UserError {
  const fields = (error.validation ?? []).flatMap(({ keyword, instancePath, message, params }) => {
    const path = instancePath.replace(/^\//, '').replaceAll('/', '.')
    const keys = keyword === 'unrecognized_keys' ? (params['keys'] as string[]) : null
    if (keys) return keys.map((key) => [path ? `${path}.${key}` : key, `“${key}” is not known here.`])
    return [[path || 'body', message ?? 'is wrong']]
  })
  return invalid(Object.fromEntries(fields.reverse()))
}

const codeOf = (status: number): ErrorCode =>
  status === 404 ? 'not_found' : status === 401 ? 'not_signed_in' : status === 403 ? 'forbidden' : 'bad_request'
