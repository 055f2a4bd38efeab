import { normaliseAddress } from '../shared/addresses.ts'
import type { DossierReply } from '../shared/gateway.ts'
import { chooseCard } from './cards/choose.ts'
import { dossierCard } from './cards/dossier.ts'
import { homeCard } from './cards/home.ts'
import { logForm } from './cards/log-communication.ts'
import { flagForm, fundsLeft, moveForm } from './cards/opportunity.ts'
import { type Newcomer, resultsCard, searchCard } from './cards/search.ts'
import { taskForm } from './cards/task.ts'
import type { Card } from './cards/ui.ts'
import { newcomerOf, nobodyCard, prospectForm, unknownCard } from './cards/unknown-sender.ts'
import { type Event, parameter, required, typed } from './event.ts'
import type { ReadingName, TriggerName } from './functions.ts'
import { fetchDossier, fetchHome, search } from './gateway.ts'
import { aboutMessage, type OpenMessage, openMessage } from './gmail/message.ts'
import { Problem } from './problem.ts'

/** What every card that is opened, rather than the result of an act, shows: one request at most. */
export const readings: Record<TriggerName | ReadingName, (event: Event) => Card> = {
  onHomepage: showHome,
  onShowHome: showHome,
  onGmailMessage: showMessage,
  onShowMessage: showMessage,
  onShowInvestor: (event) => investorCard(event, required(event, 'investor_id')),
  onShowUnknown: showUnknown,
  onSearchForm: (event) => searchCard(newcomer(event)),
  onSearch: showResults,
  onLogForm: (event) =>
    logForm({ id: required(event, 'investor_id'), name: required(event, 'name') }, required(event, 'timezone')),
  onFlagForm: showFlagForm,
  onMoveForm: showMoveForm,
  onTaskForm: (event) =>
    taskForm({ id: required(event, 'investor_id'), name: required(event, 'name') }, required(event, 'timezone')),
  onProspectForm: (event) => prospectForm(newcomerOf(required(event, 'address'), openMessage(event))),
}

export function showHome(): Card {
  return homeCard(fetchHome())
}

/** The dossier of one investor, with what the open message, if any, adds to it. */
export function investorCard(event: Event, investorId: string): Card {
  const { reply, investor, message } = oneInvestor(event, investorId)
  return dossierCard(reply, investor, message)
}

export function showMessage(event: Event): Card {
  const message = openMessage(event)
  return messageCard(fetchDossier(aboutMessage(message)), message)
}

function messageCard(reply: DossierReply, message: OpenMessage | null): Card {
  const [investor, ...others] = reply.investors
  if (investor) return others.length > 0 ? chooseCard(reply, message) : dossierCard(reply, investor, message)

  const sender = reply.unknown.find(({ address }) => isSame(address, message?.from?.address)) ?? reply.unknown[0]
  return sender ? unknownCard(reply, sender, message) : nobodyCard()
}

/** Somebody may have added the person since the card was drawn: then the message is shown as it now stands. */
function showUnknown(event: Event): Card {
  const message = openMessage(event)
  const reply = fetchDossier(aboutMessage(message))
  const person = reply.unknown.find(({ address }) => isSame(address, required(event, 'address')))
  return person ? unknownCard(reply, person, message) : messageCard(reply, message)
}

function showResults(event: Event): Card {
  const q = typed(event, 'q') || parameter(event, 'q')
  return q ? resultsCard(q, search(q), newcomer(event)) : searchCard(newcomer(event))
}

function showFlagForm(event: Event): Card {
  const { reply, investor } = oneInvestor(event, required(event, 'investor_id'))
  if (reply.funds.length === 0)
    throw new Problem('There is no fund to flag for yet. Ask an admin to add one in the CRM.')
  if (fundsLeft(reply, investor).length === 0)
    throw new Problem(`${investor.name} is in the pipeline of every fund already. Move it there instead.`)
  return flagForm(reply, investor)
}

function showMoveForm(event: Event): Card {
  const { reply, investor } = oneInvestor(event, required(event, 'investor_id'))
  const opportunity = investor.opportunities.find(({ id }) => id === parameter(event, 'opportunity_id'))
  if (!opportunity)
    throw new Problem('This opportunity is no longer in the pipeline. Open the message again to see what is.')
  return moveForm(reply, investor, opportunity)
}

function oneInvestor(event: Event, investorId: string) {
  const message = openMessage(event)
  const reply = fetchDossier({ ...aboutMessage(message), investor_id: investorId })
  const [investor] = reply.investors
  if (!investor) throw new Problem('This investor is no longer in the CRM. Search for it, or open the CRM.')
  return { reply, investor, message }
}

function newcomer(event: Event): Newcomer | undefined {
  const address = parameter(event, 'address')
  const name = parameter(event, 'name')
  return address && name ? { address, name } : undefined
}

function isSame(one: string, other?: string): boolean {
  return other !== undefined && normaliseAddress(one) === normaliseAddress(other)
}
