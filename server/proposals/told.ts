/**
 * Proposals in words for one reader. What capture put into the ledger are ids; the names, the message and the reason are
 * looked up here, as far as the reader may see them.
 */
import type { Db } from '../db/db.ts'
import type { Payload } from './kinds.ts'
import { type Because, type Header, source } from './ledger.ts'
import { type Proposal, type ProposalItem, payloadOf } from './proposals.ts'
import { isRule, type RuleName, rules } from './rules.ts'
import { organizationName, personName, type Sighting } from './sightings.ts'
import {
  contactBehind,
  contactsIn,
  type Facts,
  factsFor,
  type MeetingLine,
  type MessageLine,
  seenOn,
} from './told-facts.ts'

/** One reason: the sentence, the rule it follows from and where on the message, and that message or meeting. */
export type Reason = Proposal['evidence'][number] & {
  rule?: RuleName
  header?: Header
  message?: MessageLine
  meeting?: MeetingLine
}

/** `title` says what would be done in full, `gist` what tells it from others of its kind: a subject, an address. */
export type Told = ProposalItem & { title: string; gist: string | null; evidence: Reason[] }

export function tellProposals(db: Db, readerId: string | null, items: ProposalItem[]): Told[] {
  const captured = items.map(({ proposal }) => proposal).filter((proposal) => proposal.source === source)
  const facts = factsFor(db, readerId, captured)
  return items.map((item) => (item.proposal.source === source ? tell(item, facts) : asWritten(item)))
}

const asWritten = (item: ProposalItem): Told => {
  const { title, evidence } = item.proposal
  return { ...item, title, gist: evidence[0]?.text ?? null, evidence }
}

function tell(item: ProposalItem, facts: Facts): Told {
  const { proposal } = item
  const payload = payloadOf(proposal)
  const { rule, header } = proposal.evidence[0] as Partial<Because>
  if (!isRule(rule)) return asWritten(item)

  const about = aboutOf(item, payload, header ?? 'from', facts)
  const reason: Reason = {
    text: reasons[rule]({ ...about, header: header ?? 'from' }),
    rule,
    ...(header && { header }),
    ...(about.message && { message: about.message }),
    ...(about.meeting && { meeting: about.meeting }),
  }
  const { title, gist } = heading(proposal.kind, about)
  return { ...item, title, gist, evidence: [reason] }
}

/** Who and what a captured proposal is about. `who` are the contacts it names, `via` the one it rests on. */
type About = {
  who: string
  via: string
  stranger: Sighting | undefined
  payload: Payload
  message: MessageLine | undefined
  meeting: MeetingLine | undefined
}

function aboutOf({ proposal }: ProposalItem, payload: Payload, header: Header, facts: Facts): About {
  const stranger = facts.sightings.get(String(payload['sighting_id'] ?? ''))
  const held = facts.mails.get(String(payload['mail_id'] ?? stranger?.mailId ?? ''))
  const names = (ids: string[]) => ids.flatMap((id) => facts.names.get(id) ?? [])
  const via = names(contactBehind(proposal))[0]
  return {
    who: listed(names(contactsIn(payload))),
    via: via ?? 'a contact',
    stranger,
    payload,
    message: held ?? (stranger && seenOn(stranger, header)),
    meeting: facts.meetings.get(String(payload['meeting_id'] ?? '')),
  }
}

function listed([first, ...others]: string[]): string {
  if (!first) return 'a contact'
  return others.length === 0 ? first : `${first} and ${others.length === 1 ? others[0] : `${others.length} others`}`
}

const personOf = ({ stranger, payload }: About, key = 'name'): string =>
  String(payload[key] ?? (stranger ? personName(stranger) : 'Somebody'))
const addressOf = ({ stranger, payload }: About): string =>
  String(payload['address'] ?? stranger?.address ?? 'an address that is not held any more')
const domainOf = (about: About): string => addressOf(about).split('@').at(-1)?.toLowerCase() ?? ''

function heading(kind: string, about: About): { title: string; gist: string | null } {
  const { who, message, meeting, payload } = about
  switch (kind) {
    case 'log_email':
      return { title: `Log e-mail ${message?.direction === 'out' ? 'to' : 'from'} ${who}`, gist: gistOf(message) }
    case 'log_meeting':
      return { title: `Log meeting with ${who}`, gist: meeting?.title ?? null }
    case 'add_address':
      return { title: `Add an address of ${who}`, gist: addressOf(about) }
    case 'new_contact':
      return { title: `New contact: ${personOf(about)}`, gist: addressOf(about) }
    default: {
      const investor = payload['name'] ?? organizationName(addressOf(about))
      return { title: `New prospect: ${investor}`, gist: `${personOf(about, 'contact_name')}, ${addressOf(about)}` }
    }
  }
}

const gistOf = (message: MessageLine | undefined): string | null =>
  message ? (message.subject ?? (message.isPrivate ? 'Kept private' : 'Without a subject')) : null

const where: Record<Header, string> = {
  from: 'From an address of',
  to: 'To an address of',
  cc: 'Copied to an address of',
  bcc: 'Copied to an address of',
  attendee: 'Invited by an address of',
}

const reasons: Record<RuleName, (about: About & { header: Header }) => string> = {
  exact_address: ({ who, header, message }) => `${where[header]} ${who}.${message?.doubt ? ` ${message.doubt}.` : ''}`,
  known_attendee: ({ who }) => `${who} ${/ and /.test(who) ? 'are' : 'is'} invited.`,
  same_name_in_thread: (about) => `${personOf(about)} has the name of ${about.who}, who is on the same message.`,
  same_name_at_domain: (about) =>
    `${personOf(about)} has the name of ${about.who}, who writes from ${domainOf(about)} too.`,
  colleague_in_thread: (about) => `${about.via}, who is on the same message, writes from ${domainOf(about)} too.`,
  known_domain: (about) => `${about.via} writes from ${domainOf(about)} too.`,
  introduced: (about) => `On a message with ${about.via}.`,
  private_address_in_thread: (about) => `On a message with ${about.via}, from a private address.`,
  correspondence: () => 'Your team and they write to each other.',
}

/** The rule a captured proposal follows from. */
export function ruleOf(evidence: { rule?: unknown }[]): { name: RuleName; title: string; means: string } | null {
  const name = evidence[0]?.rule
  return isRule(name) ? { name, title: rules[name].title, means: rules[name].means } : null
}
