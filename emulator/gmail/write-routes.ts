import type { FastifyInstance } from 'fastify'
import { type ApiMethod, apiMethod, type BodySpec, type ParameterKind } from '../api-method.ts'
import { gmailScopes } from '../scopes.ts'
import type { Workspace } from '../workspace.ts'
import { addressesOf } from './deliver.ts'
import { createDraft, deleteDraft, listDrafts, replaceDraft, sendDraft, sendMessage, showDraft } from './drafts.ts'
import type { Mailbox } from './mailbox.ts'
import { allFormats, mailboxOf, readFormat } from './routes.ts'

const { full, modify, readonly, compose, send, settings } = gmailScopes
const writeScopes = [full, modify, compose]
const draftReadScopes = [...writeScopes, readonly]
const message = { raw: 'text', threadId: 'text' } as const

/** Sending, drafts and aliases of Gmail API v1 (https://developers.google.com/workspace/gmail/api/reference/rest). */
export function gmailWriteRoutes(app: FastifyInstance, workspace: Workspace) {
  const method = <const Spec extends Record<string, ParameterKind>, const Fields extends BodySpec>(
    definition: Omit<ApiMethod<Spec, Fields>, 'service'>,
  ) => apiMethod(app, workspace, { ...definition, service: 'gmail.googleapis.com' })

  method({
    method: 'POST',
    url: '/gmail/v1/users/:userId/messages/send',
    units: 100,
    scopes: [...writeScopes, send],
    query: {},
    body: message,
    answer: ({ grant, path, body }) => sendMessage(workspace, mailboxOf(workspace, grant, path), body),
  })

  method({
    url: '/gmail/v1/users/:userId/drafts',
    units: 5,
    scopes: draftReadScopes,
    query: { maxResults: 'count', pageToken: 'text' },
    answer: ({ grant, path, query }) => listDrafts(mailboxOf(workspace, grant, path), query),
  })

  method({
    method: 'POST',
    url: '/gmail/v1/users/:userId/drafts',
    units: 10,
    scopes: writeScopes,
    query: {},
    body: { message },
    answer: ({ grant, path, body }) => createDraft(workspace, mailboxOf(workspace, grant, path), body.message ?? {}),
  })

  method({
    method: 'POST',
    url: '/gmail/v1/users/:userId/drafts/send',
    units: 100,
    scopes: [...writeScopes, send],
    query: {},
    body: { id: 'text' },
    answer: ({ grant, path, body }) => sendDraft(workspace, mailboxOf(workspace, grant, path), body.id ?? ''),
  })

  method({
    url: '/gmail/v1/users/:userId/drafts/:id',
    units: 5,
    scopes: draftReadScopes,
    query: { format: 'text' },
    answer: ({ grant, path, query }) =>
      showDraft(mailboxOf(workspace, grant, path), path['id'] ?? '', readFormat(grant, query.format, allFormats)),
  })

  method({
    method: 'PUT',
    url: '/gmail/v1/users/:userId/drafts/:id',
    units: 15,
    scopes: writeScopes,
    query: {},
    body: { message },
    answer: ({ grant, path, body }) =>
      replaceDraft(workspace, mailboxOf(workspace, grant, path), path['id'] ?? '', body.message ?? {}),
  })

  method({
    method: 'DELETE',
    url: '/gmail/v1/users/:userId/drafts/:id',
    units: 10,
    scopes: writeScopes,
    query: {},
    answer: ({ grant, path }) => deleteDraft(mailboxOf(workspace, grant, path), path['id'] ?? ''),
  })

  method({
    url: '/gmail/v1/users/:userId/settings/sendAs',
    units: 1,
    scopes: [full, modify, readonly, settings],
    query: {},
    answer: ({ grant, path }) => ({ sendAs: sendAs(workspace, mailboxOf(workspace, grant, path)) }),
  })
}

/** The addresses one may send in the name of: the account's own first, its aliases after it. */
function sendAs(workspace: Workspace, mailbox: Mailbox) {
  const displayName = workspace.users.get(mailbox.address)?.name ?? ''
  return addressesOf(workspace, mailbox).map((sendAsEmail) => {
    const isOwn = sendAsEmail === mailbox.address
    const shared = { sendAsEmail, displayName, replyToAddress: '', signature: '' }
    return isOwn
      ? { ...shared, isPrimary: true, isDefault: true }
      : { ...shared, treatAsAlias: true, verificationStatus: 'accepted' }
  })
}
