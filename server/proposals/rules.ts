/**
 * Why capture proposes what it proposes. Every rule has a name that stands in the ledger, a sentence for people, and how sure
 * it is, a fraction; `docs/proposals.md` tells them in order. Nothing else proposes anything about mail.
 */
import type { KindName } from './kinds.ts'

export type Rule = {
  kind: KindName
  title: string
  /** What the policy page says about it. */
  means: string
  confidence: number
  /** Whether it is approved by itself until somebody decides otherwise. */
  auto: boolean
}

export const rules = {
  exact_address: {
    kind: 'log_email',
    title: 'Exact address of a known contact',
    means: 'An e-mail from or to an address that stands at one of your contacts is logged with their investors.',
    confidence: 0.99,
    auto: true,
  },
  known_attendee: {
    kind: 'log_meeting',
    title: 'A known contact is invited',
    means: 'A calendar event with a contact’s address among the attendees is logged as a meeting with their investors.',
    confidence: 0.95,
    auto: false,
  },
  same_name_in_thread: {
    kind: 'add_address',
    title: 'Same name as a contact on the message',
    means: 'A contact is on the message, and a new address there goes by the same name.',
    confidence: 0.9,
    auto: false,
  },
  same_name_at_domain: {
    kind: 'add_address',
    title: 'Same name as a contact of that domain',
    means: 'A new address goes by the name of a contact who writes from the same domain.',
    confidence: 0.85,
    auto: false,
  },
  colleague_in_thread: {
    kind: 'new_contact',
    title: 'A colleague is on the message',
    means: 'Somebody new writes from the domain of a contact who is on the same message.',
    confidence: 0.8,
    auto: false,
  },
  known_domain: {
    kind: 'new_contact',
    title: 'Domain of a known contact',
    means: 'Somebody new writes from a domain that a contact writes from. Free mail providers never count.',
    confidence: 0.6,
    auto: false,
  },
  introduced: {
    kind: 'new_prospect',
    title: 'Introduced by a contact',
    means: 'Somebody from another organization is on a message with one of your contacts.',
    confidence: 0.4,
    auto: false,
  },
  private_address_in_thread: {
    kind: 'new_contact',
    title: 'Private address beside a contact',
    means: 'Somebody with an address of a free mail provider is on a message with one of your contacts.',
    confidence: 0.3,
    auto: false,
  },
  correspondence: {
    kind: 'new_prospect',
    title: 'Correspondence with somebody unknown',
    means: 'A colleague and somebody unknown write to each other. Proposed only while this is switched on below.',
    confidence: 0.3,
    auto: false,
  },
} as const satisfies Record<string, Rule>

export type RuleName = keyof typeof rules

export const ruleNames = Object.keys(rules) as RuleName[]

export const isRule = (name: unknown): name is RuleName => typeof name === 'string' && Object.hasOwn(rules, name)
