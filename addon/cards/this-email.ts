import type { Captured, DossierReply, InvestorDossier, ProposalReply } from '../../shared/gateway.ts'
import { newNonce } from '../gateway.ts'
import { clipped, joined, when } from '../words.ts'
import { button, buttons, does, line, mainButton, type Widget } from './ui.ts'

/** How the open e-mail stands with one investor: logged, proposed, captured, and whether it is kept private. */
export function thisEmail(reply: DossierReply, investor: InvestorDossier): (Widget | null)[] {
  const state = stateWords(reply, investor)
  const secret = reply.captured && privacyWords(reply.captured)
  if (!state && !secret) return []

  return [
    line({ above: 'This e-mail', text: state ?? 'Captured', ...(secret && { below: secret }) }),
    buttons(...logButtons(reply, investor)),
  ]
}

/** What waits for a decision about the people on the message: an address, a colleague, a new prospect. */
export function proposed(reply: DossierReply, investor: InvestorDossier): (Widget | null)[] {
  const others = reply.proposals.filter(
    (one) => one.kind !== 'log_email' && (one.investor_id === null || one.investor_id === investor.id),
  )
  return others.slice(0, 3).flatMap((one) => proposalLines(reply, one, investor.id))
}

/** The proposal to log this e-mail with this investor, while it waits. */
export const logProposal = ({ proposals }: DossierReply, { id }: InvestorDossier): ProposalReply | undefined =>
  proposals.find(({ kind, investor_id }) => kind === 'log_email' && investor_id === id)

/** One proposal with its two answers; approving one without an investor shows the message anew. */
export function proposalLines({ viewer }: DossierReply, proposal: ProposalReply, investorId: string | null) {
  const { text, reason } = proposal
  return [
    line({ above: 'Proposed', text: clipped(text), ...(reason && { below: clipped(reason) }) }),
    viewer.can_write ? buttons(...decisions(proposal, investorId, 'Approve')) : null,
  ]
}

function stateWords(reply: DossierReply, investor: InvestorDossier): string | null {
  const { logged, captured, timezone } = reply
  const entry = logged.find(({ investor_id }) => investor_id === investor.id)
  if (entry) return `Already logged by ${joined(entry.by ?? 'the CRM', when(entry.at, timezone))}`
  if (logProposal(reply, investor)) return 'Proposed: log it here'
  if (!captured) return null

  return captured.automatic ? 'Captured, not logged: a list or a machine wrote it' : 'Captured, not logged'
}

function privacyWords({ level, mine }: Captured): string | null {
  if (level === 'full') return null
  const seen = level === 'subject' ? 'colleagues see the subject only' : 'colleagues see who and when only'
  return mine ? `Private: ${seen}` : 'Kept private by a colleague'
}

function logButtons(reply: DossierReply, investor: InvestorDossier) {
  const proposal = logProposal(reply, investor)
  return proposal && reply.viewer.can_write ? decisions(proposal, investor.id, 'Log e-mail') : []
}

function decisions({ id }: ProposalReply, investorId: string | null, yes: string) {
  const parameters = () => ({ proposal_id: id, investor_id: investorId ?? '', nonce: newNonce() })
  return [mainButton(yes, does('onApprove', parameters())), button('Reject', does('onReject', parameters()))]
}

/** Keeps the open thread from colleagues, or shares it again: for whoever took part, once it is captured. */
export function privacyButton({ captured, viewer }: DossierReply, { id }: InvestorDossier) {
  if (!captured?.mine || !viewer.can_write) return null

  const level = captured.level === 'full' ? 'metadata' : 'full'
  const parameters = { thread_id: captured.thread_id, level, investor_id: id, nonce: newNonce() }
  return button(level === 'full' ? 'Share thread' : 'Make thread private', does('onSetPrivacy', parameters))
}
