import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { plainMoney } from '../../shared/money.ts'
import { allUsers } from '../accounts/users.ts'
import { allFunds } from '../funds/funds.ts'
import { cellColumns } from '../grid/record-facts.ts'
import { csvReply } from '../http/csv.ts'
import { filled } from '../http/forms.ts'
import { board, type Card, cardsOf, weighted } from './board.ts'
import { opportunityFormRoutes } from './form-routes.ts'
import { allStages } from './stages.ts'

const whole = z
  .object({ fund: z.string().optional(), owner: z.string().optional(), all: z.string().optional() })
  .catch({})
/** Cards a column shows at first: a closed fund has hundreds that are done with. */
const columnLimit = 40

/** The board, and the forms of an opportunity. */
export async function pipelineRoutes(app: FastifyInstance): Promise<void> {
  const { timezone } = app.config
  const filterOf = (request: FastifyRequest) => {
    const { fund, owner } = whole.parse(filled(request.query))
    return { ...(fund && { fundId: fund }), ...(owner && { owner }) }
  }

  app.get('/pipeline', async (request, reply) => {
    const filter = filterOf(request)
    const all = whole.parse(filled(request.query)).all !== undefined
    const data = {
      board: board(app.db, filter, app.now(), timezone),
      filter,
      all,
      columnLimit,
      funds: allFunds(app.db),
    }
    return reply.view('pipeline/index', { ...data, users: allUsers(app.db), stages: allStages(app.db), weighted })
  })

  app.get('/pipeline.csv', async (request, reply) => {
    const own = cellColumns(app.db, 'opportunities')
    const cards = cardsOf(app.db, filterOf(request), app.now(), timezone)
    const rows = cards.map((card) => ({ ...csvRow(card), ...own.row(card.opportunity.cells) }))
    return csvReply(reply, 'Pipeline', rows)
  })

  await app.register(opportunityFormRoutes)
}

function csvRow(card: Card) {
  const { opportunity, fund, stage } = card
  const major = (minor: number | null) => (minor === null ? null : plainMoney(minor, fund.currency))
  return {
    investor: card.investor.name,
    fund: fund.name,
    stage: stage.label,
    expected: major(opportunity.expectedAmount),
    weighted: major(opportunity.expectedAmount === null ? null : weighted(card)),
    currency: fund.currency,
    probability: card.probability,
    owner: card.owner,
    next_step: opportunity.nextStep,
    next_step_due: opportunity.nextStepAt,
    days_in_stage: card.daysInStage,
    last_contact: card.inTouch.lastContactAt,
    last_contact_by: card.lastContactBy,
    next_meeting: card.inTouch.nextMeetingAt,
    reason: opportunity.stageReason,
    list: card.investor.list,
  }
}
