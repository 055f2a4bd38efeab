import { takePage } from '../pages.ts'
import { notFound } from '../problems.ts'
import type { Workspace } from '../workspace.ts'
import { ArrivedContent } from './content.ts'
import { deliverRaw } from './deliver.ts'
import { gmailPages } from './list.ts'
import { addMessage, deleteMessage, type Mailbox, type StoredMessage } from './mailbox.ts'
import { asGmailSends, type Outgoing, readRaw, requireRecipients, threadFor } from './outgoing.ts'
import { messageResource } from './resource.ts'

/** `users.messages.send`: into the mailboxes of everybody concerned, and into Sent. */
export function sendMessage(workspace: Workspace, mailbox: Mailbox, { raw, threadId }: Outgoing) {
  const written = readRaw(raw)
  requireRecipients(written)
  return send(workspace, mailbox, written, threadFor(mailbox, threadId, written))
}

function send(workspace: Workspace, mailbox: Mailbox, written: ArrivedContent, threadId: string | null | undefined) {
  const sent = asGmailSends(workspace, mailbox, written)
  const { copies } = deliverRaw(workspace, sent.raw, { receivedAt: workspace.clock.now(), threadId })
  const own = mailbox.messages.get(copies.find((copy) => copy.mailbox === mailbox.address)?.id ?? '')
  if (!own) throw new Error(`${mailbox.address} has no copy of what it sent`)
  return partial(own)
}

/** `users.drafts.create`. A draft needs no recipients yet. */
export function createDraft(workspace: Workspace, mailbox: Mailbox, { raw, threadId }: Outgoing) {
  const id = `r${workspace.nextSerial().toString().padStart(16, '0')}`
  return draftResource(id, keepDraft(workspace, mailbox, id, { raw, threadId }))
}

/** `users.drafts.update`: the draft keeps its id, its message gets a new one. */
export function replaceDraft(workspace: Workspace, mailbox: Mailbox, id: string, outgoing: Outgoing) {
  const before = requireDraft(mailbox, id)
  const kept = keepDraft(workspace, mailbox, id, outgoing)
  deleteMessage(mailbox, before.id)
  return draftResource(id, kept)
}

function keepDraft(workspace: Workspace, mailbox: Mailbox, id: string, { raw, threadId }: Outgoing): StoredMessage {
  const content = asGmailSends(workspace, mailbox, readRaw(raw))
  const thread = threadFor(mailbox, threadId, content)
  const message = addMessage(mailbox, content, ['DRAFT'], workspace.clock.now(), thread)
  mailbox.drafts.set(id, message.id)
  return message
}

/** `users.drafts.send`: the draft goes, a sent message with an id of its own comes. */
export function sendDraft(workspace: Workspace, mailbox: Mailbox, id: string) {
  const { raw, threadId } = requireDraft(mailbox, id)
  const written = new ArrivedContent(raw)
  requireRecipients(written)
  const sent = send(workspace, mailbox, written, threadId)
  deleteDraft(mailbox, id)
  return sent
}

/** `users.drafts.delete`: for good, not into the bin. */
export function deleteDraft(mailbox: Mailbox, id: string): undefined {
  deleteMessage(mailbox, requireDraft(mailbox, id).id)
  mailbox.drafts.delete(id)
}

export function showDraft(mailbox: Mailbox, id: string, format: 'minimal' | 'full' | 'metadata' | 'raw') {
  return { id, message: messageResource(requireDraft(mailbox, id), format) }
}

/** `users.drafts.list`: ids only, the newest draft first. */
export function listDrafts(mailbox: Mailbox, query: { maxResults?: number; pageToken?: string }) {
  const drafts = [...mailbox.drafts].reverse()
  const { page, nextPageToken } = takePage(drafts, {
    question: 'drafts',
    pageToken: query.pageToken,
    maxResults: query.maxResults,
    limits: gmailPages,
    mark: ([id]) => id,
    isAfter: ([id], mark) => id < mark,
  })
  return {
    ...(page.length > 0 && { drafts: page.map(([id]) => ({ id, message: idsOf(requireDraft(mailbox, id)) })) }),
    ...(nextPageToken && { nextPageToken }),
    resultSizeEstimate: drafts.length,
  }
}

function requireDraft(mailbox: Mailbox, id: string): StoredMessage {
  const message = mailbox.messages.get(mailbox.drafts.get(id) ?? '')
  if (!message) throw notFound()
  return message
}

const idsOf = ({ id, threadId }: StoredMessage) => ({ id, threadId })

/** Writes answer with ids and labels only; whoever wants more must ask for it. */
const partial = (message: StoredMessage) => ({ ...idsOf(message), labelIds: [...message.labelIds] })

const draftResource = (id: string, message: StoredMessage) => ({ id, message: partial(message) })
