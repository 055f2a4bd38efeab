import type { FastifyInstance } from 'fastify'
import { type ApiMethod, apiMethod, type ParameterKind, requireSelf } from '../api-method.ts'
import { failedPrecondition, forbidden, invalidArgument, notFound } from '../problems.ts'
import { addonScopes, gmailScopes } from '../scopes.ts'
import type { Grant, Workspace } from '../workspace.ts'
import { listHistory } from './history.ts'
import { listMessages } from './list.ts'
import { type Mailbox, type StoredMessage, threadMessages } from './mailbox.ts'
import { attachmentResource, type MessageFormat, messageResource } from './resource.ts'

const { full, modify, readonly, metadata, compose } = gmailScopes
const { messageMetadata, messageReadonly, messageAction } = addonScopes
const listScopes = [full, modify, readonly, metadata]
const readScopes = [...listScopes, messageMetadata, messageReadonly, messageAction]

/** The reading half of Gmail API v1 (https://developers.google.com/workspace/gmail/api/reference/rest). */
export function gmailRoutes(app: FastifyInstance, workspace: Workspace) {
  const method = <const Spec extends Record<string, ParameterKind>>(definition: Omit<ApiMethod<Spec>, 'service'>) =>
    apiMethod(app, workspace, { ...definition, service: 'gmail.googleapis.com' })

  method({
    url: '/gmail/v1/users/:userId/profile',
    units: 5,
    scopes: [...listScopes, compose],
    query: {},
    answer: ({ grant, path }) => profile(mailboxOf(workspace, grant, path)),
  })

  method({
    url: '/gmail/v1/users/:userId/messages',
    units: 5,
    scopes: listScopes,
    query: { q: 'text', labelIds: 'texts', maxResults: 'count', pageToken: 'text', includeSpamTrash: 'flag' },
    answer: ({ grant, path, query }) => {
      if (query.q !== undefined && isMetadataOnly(grant))
        throw forbidden("Metadata scope does not support 'q' parameter")
      return listMessages(mailboxOf(workspace, grant, path), query)
    },
  })

  method({
    url: '/gmail/v1/users/:userId/messages/:id',
    units: 20,
    scopes: readScopes,
    query: { format: 'text', metadataHeaders: 'texts' },
    answer: ({ grant, path, query }) => {
      const message = findMessage(mailboxOf(workspace, grant, path), path['id'] ?? '')
      return messageResource(message, readFormat(grant, query.format, allFormats), query.metadataHeaders)
    },
  })

  method({
    url: '/gmail/v1/users/:userId/messages/:messageId/attachments/:id',
    units: 20,
    scopes: [full, modify, readonly, messageReadonly, messageAction],
    query: {},
    answer: ({ grant, path }) =>
      attachmentResource(findMessage(mailboxOf(workspace, grant, path), path['messageId'] ?? ''), path['id'] ?? ''),
  })

  method({
    url: '/gmail/v1/users/:userId/threads/:id',
    units: 40,
    scopes: readScopes,
    query: { format: 'text', metadataHeaders: 'texts' },
    answer: ({ grant, path, query }) => {
      const messages = threadMessages(mailboxOf(workspace, grant, path), path['id'] ?? '')
      if (messages.length === 0) throw notFound()
      const format = readFormat(grant, query.format, threadFormats)
      return threadResource(messages, format, query.metadataHeaders)
    },
  })

  method({
    url: '/gmail/v1/users/:userId/history',
    units: 2,
    scopes: listScopes,
    query: { startHistoryId: 'text', historyTypes: 'texts', labelId: 'text', maxResults: 'count', pageToken: 'text' },
    answer: ({ grant, path, query }) => listHistory(mailboxOf(workspace, grant, path), query),
  })
}

const threadFormats: MessageFormat[] = ['minimal', 'metadata', 'full']
export const allFormats: MessageFormat[] = [...threadFormats, 'raw']

/** The mailbox a call is about: the one of the token's subject, or none. */
export function mailboxOf(workspace: Workspace, grant: Grant, path: Record<string, string>): Mailbox {
  // A service account that impersonates nobody has no mailbox.
  if (grant.subject === null) throw failedPrecondition()
  const mailbox = workspace.mailboxes.get(requireSelf(grant.subject, path['userId'] ?? ''))
  if (!mailbox) throw failedPrecondition('Mail service not enabled')
  return mailbox
}

function profile(mailbox: Mailbox) {
  const threads = new Set([...mailbox.messages.values()].map((message) => message.threadId))
  return {
    emailAddress: mailbox.address,
    messagesTotal: mailbox.messages.size,
    threadsTotal: threads.size,
    historyId: `${mailbox.historyId}`,
  }
}

function findMessage(mailbox: Mailbox, id: string): StoredMessage {
  const message = mailbox.messages.get(id)
  if (!message) throw notFound()
  return message
}

function threadResource(messages: StoredMessage[], format: MessageFormat, metadataHeaders?: string[]) {
  const historyId = Math.max(...messages.map((message) => message.historyId))
  return {
    id: messages[0]?.threadId,
    historyId: `${historyId}`,
    messages: messages.map((message) => messageResource(message, format, metadataHeaders)),
  }
}

/** FULL is the default, so a metadata token must always say which format it wants. */
export function readFormat(grant: Grant, asked = 'full', allowed: MessageFormat[]): MessageFormat {
  const format = allowed.find((candidate) => candidate === asked.toLowerCase())
  if (!format) throw invalidArgument(`Invalid value at 'format' (TYPE_ENUM), "${asked}"`)
  if ((format === 'full' || format === 'raw') && isMetadataOnly(grant)) {
    throw forbidden(`Metadata scope doesn't allow format ${format.toUpperCase()}`)
  }
  return format
}

/** Google applies the limits of a metadata scope even when gmail.readonly stands beside it. */
function isMetadataOnly(grant: Grant): boolean {
  return grant.scopes.includes(metadata) || grant.scopes.includes(messageMetadata)
}
