import type { FastifyInstance } from 'fastify'
import { type Mailbox, newestFirst, relabel, type StoredMessage, threadMessages } from '../gmail/mailbox.ts'
import { snippet } from '../gmail/resource.ts'
import type { Mailer } from '../mime/addresses.ts'
import { readableText } from '../mime/parts.ts'
import { notFound } from '../problems.ts'
import type { Workspace } from '../workspace.ts'

export interface ThreadLine {
  id: string
  subject: string
  /** The people of the thread, the own mailbox as "me". */
  people: string
  snippet: string
  date: number
  unread: boolean
  count: number
  boxes: string[]
}

export interface ShownMessage {
  id: string
  from: Mailer
  to: Mailer[]
  cc: Mailer[]
  date: number
  text: string
}

export interface ShownThread {
  id: string
  subject: string
  messages: ShownMessage[]
}

/** What the page shows of a mailbox; it reads the stored mail directly, as Gmail's own page would. */
export function mailRoutes(app: FastifyInstance, workspace: Workspace) {
  app.get<{ Params: Path }>('/panel/api/mailboxes/:address/threads', ({ params }) =>
    threadLines(requireMailbox(workspace, params.address)),
  )

  app.get<{ Params: Path & { id: string } }>('/panel/api/mailboxes/:address/threads/:id', ({ params }) => {
    const mailbox = requireMailbox(workspace, params.address)
    const messages = threadMessages(mailbox, params.id)
    if (messages.length === 0) throw notFound()
    for (const message of messages) relabel(mailbox, message.id, { remove: ['UNREAD'] })
    return {
      id: params.id,
      subject: subjectOf(messages[0]),
      messages: messages.map(shownMessage),
    } satisfies ShownThread
  })
}

type Path = { address: string }

export function requireMailbox(workspace: Workspace, address: string): Mailbox {
  const mailbox = workspace.mailboxes.get(address)
  if (!mailbox) throw notFound(`${address} has no mailbox here.`)
  return mailbox
}

/** As far back as the page shows; a generated mailbox holds hundreds of thousands. */
const shownMessages = 3000

function threadLines(mailbox: Mailbox): ThreadLine[] {
  const messages = newestFirst(mailbox.messages.values()).slice(0, shownMessages)
  const threads = Map.groupBy(messages, (message) => message.threadId)
  return [...threads].map(([id, messages]) => threadLine(mailbox, id, messages))
}

function threadLine(mailbox: Mailbox, id: string, messages: StoredMessage[]): ThreadLine {
  const [newest] = messages
  const labels = new Set(messages.flatMap((message) => [...message.labelIds]))
  return {
    id,
    subject: subjectOf(messages.at(-1)),
    people: threadPeople(mailbox, messages),
    snippet: newest ? snippet(newest.mime) : '',
    date: newest?.internalDate ?? 0,
    unread: labels.has('UNREAD'),
    count: messages.length,
    boxes: [...labels].filter((label) => label === 'INBOX' || label === 'SENT'),
  }
}

function threadPeople(mailbox: Mailbox, messages: StoredMessage[]): string {
  const senders = [...messages].reverse().flatMap((message) => message.content.people('from'))
  const names = new Set(senders.map(({ name, address }) => (address === mailbox.address ? 'me' : name || address)))
  if (names.size > 1 || !names.has('me')) return [...names].join(', ')
  const [receiver] = messages[0]?.content.people('to') ?? []
  return `To: ${receiver?.name || receiver?.address || 'nobody'}`
}

function subjectOf(message: StoredMessage | undefined): string {
  return message?.content.subject || '(no subject)'
}

function shownMessage({ id, content, internalDate }: StoredMessage): ShownMessage {
  const from = content.people('from')[0] ?? { name: '', address: 'unknown sender' }
  const text = readableText(content.mime).trim()
  return { id, from, to: content.people('to'), cc: content.people('cc'), date: internalDate, text }
}
