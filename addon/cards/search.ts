import type { InvestorSummary, SearchReply } from '../../shared/gateway.ts'
import { newNonce } from '../gateway.ts'
import { clipped, joined, standing } from '../words.ts'
import { button, buttons, type Card, card, does, line, paragraph, section, submits, textField } from './ui.ts'

/** Whom a search is for, when it is to end in "add to investor". */
export interface Newcomer {
  address: string
  name: string
}

export function searchField(q = '', newcomer?: Newcomer) {
  return section([
    textField({ name: 'q', title: 'Find an investor', hint: 'Name, contact or address', value: q }),
    buttons(button('Search', submits('onSearch', { ...newcomer }))),
  ])
}

export function searchCard(newcomer?: Newcomer): Card {
  return card({ title: 'Find an investor', ...subtitle(newcomer), sections: [searchField('', newcomer)] })
}

export function resultsCard(q: string, { results, total }: SearchReply, newcomer?: Newcomer): Card {
  return card({
    title: results.length > 0 ? `Investors like “${q}”` : 'Nothing found',
    ...subtitle(newcomer),
    sections: [
      searchField(q, newcomer),
      section([
        ...results.slice(0, 10).map((found) => (newcomer ? addLine(found, newcomer) : investorLine(found))),
        results.length === 0 ? paragraph(`No investor, contact or address has “${q}” in it. Try fewer letters.`) : null,
        total > results.length ? paragraph(`${total - results.length} more. Type more letters to see them.`) : null,
      ]),
    ],
  })
}

export function investorLine(investor: InvestorSummary) {
  return line({
    text: clipped(investor.name),
    below: clipped(joined(standing(investor), investor.contact)),
    click: does('onShowInvestor', { investor_id: investor.id }),
  })
}

function subtitle(newcomer?: Newcomer) {
  return newcomer ? { subtitle: `Add ${newcomer.name}` } : {}
}

function addLine(found: InvestorSummary, { address, name }: Newcomer) {
  const add = does('onAddContact', { investor_id: found.id, address, name, place: 'root', nonce: newNonce() })
  return line({ text: clipped(found.name), below: standing(found), button: button('Add', add) })
}
