import type { DossierReply, Suggestion } from '../../shared/gateway.ts'
import { newNonce } from '../gateway.ts'
import { nameOf, type OpenMessage } from '../gmail/message.ts'
import { clipped, guessInvestor, guessName } from '../words.ts'
import { type Newcomer, searchField } from './search.ts'
import { proposalLines } from './this-email.ts'
import {
  button,
  buttons,
  type Card,
  card,
  does,
  line,
  mainButton,
  paragraph,
  section,
  submits,
  textField,
} from './ui.ts'

type Unknown = DossierReply['unknown'][number]

/** Somebody the fund does not know: whose colleague it may be, and the ways to find or make the investor. */
export function unknownCard(reply: DossierReply, { address, suggestions }: Unknown, message: OpenMessage | null): Card {
  const newcomer = newcomerOf(address, message)
  const others = reply.unknown.filter((other) => other.address !== address)
  const { can_write } = reply.viewer

  return card({
    title: newcomer.name,
    subtitle: address,
    sections: [
      section([
        paragraph(introduction(suggestions, can_write)),
        ...suggestions.slice(0, 5).map((suggestion) => suggestionLine(suggestion, newcomer, can_write)),
      ]),
      section(
        reply.proposals.slice(0, 3).flatMap((one) => proposalLines(reply, one, one.investor_id)),
        'To decide',
      ),
      searchField('', can_write ? newcomer : undefined),
      can_write ? section([buttons(button('New prospect', does('onProspectForm', { ...newcomer })))]) : null,
      can_write ? section(unknownLines(others, message), 'Also on this message') : null,
    ],
  })
}

/** Nobody on the message is known or could be: it stays within the fund. */
export function nobodyCard(): Card {
  return card({
    title: 'Nobody to show',
    sections: [section([paragraph('Nobody outside the fund is on this message.')]), searchField()],
  })
}

/** People on the message who are not in the CRM yet, three at most; each opens its own card. */
export function unknownLines(unknown: Unknown[], message: OpenMessage | null) {
  const shown = unknown.slice(0, 3)
  const more = unknown.length - shown.length

  return [
    ...shown.map(({ address }) =>
      line({
        text: newcomerOf(address, message).name,
        below: `${address} · not in the CRM`,
        click: does('onShowUnknown', { address }),
      }),
    ),
    more > 0 ? paragraph(`${more} more whom the CRM does not know.`) : null,
  ]
}

export function prospectForm({ address, name }: Newcomer): Card {
  return card({
    title: 'New prospect',
    subtitle: address,
    sections: [
      section([
        textField({ name: 'investor', title: 'Investor', value: guessInvestor(address, name) }),
        textField({ name: 'contact', title: 'Contact', value: name }),
        buttons(mainButton('Add prospect', submits('onAddProspect', { address, nonce: newNonce() }))),
      ]),
    ],
  })
}

export function newcomerOf(address: string, message: OpenMessage | null): Newcomer {
  return { address, name: clipped(nameOf(message, address) ?? guessName(address)) }
}

function introduction(suggestions: Suggestion[], canWrite: boolean): string {
  if (suggestions.length > 0) return 'Not in the CRM yet. It may belong to:'
  return canWrite ? 'Not in the CRM yet. Find the investor, or add a new prospect.' : 'Not in the CRM yet.'
}

function suggestionLine({ investor_id, name, explanation }: Suggestion, newcomer: Newcomer, canWrite: boolean) {
  const add = does('onAddContact', { investor_id, ...newcomer, place: 'here', nonce: newNonce() })
  return line({
    text: clipped(name),
    below: clipped(explanation),
    ...(canWrite ? { button: button('Add', add) } : { click: does('onShowInvestor', { investor_id }) }),
  })
}
