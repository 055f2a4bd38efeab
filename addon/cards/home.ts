import type { HomeReply, InvestorSummary } from '../../shared/gateway.ts'
import { newNonce } from '../gateway.ts'
import { clipped, communicationWords } from '../words.ts'
import { loggableTypes } from './log-communication.ts'
import { investorLine, searchField } from './search.ts'
import { buttons, type Card, card, choice, does, folded, line, mainButton, section, submits, textArea } from './ui.ts'

export function homeCard(home: HomeReply): Card {
  const { brand, viewer, recent, communications, timezone } = home

  return card({
    title: brand,
    subtitle: viewer.can_write ? viewer.name : `${viewer.name} · viewer`,
    sections: [
      searchField(),
      viewer.can_write && recent.length > 0 ? quickLog(recent) : null,
      section(recent.slice(0, 10).map(investorLine), 'Recent investors'),
      folded(
        'Latest communications',
        communications.slice(0, 5).map((said) =>
          line({
            above: said.investor_name,
            text: clipped(said.summary),
            below: communicationWords(said, timezone),
            click: does('onShowInvestor', { investor_id: said.investor_id }),
          }),
        ),
        2,
      ),
    ],
  })
}

/** Nobody is chosen until somebody chooses: a call logged for the wrong investor is worse than one more click. */
export const nobody = 'nobody'

function quickLog(recent: InvestorSummary[]) {
  const form = submits('onQuickLog', { opened: new Date().toISOString(), nonce: newNonce() })

  return section(
    [
      choice('investor_id', 'Investor', [
        [nobody, 'Choose an investor'],
        ...recent.map(({ id, name }): [string, string] => [id, name]),
      ]),
      choice('type', 'What', loggableTypes),
      textArea({ name: 'summary', title: 'What was discussed' }),
      buttons(mainButton('Log', form)),
    ],
    'Quick log',
  )
}
