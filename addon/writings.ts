import type { CommunicationType, Fund, PrivacyRequest } from '../shared/gateway.ts'
import { typedAmount, typedProbability } from './amounts.ts'
import { type ActionResponse, type Place, written } from './cards/answers.ts'
import { nobody } from './cards/home.ts'
import { problemCard } from './cards/problem.ts'
import { type Card, type Click, does } from './cards/ui.ts'
import { type Event, parameter, pickedDay, required, typed } from './event.ts'
import type { WritingName } from './functions.ts'
import {
  addContact,
  addInvestor,
  addTask,
  approveProposal,
  flagOpportunity,
  logCommunication,
  moveOpportunity,
  rejectProposal,
  setPrivacy,
} from './gateway.ts'
import { aboutMessage, openMessage } from './gmail/message.ts'
import { Problem, sentenceOf } from './problem.ts'
import { investorCard, showHome, showMessage } from './readings.ts'
import { typeWords } from './words.ts'

/** Every act: one write, then one read for the card that shows the new state. */
export const writings: Record<WritingName, (event: Event) => ActionResponse> = {
  onLogEmail: logEmail,
  onLogCommunication: logFromForm,
  onQuickLog: quickLog,
  onFlagOpportunity: flag,
  onMoveOpportunity: move,
  onAddContact: addToInvestor,
  onAddProspect: addProspect,
  onAddTask: addFromForm,
  onApprove: (event) => decide(event, approveProposal, 'Approved.'),
  onReject: (event) => decide(event, rejectProposal, 'Rejected.'),
  onSetPrivacy: setThreadPrivacy,
}

function logEmail(event: Event): ActionResponse {
  const message = openMessage(event)
  if (!message) throw new Problem('Open the e-mail you want to log, and try again.')

  const investorId = required(event, 'investor_id')
  const sender = message.from?.name ?? message.from?.address
  const reply = logCommunication(
    {
      investor_id: investorId,
      type: 'email',
      summary: sender ? `E-mail from ${sender}` : 'E-mail',
      occurred_at: message.at,
      ...aboutMessage(message),
    },
    required(event, 'nonce'),
  )
  return dossierAfter(
    event,
    reply.already_logged ? 'This e-mail was logged before.' : 'E-mail logged.',
    investorId,
    'here',
  )
}

function logFromForm(event: Event): ActionResponse {
  const investorId = required(event, 'investor_id')
  const said = logTyped(event, investorId)
  return dossierAfter(event, said, investorId, 'below')
}

function quickLog(event: Event): ActionResponse {
  const investorId = typed(event, 'investor_id')
  if (!investorId || investorId === nobody) throw new Problem('Choose the investor, and log again.')

  const said = logTyped(event, investorId)
  return written(
    said,
    refreshed(said, showHome, () => does('onShowHome', { again: 'yes' })),
    'here',
  )
}

/** Logs what the form says and answers the sentence for the person. */
function logTyped(event: Event, investorId: string): string {
  const type = typed(event, 'type') as CommunicationType
  const summary = typed(event, 'summary')
  if (!summary) throw new Problem('Say what was discussed, and log again.')

  logCommunication({ investor_id: investorId, type, summary, occurred_at: momentOf(event) }, required(event, 'nonce'))
  return `${typeWords[type]} logged.`
}

/** Today is the moment the form was opened; of another day only the date is known, and noon UTC is that day nearly everywhere. */
function momentOf(event: Event): string {
  const opened = required(event, 'opened')
  const day = pickedDay(event, 'day')
  return !day || day === required(event, 'today') ? opened : `${day}T12:00:00.000Z`
}

function flag(event: Event): ActionResponse {
  const investorId = required(event, 'investor_id')
  const fund = pickedFund(event)
  const expectedAmount = typedAmount(typed(event, 'expected_amount'), fund)
  const probability = typedProbability(typed(event, 'probability'))

  flagOpportunity(
    {
      investor_id: investorId,
      fund_id: fund.id,
      stage: typed(event, 'stage') || undefined,
      expected_amount: expectedAmount,
      probability,
    },
    required(event, 'nonce'),
  )
  return dossierAfter(event, `Flagged for ${fund.name}.`, investorId, 'below')
}

/** The form carries the funds, for an amount can only be read in the currency of its fund. */
function pickedFund(event: Event): Fund {
  const funds = JSON.parse(required(event, 'funds')) as Fund[]
  const fund = funds.find(({ id }) => id === typed(event, 'fund_id'))
  if (!fund) throw new Problem('Choose a fund, and flag again.')
  return fund
}

function move(event: Event): ActionResponse {
  const stage = typed(event, 'stage')
  if (!stage) throw new Problem('Choose a stage, and move again.')

  const reason = typed(event, 'reason')
  moveOpportunity(required(event, 'opportunity_id'), { stage, ...(reason && { reason }) }, required(event, 'nonce'))
  return dossierAfter(event, 'Stage moved.', required(event, 'investor_id'), 'below')
}

function addToInvestor(event: Event): ActionResponse {
  const investorId = required(event, 'investor_id')
  const name = required(event, 'name')

  addContact({ investor_id: investorId, name, emails: [required(event, 'address')] }, required(event, 'nonce'))
  return dossierAfter(event, `${name} added.`, investorId, required(event, 'place') as Place)
}

function addFromForm(event: Event): ActionResponse {
  const investorId = required(event, 'investor_id')
  const title = typed(event, 'title')
  if (!title) throw new Problem('Say what is to be done, and add again.')

  const notes = typed(event, 'notes')
  addTask(
    { investor_id: investorId, title, due_on: pickedDay(event, 'due_on'), ...(notes && { notes }) },
    required(event, 'nonce'),
  )
  return dossierAfter(event, 'Task added. It is in your day in the CRM.', investorId, 'below')
}

function addProspect(event: Event): ActionResponse {
  const name = typed(event, 'investor')
  const contact = typed(event, 'contact')
  if (!name || !contact) throw new Problem('Give the investor and the contact a name, and add again.')

  const { id } = addInvestor(
    { name, contact: { name: contact, emails: [required(event, 'address')] } },
    required(event, 'nonce'),
  )
  return dossierAfter(event, `${name} added as a prospect.`, id, 'root')
}

function decide(event: Event, answer: typeof approveProposal, said: string): ActionResponse {
  answer(required(event, 'proposal_id'), required(event, 'nonce'))
  const investorId = parameter(event, 'investor_id')
  if (investorId) return dossierAfter(event, said, investorId, 'here')

  const again = () => does('onShowMessage', { again: 'yes' })
  return written(
    said,
    refreshed(said, () => showMessage(event), again),
    'here',
  )
}

function setThreadPrivacy(event: Event): ActionResponse {
  const level = required(event, 'level') as PrivacyRequest['level']
  setPrivacy(required(event, 'thread_id'), { level }, required(event, 'nonce'))
  const said = level === 'full' ? 'The team sees this thread again.' : 'Only those who took part see this thread now.'
  return dossierAfter(event, said, required(event, 'investor_id'), 'here')
}

function dossierAfter(event: Event, said: string, investorId: string, place: Place): ActionResponse {
  const again = () => does('onShowInvestor', { investor_id: investorId, again: 'yes' })
  return written(
    said,
    refreshed(said, () => investorCard(event, investorId), again),
    place,
  )
}

/** What was written stays written: when only the new state cannot be shown, the card says both. */
function refreshed(said: string, show: () => Card, again: () => Click): Card {
  try {
    return show()
  } catch (error) {
    return problemCard(`${said} ${sentenceOf(error)}`, again())
  }
}
