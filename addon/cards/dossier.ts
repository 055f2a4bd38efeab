import { dayIn } from '../../shared/dates.ts'
import type { Commitment, DossierReply, InvestorDossier, Opportunity } from '../../shared/gateway.ts'
import { compactMoney } from '../../shared/money.ts'
import { newNonce } from '../gateway.ts'
import type { OpenMessage } from '../gmail/message.ts'
import { clipped, communicationWords, dayWords, joined, percent, standing, typeWords, when } from '../words.ts'
import { fundsLeft, isLost } from './opportunity.ts'
import { logProposal, privacyButton, proposed, thisEmail } from './this-email.ts'
import {
  button,
  buttons,
  type Card,
  card,
  does,
  folded,
  line,
  mainButton,
  menuItem,
  opens,
  paragraph,
  section,
} from './ui.ts'
import { unknownLines } from './unknown-sender.ts'

export function dossierCard(reply: DossierReply, investor: InvestorDossier, message: OpenMessage | null): Card {
  const { viewer, timezone } = reply

  return card({
    title: investor.name,
    subtitle: standing(investor),
    sections: [
      section([
        ...investor.commitments.slice(0, 4).map(commitmentLine),
        line({ above: 'Last contact', text: lastContact(investor, timezone) }),
        nextStep(investor, timezone),
        ...(message ? thisEmail(reply, investor) : []),
        acts(reply, investor, message),
      ]),
      section(proposed(reply, investor), 'To decide'),
      section(pipeline(reply, investor), 'Pipeline'),
      folded(`Contacts (${investor.contacts_total})`, contacts(investor)),
      folded(`Recent (${investor.communications.length})`, recent(investor, timezone)),
      viewer.can_write ? section(unknownLines(reply.unknown, message), 'Also on this message') : null,
    ],
    menu: menu(reply, investor),
  })
}

function commitmentLine({ fund_name, currency, soft, signed, funded }: Commitment) {
  const [said, inked, paid] = [soft, signed, funded].map((minor) => compactMoney(minor, currency))
  if (signed <= 0) return line({ above: fund_name, text: `Soft ${said}` })

  const below = joined(soft > signed ? `of ${said} soft` : null, funded > 0 ? `${paid} funded` : null)
  return line({ above: fund_name, text: `Signed ${inked}`, ...(below && { below }) })
}

function lastContact({ last_contact }: InvestorDossier, timezone: string): string {
  if (!last_contact) return 'Never'
  return joined(when(last_contact.at, timezone), last_contact.by, typeWords[last_contact.type])
}

function nextStep({ next_step }: InvestorDossier, timezone: string) {
  if (!next_step) return null

  const due = next_step.due_on && dayWords(next_step.due_on, dayIn(timezone, new Date()))
  return line({ above: 'Next step', text: clipped(next_step.text), ...(due && { below: `Due ${due}` }) })
}

function acts(reply: DossierReply, investor: InvestorDossier, message: OpenMessage | null) {
  const { viewer, logged, timezone } = reply
  const { id, name, path } = investor
  const open = button('Open in CRM', opens(path))
  if (!viewer.can_write) return buttons(open)

  const other = does('onLogForm', { investor_id: id, name, timezone })
  const isSettled = logged.some(({ investor_id }) => investor_id === id) || logProposal(reply, investor) !== undefined
  const add = button('Add a task', task({ id, name }, timezone))
  const secrecy = message && privacyButton(reply, investor)
  if (!message || isSettled) return buttons(mainButton('Log call or note', other), add, open, secrecy)

  const email = does('onLogEmail', { investor_id: id, nonce: newNonce() })
  return buttons(mainButton('Log e-mail', email), button('Log call or note', other), add, open, secrecy)
}

const task = ({ id, name }: { id: string; name: string }, timezone: string) =>
  does('onTaskForm', { investor_id: id, name, timezone })

function pipeline(reply: DossierReply, investor: InvestorDossier) {
  const { id, opportunities } = investor
  const shown = opportunities.slice(0, 5).map((opportunity) => opportunityLine(reply, id, opportunity))
  const more = opportunities.length - shown.length

  return [
    opportunities.length === 0 ? paragraph('Not in the pipeline.') : null,
    ...shown,
    more > 0 ? paragraph(`${more} more in the CRM.`) : null,
    mayFlag(reply, investor) ? buttons(button('Flag in pipeline', does('onFlagForm', { investor_id: id }))) : null,
  ]
}

/** Without any fund the button stays: what it opens says what is missing. */
function mayFlag(reply: DossierReply, investor: InvestorDossier): boolean {
  return reply.viewer.can_write && (reply.funds.length === 0 || fundsLeft(reply, investor).length > 0)
}

/** What was lost is not likely any more, whatever it was before. */
function opportunityLine(reply: DossierReply, investorId: string, opportunity: Opportunity) {
  const { id, fund_name, stage_label, expected_amount, currency, probability } = opportunity
  const move = button('Move', does('onMoveForm', { investor_id: investorId, opportunity_id: id }))
  const below = joined(
    expected_amount === null ? null : compactMoney(expected_amount, currency),
    probability === null || isLost(reply, opportunity) ? null : percent(probability),
  )
  return line({
    above: fund_name,
    text: stage_label,
    ...(below && { below }),
    ...(reply.viewer.can_write && { button: move }),
  })
}

function contacts({ contacts, contacts_total }: InvestorDossier) {
  const shown = contacts.slice(0, 6)
  const more = contacts_total - shown.length

  return [
    ...shown.map(({ name, title, emails }) =>
      line({ text: joined(name, title), ...(emails.length > 0 && { below: clipped(emails.join(', ')) }) }),
    ),
    more > 0 ? paragraph(`${more} more in the CRM.`) : null,
  ]
}

function recent({ communications }: InvestorDossier, timezone: string) {
  return communications
    .slice(0, 5)
    .map((said) => line({ above: communicationWords(said, timezone), text: clipped(said.summary) }))
}

function menu(reply: DossierReply, investor: InvestorDossier) {
  const { id, path } = investor
  const { viewer, timezone } = reply
  return [
    menuItem('Open in CRM', opens(path)),
    menuItem('Find an investor', does('onSearchForm')),
    ...(viewer.can_write ? [menuItem('Add a task', task(investor, timezone))] : []),
    ...(mayFlag(reply, investor) ? [menuItem('Flag in pipeline', does('onFlagForm', { investor_id: id }))] : []),
  ]
}
