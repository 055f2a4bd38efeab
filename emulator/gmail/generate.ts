import type { Mailer } from '../mime/addresses.ts'
import type { Workspace } from '../workspace.ts'
import { GeneratedContent } from './generated.ts'
import { type GeneratedPlan, generatedFacts, indexOf } from './generated-facts.ts'
import { fingerprint, keepMessage, type Mailbox, recordArrival, StoredMessage } from './mailbox.ts'

export interface GenerateOptions {
  mailbox: string
  count: number
  /** The outside people it corresponds with; fifty invented ones when absent. */
  people?: Mailer[]
  /** Of a hundred conversations, so many are bulk mail of strangers; none when absent. */
  noise?: number
  /** Spread evenly over this time; the year before now when absent. */
  from?: Date
  to?: Date
  seed?: number
  /** Arrives as new mail that history tells of; else it was there before, and earlier history ids expire. */
  asNews?: boolean
}

export interface Generated {
  people: Mailer[]
  /** Ids in this mailbox, oldest first. */
  ids: () => string[]
  /** How many of them were sent and received. */
  sent: number
  received: number
}

/**
 * Fills a mailbox with hundreds of thousands of messages that are composed when they are read: conversations of four
 * between its owner and the people, sent and received in turn.
 */
export function generateMail(workspace: Workspace, mailbox: Mailbox, options: GenerateOptions): Generated {
  const plan = planOf(workspace, mailbox, options)
  const labels = { sent: new Set(['SENT']), received: new Set(['INBOX']) }
  const news = options.asNews === true
  const messages = Array.from({ length: plan.count }, (_, index) => {
    const message = generatedMessage(mailbox, plan, index, labels)
    keepMessage(mailbox, message)
    if (news) recordArrival(mailbox, message)
    return message
  })
  mailbox.generatedThread.push((rfcMessageId) => threadOf(mailbox, plan, rfcMessageId))
  if (!news) forgetHistory(mailbox)
  const sent = messages.filter((message) => message.labelIds.has('SENT')).length
  return { people: plan.people, ids: () => messages.map(({ id }) => id), sent, received: plan.count - sent }
}

function planOf(workspace: Workspace, { address }: Mailbox, options: GenerateOptions): GeneratedPlan {
  const end = (options.to ?? workspace.clock.now()).getTime()
  const start = options.from?.getTime() ?? end - 365 * 24 * 60 * 60 * 1000
  if (end - start < options.count) throw new Error('There must be a millisecond for each generated message.')
  const name = workspace.users.get(address)?.name ?? ''
  const { count, people = inventPeople(50), noise = 0, seed = 1 } = options
  return { seed, owner: { name, address }, people, noise, count, start, end }
}

/** Invented people, five to a firm. */
function inventPeople(count: number): Mailer[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${givenNames[index % givenNames.length]} ${familyNames[Math.floor(index / 3) % familyNames.length]}`,
    address: `person${index}@firm${Math.floor(index / 5)}.example`,
  }))
}

const givenNames = ['Ada', 'Bram', 'Chiara', 'Dmitri', 'Elif', 'Farid', 'Greta', 'Hana', 'Ivo', 'Jonas', 'Käthe']
const familyNames = ['Aalto', 'Berger', 'Castel', 'Duarte', 'Eriksen', 'Falk', 'Grünwald', 'Haddad', 'Ito']

type Labels = Record<'sent' | 'received', ReadonlySet<string>>

function generatedMessage(mailbox: Mailbox, plan: GeneratedPlan, index: number, labels: Labels): StoredMessage {
  const { first, at, isSent } = generatedFacts(plan, index)
  const place = {
    id: generatedId(mailbox, plan, index, at),
    threadId: generatedId(mailbox, plan, first, first === index ? at : generatedFacts(plan, first).at),
    internalDate: at,
  }
  const message = new StoredMessage(place, isSent ? labels.sent : labels.received, new GeneratedContent(plan, index))
  message.historyId = mailbox.historyId
  return message
}

/** As Gmail's: sixteen hex digits that begin with the time; the rest keeps plans and mailboxes apart. */
function generatedId({ address }: Mailbox, { seed }: GeneratedPlan, index: number, at: number): string {
  const rest = (index + saltOf(`${address} ${seed}`)) % 0x100000
  return at.toString(16).padStart(11, '0') + rest.toString(16).padStart(5, '0')
}

const salts = new Map<string, number>()

function saltOf(key: string): number {
  const salt = salts.get(key) ?? Number.parseInt(fingerprint(key).slice(0, 5), 16)
  salts.set(key, salt)
  return salt
}

function threadOf(mailbox: Mailbox, plan: GeneratedPlan, rfcMessageId: string): string | undefined {
  const index = indexOf(plan, rfcMessageId)
  if (index === null) return undefined
  return mailbox.messages.get(generatedId(mailbox, plan, index, generatedFacts(plan, index).at))?.threadId
}

/** The mail was there already: whoever has an older history id must list everything again. */
function forgetHistory(mailbox: Mailbox) {
  mailbox.historyId += 1000
  mailbox.oldestHistoryId = mailbox.historyId
}
