import type { FastifyError, FastifyInstance } from 'fastify'

interface ProblemDetail {
  status: number
  reason: string
  message: string
  /** The short text Google puts inside `errors[]` when it differs from `message`. */
  innerMessage?: string
  details?: object[]
}

/** A refusal in the shape of Google's API errors (https://cloud.google.com/apis/design/errors). */
export class GoogleProblem extends Error {
  readonly status: number
  readonly detail: ProblemDetail

  constructor(detail: ProblemDetail) {
    super(detail.message)
    this.status = detail.status
    this.detail = detail
  }
}

/** A refusal of the token endpoint, which speaks RFC 6749 section 5.2 instead. */
export class TokenProblem extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, description: string) {
    super(description)
    this.status = status
    this.code = code
  }
}

export function answerProblems(app: FastifyInstance) {
  app.setErrorHandler((error: FastifyError | GoogleProblem | TokenProblem, _request, reply) => {
    if (error instanceof TokenProblem) {
      return reply.status(error.status).send({ error: error.code, error_description: error.message })
    }
    const problem = error instanceof GoogleProblem ? error : asGoogleProblem(error)
    return reply.status(problem.status).send(problemBody(problem.detail))
  })
  app.setNotFoundHandler((_request, reply) => reply.status(404).send(problemBody(notFound('Not Found').detail)))
}

export function invalidArgument(message: string): GoogleProblem {
  return new GoogleProblem({ status: 400, reason: 'invalidArgument', message })
}

/** Google's front ends refuse addresses of many kilobytes; callers must ask in groups. */
export function addressTooLong(): GoogleProblem {
  return new GoogleProblem({ status: 414, reason: 'uriTooLong', message: 'The requested URL is too large to process.' })
}

export function failedPrecondition(message = 'Precondition check failed.'): GoogleProblem {
  return new GoogleProblem({ status: 400, reason: 'failedPrecondition', message })
}

export function forbidden(message: string): GoogleProblem {
  return new GoogleProblem({ status: 403, reason: 'forbidden', message })
}

export function notFound(message = 'Requested entity was not found.'): GoogleProblem {
  return new GoogleProblem({ status: 404, reason: 'notFound', message })
}

const unauthenticatedMessage =
  'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid ' +
  'authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.'

export function unauthenticated(): GoogleProblem {
  return new GoogleProblem({
    status: 401,
    reason: 'authError',
    message: unauthenticatedMessage,
    innerMessage: 'Invalid Credentials',
  })
}

export function insufficientScopes(service: string): GoogleProblem {
  return new GoogleProblem({
    status: 403,
    reason: 'insufficientPermissions',
    message: 'Request had insufficient authentication scopes.',
    innerMessage: 'Insufficient Permission',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
        domain: 'googleapis.com',
        metadata: { service },
      },
    ],
  })
}

/** google.rpc.Code names per HTTP status; a failed precondition shares 400 and is told apart by its reason. */
const statusNames: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  410: 'GONE',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}

function problemBody({ status, reason, message, innerMessage, details }: ProblemDetail) {
  return {
    error: {
      code: status,
      message,
      errors: [{ message: innerMessage ?? message, domain: errorDomain(status, reason), reason }],
      status: reason === 'failedPrecondition' ? 'FAILED_PRECONDITION' : (statusNames[status] ?? 'UNKNOWN'),
      ...(details && { details }),
    },
  }
}

function errorDomain(status: number, reason: string): string {
  return status === 429 || reason.endsWith('LimitExceeded') ? 'usageLimits' : 'global'
}

function asGoogleProblem(error: FastifyError): GoogleProblem {
  const status = error.statusCode ?? 500
  if (status < 500) return new GoogleProblem({ status, reason: 'badRequest', message: error.message })
  return new GoogleProblem({ status, reason: 'backendError', message: `The emulator failed: ${error.stack}` })
}
