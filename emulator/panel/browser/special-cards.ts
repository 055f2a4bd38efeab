import { drawHeader } from './card.ts'
import type { Card, NavigationStep } from './card-types.ts'
import { button, element } from './dom.ts'

/** What Gmail shows when the script threw or returned something it cannot use. */
export function errorCard(message: string, reload: () => void): HTMLElement {
  return element(
    'article',
    { class: 'card error-card', role: 'alert' },
    element('h2', {}, 'Something went wrong'),
    element('p', {}, 'There is an error with the add-on.'),
    element('pre', {}, message),
    button('Try again', 'button outlined', reload),
  )
}

/** Several cards at once: their headers, to choose from. */
export function chooseCard(navigations: NavigationStep[], choose: (card: Card) => void): HTMLElement {
  const cards = navigations.filter((navigation) => 'pushCard' in navigation).map(({ pushCard }) => pushCard)
  const lines = cards.map((card) => {
    const line = button('', 'choose-line', () => choose(card))
    line.append(drawHeader(card.header ?? { title: 'Untitled' }))
    return line
  })
  return element('article', { class: 'card', 'aria-label': 'Choose a card' }, ...lines)
}
