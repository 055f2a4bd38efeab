import type { DossierReply, Fund, InvestorDossier, Opportunity, Stage } from '../../shared/gateway.ts'
import { newNonce } from '../gateway.ts'
import { joined } from '../words.ts'
import { buttons, type Card, card, choice, mainButton, section, submits, textArea, textField } from './ui.ts'

/** Funds the investor can be flagged for, the newest first: those it is in the pipeline of are left out, lost ones are not. */
export function fundsLeft(reply: DossierReply, { opportunities }: InvestorDossier): Fund[] {
  const flagged = opportunities.filter((one) => !isLost(reply, one)).map(({ fund_id }) => fund_id)
  return reply.funds.filter(({ id }) => !flagged.includes(id)).reverse()
}

export const isLost = ({ stages }: DossierReply, { stage }: Opportunity): boolean =>
  stages.some(({ key, kind }) => key === stage && kind === 'lost')

export function flagForm(reply: DossierReply, investor: InvestorDossier): Card {
  const { stages } = reply
  const { id, name } = investor
  const funds = fundsLeft(reply, investor)
  const parameters = { investor_id: id, funds: JSON.stringify(funds), nonce: newNonce() }
  const open = stages.filter(({ kind }) => kind !== 'lost')

  return card({
    title: 'Flag in pipeline',
    subtitle: name,
    sections: [
      section([
        choice(
          'fund_id',
          'Fund',
          funds.map((fund) => [fund.id, `${fund.name} (${fund.currency})`]),
        ),
        choice('stage', 'Stage', open.map(option)),
        textField({ name: 'expected_amount', title: 'Expected amount', hint: 'Such as 5m or 5,000,000' }),
        textField({ name: 'probability', title: 'Probability', hint: 'Such as 40%' }),
        buttons(mainButton('Flag in pipeline', submits('onFlagOpportunity', parameters))),
      ]),
    ],
  })
}

/** The stage after the present one is proposed. */
export function moveForm({ stages }: DossierReply, investor: InvestorDossier, opportunity: Opportunity): Card {
  const next = stages[stages.findIndex(({ key }) => key === opportunity.stage) + 1]
  const others = stages.filter(({ key }) => key !== opportunity.stage)
  const parameters = { investor_id: investor.id, opportunity_id: opportunity.id, nonce: newNonce() }

  return card({
    title: 'Move stage',
    subtitle: joined(investor.name, opportunity.fund_name, opportunity.stage_label),
    sections: [
      section([
        choice('stage', 'To', others.map(option), next?.key),
        textArea({ name: 'reason', title: 'Reason', hint: 'Needed for a loss or a step back' }),
        buttons(mainButton('Move', submits('onMoveOpportunity', parameters))),
      ]),
    ],
  })
}

function option({ key, label }: Stage): [string, string] {
  return [key, label]
}
