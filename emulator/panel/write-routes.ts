import type { FastifyInstance } from 'fastify'
import { type Delivery, deliver } from '../gmail/deliver.ts'
import { newestFirst, type StoredMessage } from '../gmail/mailbox.ts'
import { type Mailer, parseAddresses } from '../mime/addresses.ts'
import { readableText } from '../mime/parts.ts'
import { invalidArgument } from '../problems.ts'
import type { Workspace } from '../workspace.ts'
import { requireMailbox } from './mail-routes.ts'

/** What somebody writes in the page; the people are header text such as `Maya Chen <maya@harbor.example>`. */
export interface Letter {
  from: string
  to: string
  cc: string
  subject: string
  text: string
  /** The message that is answered, in the mailbox that is shown. */
  answers: string | null
}

/** Lets anybody write to anybody, since a local Workspace has no outside world that would. */
export function writeRoutes(app: FastifyInstance, workspace: Workspace) {
  app.get<{ Params: Path }>('/panel/api/mailboxes/:address/people', ({ params }): Mailer[] => [
    ...correspondents(workspace, params.address),
    ...[...workspace.users.values()].map(({ name, email }) => ({ name, address: email })),
  ])

  app.post<{ Params: Path; Body: Letter }>('/panel/api/mailboxes/:address/mail', ({ params, body }) =>
    writeLetter(workspace, params.address, body),
  )
}

type Path = { address: string }

/** Enough to choose from, in a mailbox of any size. */
const recent = 1000

/** People outside the house in the mailbox's recent mail, the latest first. */
function correspondents(workspace: Workspace, address: string): Mailer[] {
  const messages = newestFirst(requireMailbox(workspace, address).messages.values()).slice(0, recent)
  const people = messages.flatMap(({ content }) => [...content.people('from'), ...content.people('to')])
  const outside = people.filter((person) => person.address.includes('@') && !workspace.users.has(person.address))
  return [...new Map(outside.reverse().map((person) => [person.address, person])).values()].reverse()
}

async function writeLetter(workspace: Workspace, address: string, letter: Letter): Promise<Delivery> {
  const { from, to, cc } = letter
  checkPeople(workspace, letter)
  const answered = letter.answers === null ? undefined : requireMailbox(workspace, address).messages.get(letter.answers)
  return deliver(workspace, {
    from,
    to,
    ...(cc.trim() && { cc }),
    subject: letter.subject,
    date: workspace.clock.now(),
    text: answered ? `${letter.text}\n\n${quoted(answered)}` : letter.text,
    ...(answered && inThreadOf(answered)),
  })
}

function checkPeople({ users, domain }: Workspace, { from, to, cc }: Letter) {
  const people = [from, to, cc].map((text) => parseAddresses(text))
  const wrong = people.flat().find(({ address }) => !/^[^\s@]+@[^\s@]+$/.test(address))
  const [writers = [], receivers = []] = people
  if (wrong) throw invalidArgument(`“${wrong.address || wrong.name}” is no address.`)
  if (writers.length !== 1) throw invalidArgument('One person writes a message.')
  if (receivers.length === 0) throw invalidArgument('Say who gets the message.')
  if (!people.flat().some(({ address }) => users.has(address))) {
    throw invalidArgument(`Nobody of ${domain} is among these people, so no mailbox here would show the message.`)
  }
}

const inThreadOf = ({ content }: StoredMessage) => ({
  inReplyTo: content.rfcMessageId,
  references: [...content.ancestors, content.rfcMessageId],
})

/** What mail programs put below an answer. */
function quoted(message: StoredMessage): string {
  const [from] = message.content.people('from')
  const when = new Date(message.internalDate).toUTCString().replace(' GMT', '')
  return `On ${when} ${from?.name || from?.address} wrote:\n${readableText(message.mime).trim().replace(/^/gm, '> ')}`
}
