/**
 * Every message between the Gmail add-on and the service. The service validates with these schemas; the add-on imports
 * their types alone, so no validation code travels in its bundle.
 *
 * Money is an integer of minor units beside its currency, a probability a fraction of 1, an instant UTC ISO 8601,
 * a date `YYYY-MM-DD`. Writes carry an `Idempotency-Key` header: a repeat answers the first result.
 */
import { z } from 'zod'

export const communicationTypes = ['email', 'call', 'meeting', 'note', 'text'] as const
export type CommunicationType = (typeof communicationTypes)[number]

const id = z.string().min(1).max(100)
const address = z.string().trim().min(3).max(320)
const name = z.string().trim().min(1, 'Give a name.').max(300, 'Keep the name under 300 characters.')
const instant = z.iso
  .datetime({ offset: true, error: 'Give a date and time such as 2026-11-20T09:30:00Z.' })
  .transform((text) => new Date(text).toISOString())
const minorUnits = z.int('Give the amount in minor units, a whole number.').nonnegative('An amount cannot be negative.')
const fraction = z.number().min(0, 'A probability is between 0 and 1.').max(1, 'A probability is between 0 and 1.')

const messageId = z.string().trim().min(1).max(998)

/**
 * Gmail's ids of the open message, valid in the reader's own mailbox, and the Message-ID header every mailbox shares
 * (RFC 5322, 3.6.4). A `message_id` with an at sign in it is taken for the latter.
 */
const messageIds = {
  message_id: messageId.optional(),
  thread_id: id.optional(),
  rfc_message_id: messageId.optional(),
}

// What the add-on asks

/** `POST /addon/v1/dossier`. With `investor_id` the answer is about that investor alone, whoever took part in the thread. */
export const dossierRequest = z.strictObject({
  addresses: z.array(address).max(200, 'Ask about 200 addresses at most.').default([]),
  ...messageIds,
  investor_id: id.optional(),
})

/** `GET /addon/v1/search?q=` */
export const searchRequest = z.strictObject({ q: z.string().trim().max(200).default('') })

/** `POST /addon/v1/communications`. Never a body or a subject: the service reads the message itself. */
export const communicationRequest = z.strictObject({
  investor_id: id,
  type: z.enum(communicationTypes),
  summary: z.string().trim().min(1, 'Say what was discussed.').max(2000, 'Keep it under 2,000 characters.'),
  occurred_at: instant,
  addresses: z.array(address).max(200).optional(),
  ...messageIds,
})

/** `POST /addon/v1/opportunities`: flags an investor in a fund's pipeline. The currency is the fund's. */
export const opportunityRequest = z.strictObject({
  investor_id: id,
  fund_id: id,
  stage: z.string().min(1).max(100).optional(),
  expected_amount: minorUnits.optional(),
  probability: fraction.optional(),
})

/** `POST /addon/v1/opportunities/:id/stage`. A loss or a step back needs a reason. */
export const stageMoveRequest = z.strictObject({
  stage: z.string().min(1).max(100),
  reason: z.string().trim().max(2000, 'Keep the reason under 2,000 characters.').optional(),
})

/** `POST /addon/v1/contacts`: a person becomes a contact of an investor the fund already has. */
export const contactRequest = z.strictObject({
  investor_id: id,
  name,
  emails: z.array(address).min(1, 'Give at least one address.').max(20),
})

/** `POST /addon/v1/investors`: a new prospect, with its first contact. */
export const investorRequest = z.strictObject({
  name,
  contact: z.strictObject({ name, emails: z.array(address).min(1).max(20) }).optional(),
})

/** `POST /addon/v1/tasks`: something to do for an investor, by whoever asks for it. */
export const taskRequest = z.strictObject({
  investor_id: id,
  title: z.string().trim().min(1, 'Say what is to be done.').max(500, 'Keep it under 500 characters.'),
  due_on: z.iso.date('Give a date such as 2026-03-31.').optional(),
  notes: z.string().trim().max(2000, 'Keep the notes under 2,000 characters.').optional(),
})

/** `POST /addon/v1/threads/:id/privacy`: what colleagues who did not take part see of a thread; a participant decides. */
export const privacyRequest = z.strictObject({ level: z.enum(['metadata', 'subject', 'full']) })

export type DossierRequest = z.input<typeof dossierRequest>
export type CommunicationRequest = z.input<typeof communicationRequest>
export type OpportunityRequest = z.input<typeof opportunityRequest>
export type StageMoveRequest = z.input<typeof stageMoveRequest>
export type ContactRequest = z.input<typeof contactRequest>
export type InvestorRequest = z.input<typeof investorRequest>
export type TaskRequest = z.input<typeof taskRequest>
export type PrivacyRequest = z.input<typeof privacyRequest>

// What the service answers

/** The signed-in person, as the token proved. `can_write` is false for a viewer: the cards then show no act. */
export const viewerReply = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(['admin', 'member', 'viewer']),
  can_write: z.boolean(),
})

export const fundReply = z.object({ id: z.string(), name: z.string(), currency: z.string().length(3) })

/** A stage of the pipeline. Stages come in their order, so that a step back can be told from a step on. */
export const stageReply = z.object({ key: z.string(), label: z.string(), kind: z.enum(['open', 'won', 'lost']) })

/** What every card needs beside its subject, so that one request is enough. */
const surroundings = {
  viewer: viewerReply,
  brand: z.string(),
  /** Dates are shown in the fund's zone, e.g. `Europe/London`. */
  timezone: z.string(),
  funds: z.array(fundReply),
  stages: z.array(stageReply),
}

/** An investor in a list of several: labels are ready to be shown. */
export const investorSummaryReply = z.object({
  id: z.string(),
  name: z.string(),
  list: z.string(),
  stage: z.string().nullable(),
  owner: z.string().nullable(),
  /** Why it is in the list: the matching contact's name or address. */
  contact: z.string().nullable(),
})

/** Sums of the commitment ledger for one fund. */
export const commitmentReply = z.object({
  fund_id: z.string(),
  fund_name: z.string(),
  currency: z.string().length(3),
  soft: z.int(),
  signed: z.int(),
  funded: z.int(),
})

export const contactReply = z.object({
  id: z.string(),
  name: z.string(),
  /** Title or role at this investor. */
  title: z.string().nullable(),
  emails: z.array(z.string()),
})

export const opportunityReply = z.object({
  id: z.string(),
  fund_id: z.string(),
  fund_name: z.string(),
  currency: z.string().length(3),
  stage: z.string(),
  stage_label: z.string(),
  expected_amount: z.int().nullable(),
  probability: z.number().min(0).max(1).nullable(),
})

export const communicationReply = z.object({
  id: z.string(),
  type: z.enum(communicationTypes),
  summary: z.string(),
  occurred_at: z.string(),
  /** First name of the colleague. */
  by: z.string().nullable(),
})

export const investorDossierReply = z.object({
  id: z.string(),
  name: z.string(),
  list: z.string(),
  stage: z.string().nullable(),
  owner: z.string().nullable(),
  /** Its page in the web panel, relative to the panel's address: `/investors/…`. */
  path: z.string(),
  /** Addresses of the request that belong to this investor. */
  matched: z.array(z.string()),
  commitments: z.array(commitmentReply),
  contacts: z.array(contactReply),
  contacts_total: z.int(),
  last_contact: z.object({ at: z.string(), by: z.string().nullable(), type: z.enum(communicationTypes) }).nullable(),
  next_step: z.object({ text: z.string(), due_on: z.iso.date().nullable() }).nullable(),
  /** The newest five. */
  communications: z.array(communicationReply),
  opportunities: z.array(opportunityReply),
})

/**
 * What the box has captured of the open message. `level` is what colleagues who did not take part see of its thread; `mine`
 * says that the reader took part and may change it. `automatic`: a machine or a list wrote it, so nothing was proposed.
 */
export const capturedReply = z.object({
  thread_id: z.string(),
  level: z.enum(['metadata', 'subject', 'full']),
  mine: z.boolean(),
  automatic: z.boolean(),
})

/** What capture proposes about the open message or the people on it, in words; somebody decides. */
export const proposalReply = z.object({
  id: z.string(),
  kind: z.string(),
  investor_id: z.string().nullable(),
  text: z.string(),
  reason: z.string().nullable(),
})

/** Another investor an unknown sender may belong to, with the reason in a sentence. */
export const suggestionReply = z.object({
  investor_id: z.string(),
  name: z.string(),
  reason: z.enum(['domain', 'colleague']),
  explanation: z.string(),
})

export const dossierReply = z.object({
  ...surroundings,
  /** Investors the addresses belong to, in the order of the addresses; or the one asked for. */
  investors: z.array(investorDossierReply),
  /** Addresses nobody knows; the fund's own are left out. */
  unknown: z.array(z.object({ address: z.string(), suggestions: z.array(suggestionReply) })),
  /** Who logged the open message already, for which investor. */
  logged: z.array(
    z.object({ communication_id: z.string(), investor_id: z.string(), by: z.string().nullable(), at: z.string() }),
  ),
  /** Null when the box has not captured the message. */
  captured: capturedReply.nullable(),
  proposals: z.array(proposalReply),
})

/** `GET /addon/v1/home` */
export const homeReply = z.object({
  ...surroundings,
  /** Investors the person, or else the team, touched last; at most ten. */
  recent: z.array(investorSummaryReply),
  /** The team's newest communications; at most five. */
  communications: z.array(communicationReply.extend({ investor_id: z.string(), investor_name: z.string() })),
})

/** At most ten, best first. */
export const searchReply = z.object({ results: z.array(investorSummaryReply), total: z.int() })

/** The record that was written; the service may add to it. */
export const writeReply = z.looseObject({ id: z.string(), batch_id: z.string().nullable() })

/** The communication, old or new: a message logged before is not logged again, and `already_logged` says so. */
export const communicationWriteReply = writeReply.extend({ already_logged: z.boolean().optional() })

/** Every failure. `fields` names the inputs that are wrong, each with its sentence. */
export const failureReply = z.looseObject({
  detail: z.string(),
  code: z.string(),
  fields: z.record(z.string(), z.string()).optional(),
})

export type Viewer = z.infer<typeof viewerReply>
export type Fund = z.infer<typeof fundReply>
export type Stage = z.infer<typeof stageReply>
export type InvestorSummary = z.infer<typeof investorSummaryReply>
export type InvestorDossier = z.infer<typeof investorDossierReply>
export type Commitment = z.infer<typeof commitmentReply>
export type Opportunity = z.infer<typeof opportunityReply>
export type Communication = z.infer<typeof communicationReply>
export type Captured = z.infer<typeof capturedReply>
export type ProposalReply = z.infer<typeof proposalReply>
export type Suggestion = z.infer<typeof suggestionReply>
export type DossierReply = z.infer<typeof dossierReply>
export type HomeReply = z.infer<typeof homeReply>
export type SearchReply = z.infer<typeof searchReply>
export type WriteReply = z.infer<typeof writeReply>
export type CommunicationWriteReply = z.infer<typeof communicationWriteReply>
export type FailureReply = z.infer<typeof failureReply>
