import { createHash } from 'node:crypto'
import { day } from './calendar.ts'
import type { InvestorPlan, LoggedMail, MailPlan, PersonPlan, StaffKey } from './plan.ts'
import { mailbox, staff } from './staff.ts'
import type { Telling } from './telling.ts'

export type Line = { way: 'in' | 'out'; text: string }

/** Who writes to whom: one of us and their people, with those copied on every message. */
export type Party = { investor: InvestorPlan; us: StaffKey; them: PersonPlan; cc: { name: string; email: string }[] }

/**
 * Puts an exchange into the mailboxes and answers its last message, which is the one people log; null when the story
 * ends before the exchange does.
 */
export function exchange(story: Telling, party: Party, subject: string, start: Date, lines: Line[]): LoggedMail | null {
  const sent: MailPlan['message'][] = []
  for (let at = start; sent.length < lines.length && at < story.now; at = answerTime(story, at)) {
    const line = lines[sent.length]
    if (line) sent.push(compose(story, party, subject, at, line, sent))
  }
  const recent = story.now.getTime() - 4 * day
  story.mail.push(...sent.map((message) => ({ message, read: message.date.getTime() < recent })))

  const [last, way] = [sent[lines.length - 1], lines.at(-1)?.way]
  return last && way ? logged(party, last, way) : null
}

const answerTime = (story: Telling, at: Date) => awake(new Date(at.getTime() + story.random.int(60, 3000) * 60_000))

function compose(
  story: Telling,
  party: Party,
  subject: string,
  date: Date,
  line: Line,
  earlier: MailPlan['message'][],
): MailPlan['message'] {
  const { us, them, cc } = party
  const ours = mailbox(staff[us])
  const theirs = mailbox({ name: them.name, email: addressOf(them, earlier.length) })
  const answered = earlier.at(-1)
  const quote = answered && story.random.chance(0.4) ? quoted(answered) : ''

  return {
    from: line.way === 'out' ? ours : theirs,
    to: line.way === 'out' ? theirs : ours,
    ...(cc.length > 0 && { cc: cc.map(mailbox) }),
    subject: answered ? `Re: ${subject}` : subject,
    date,
    text: `${line.text}${quote}\n`,
    messageId: messageId(party, subject, date, earlier.length, line.way),
    ...(answered && {
      inReplyTo: answered.messageId,
      references: earlier.map((message) => message.messageId),
    }),
  }
}

/** Few answer at night: what would go out then goes out after breakfast. */
function awake(at: Date): Date {
  const hour = at.getUTCHours()
  return hour >= 7 && hour < 21 ? at : new Date(at.getTime() + 10 * 60 * 60_000)
}

/** People with two addresses use them as they please. */
const addressOf = (person: PersonPlan, turn: number) => person.emails[turn === 2 ? person.emails.length - 1 : 0] ?? ''

function messageId(party: Party, subject: string, date: Date, turn: number, way: 'in' | 'out'): string {
  const identity = `${party.investor.key} ${party.us} ${subject} ${date.toISOString()} ${turn}`
  const local = createHash('sha256').update(identity).digest('hex').slice(0, 24)
  return `${local}@${way === 'out' ? 'mail.northlight.example' : party.investor.domain}`
}

function quoted(message: MailPlan['message']): string {
  const on = message.date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  const lines = message.text.trimEnd().split('\n')
  return `\n\nOn ${on}, ${message.from} wrote:\n${lines.map((text) => `> ${text}`).join('\n')}`
}

function logged({ cc }: Party, message: MailPlan['message'], direction: 'in' | 'out'): LoggedMail {
  const to = [message.to].flat().map(bare)
  return {
    messageId: message.messageId,
    subject: message.subject,
    from: bare(message.from),
    to: [...to, ...cc.map((person) => person.email)],
    direction,
    at: message.date,
  }
}

const bare = (header: string) => /<(.+)>/.exec(header)?.[1] ?? header
