import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { parseAmount } from '../../shared/amounts.ts'
import { dayIn } from '../../shared/dates.ts'
import { formatMoney } from '../../shared/money.ts'
import { invalid } from '../errors.ts'
import { findInvestor } from '../grid/investors.ts'
import { forMembers } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { backTo, undoOf } from '../http/undoable.ts'
import { type CommitmentForm, commitmentForm, enterCommitment, removeCommitmentEntry } from './commitments.ts'
import { allFunds, findFund } from './funds.ts'

const oneInvestor = z.object({ id: z.string() })
const oneEntry = z.object({ id: z.string() })
const part = 'commitments/form'

/** The ledger of an investor's commitments. */
export async function commitmentRoutes(app: FastifyInstance): Promise<void> {
  const today = () => dayIn(app.config.timezone, app.now())

  app.get('/investors/:id/commitments/new', forMembers, async (request, reply) => {
    const { id } = oneInvestor.parse(request.params)
    if (allFunds(app.db).length === 0) return reply.form('parts/no-fund', { title: 'No fund yet' })

    return reply.form(part, { ...entryForm(id), values: { date: today(), ...(request.query as object) } })
  })

  app.post('/investors/:id/commitments', async (request, reply) => {
    const { id } = oneInvestor.parse(request.params)
    return reply.attempt(part, entryForm(id), () => {
      const form = typedEntry(request, id)
      const { name, currency } = findFund(app.db, form.fund_id)
      const what = `Entered ${formatMoney(form.amount, currency)} ${form.measure} in ${name}`
      const done = request.act(`${what} for ${findInvestor(app.db, id).name}`, (tx) => enterCommitment(tx, form))
      return reply.done({ message: what, batchId: undoOf(done), to: backTo(request, `/investors/${id}`) })
    })
  })

  app.post('/commitments/:id/archive', async (request, reply) => {
    const done = request.act('Took back a commitment entry', (tx) =>
      removeCommitmentEntry(tx, oneEntry.parse(request.params).id),
    )
    const { investorId } = done.result
    return reply.done({ message: 'Entry archived', batchId: undoOf(done), to: `/investors/${investorId}` })
  })

  const entryForm = (id: string) => ({
    title: `Commitment of ${findInvestor(app.db, id).name}`,
    action: `/investors/${id}/commitments`,
    funds: allFunds(app.db).toReversed(),
  })

  function typedEntry(request: FastifyRequest, investor_id: string): CommitmentForm {
    const { amount = '', fund_id = '', ...typed } = filled(request.body)
    const fund = allFunds(app.db).find((one) => one.id === fund_id)
    if (!fund) throw invalid({ fund_id: 'Choose the fund.' })

    const read = amount ? parseAmount(amount, fund.currency) : { problem: 'Give the amount.' }
    if ('problem' in read) throw invalid({ amount: read.problem })
    const value = typed['kind'] === 'reduced' ? -Math.abs(read.value) : read.value
    return commitmentForm.parse({ ...typed, investor_id, fund_id, amount: value, date: typed['date'] ?? today() })
  }
}
