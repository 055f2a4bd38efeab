import type { DossierReply } from '../../shared/gateway.ts'
import type { OpenMessage } from '../gmail/message.ts'
import { clipped, joined, standing } from '../words.ts'
import { type Card, card, does, line, menuItem, paragraph, section } from './ui.ts'
import { unknownLines } from './unknown-sender.ts'

/** Several investors take part in one thread: the person says whom the act is about. */
export function chooseCard({ investors, unknown, logged, viewer }: DossierReply, message: OpenMessage | null): Card {
  const shown = investors.slice(0, 12)
  const isLogged = (id: string) => logged.some(({ investor_id }) => investor_id === id)

  return card({
    title: `${investors.length} investors on this message`,
    subtitle: 'Choose whom you mean',
    sections: [
      section([
        ...shown.map((investor) =>
          line({
            ...(investor.matched.length > 0 && { above: clipped(investor.matched.join(', ')) }),
            text: clipped(investor.name),
            below: joined(standing(investor), isLogged(investor.id) ? 'already logged' : null),
            click: does('onShowInvestor', { investor_id: investor.id }),
          }),
        ),
        investors.length > shown.length ? paragraph(`${investors.length - shown.length} more. Search for them.`) : null,
      ]),
      viewer.can_write ? section(unknownLines(unknown, message), 'Also on this message') : null,
    ],
    menu: [menuItem('Find an investor', does('onSearchForm'))],
  })
}
