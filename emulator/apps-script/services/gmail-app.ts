import { addonScopes } from '../../scopes.ts'
import { requireScope } from '../scope-check.ts'
import { ScriptProblem } from '../script-problem.ts'
import type { OpenMessage, ScriptHost } from './host.ts'

const { messageMetadata, messageReadonly, messageAction } = addonScopes

/** The open message, and only that: add-on scopes work with the token of the event and with nothing else. */
export class GmailApp {
  readonly #host: ScriptHost
  #accessToken: string | null = null

  constructor(host: ScriptHost) {
    this.#host = host
  }

  setCurrentMessageAccessToken(accessToken: unknown) {
    if (typeof accessToken !== 'string' || accessToken === '') throw new ScriptProblem('Invalid argument: accessToken')
    this.#accessToken = accessToken
  }

  getMessageById(id: unknown): GmailMessage {
    requireScope(this.#host.manifest.oauthScopes, 'GmailApp.getMessageById', [
      messageMetadata,
      messageReadonly,
      messageAction,
    ])
    if (typeof id !== 'string' || id === '') throw new ScriptProblem('Invalid argument: id')
    if (this.#accessToken === null) {
      throw new ScriptProblem('Access denied: : Missing access token for per message authorized scopes.')
    }
    if (this.#accessToken !== this.#host.eventToken) {
      throw new ScriptProblem('Access denied: : Invalid access token for per message authorized scopes.')
    }
    const bodyScopes = this.#host.isUserAction ? [messageReadonly, messageAction] : [messageReadonly]
    const mayReadBody = bodyScopes.some((scope) => this.#host.manifest.oauthScopes.includes(scope))
    return new GmailMessage(this.#host.call('openMessage', id, this.#accessToken, mayReadBody))
  }
}

class GmailMessage {
  readonly #message: OpenMessage

  constructor(message: OpenMessage) {
    this.#message = message
  }

  getId = () => this.#message.id
  getThread = () => new GmailThread(this.#message.threadId)
  getDate = () => new Date(this.#message.internalDate)
  getFrom = () => this.getHeader('From')
  getTo = () => this.getHeader('To')
  getCc = () => this.getHeader('Cc')
  getBcc = () => this.getHeader('Bcc')
  getReplyTo = () => this.getHeader('Reply-To')
  getSubject = () => this.getHeader('Subject')

  /** '' when the message has no such header. Names are compared exactly, as Apps Script does. */
  getHeader = (name: unknown): string => this.#message.headers.find((header) => header.name === name)?.value ?? ''

  getPlainBody = () => this.#body('getPlainBody').plain
  getBody = () => this.#body('getBody').html
  getRawContent = () => this.#body('getRawContent').raw

  #body(method: string) {
    const { body } = this.#message
    if (body) return body
    throw new ScriptProblem(
      `Specified permissions are not sufficient to call GmailMessage.${method}. Required permissions: ` +
        `${messageReadonly} || ${messageAction}`,
    )
  }
}

class GmailThread {
  readonly #id: string

  constructor(id: string) {
    this.#id = id
  }

  getId = () => this.#id
}
