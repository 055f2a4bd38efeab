import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { parseAmount } from '../../shared/amounts.ts'
import { plainMoney } from '../../shared/money.ts'
import { invalid } from '../errors.ts'
import { forAdmins } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { touchedOnly, withWas } from '../http/touched.ts'
import { undoOf } from '../http/undoable.ts'
import { columnsOf } from './fund-columns.ts'
import {
  addFund,
  allFunds,
  archiveFund,
  editFund,
  type Fund,
  findFund,
  fundForm,
  fundPatch,
  placeFund,
} from './funds.ts'
import { fundProgress } from './progress.ts'
import { hasMoney, useOf } from './use.ts'

const one = z.object({ id: z.string() })
const place = z.object({ place: z.coerce.number().int().min(0).max(1000) })
const to = '/admin/funds'
const part = 'admin/fund-form'

/** The admin's page of funds: adding and changing them, their order, and putting an unused one aside. */
export async function fundAdminRoutes(app: FastifyInstance): Promise<void> {
  app.get(to, forAdmins, async (_request, reply) => {
    const funds = fundProgress(app.db).map((progress) => ({
      ...progress,
      use: useOf(app.db, progress.fund.id),
      signedKey: columnsOf(app.db, progress.fund.id).find((field) => field.options.measure === 'signed')?.key,
    }))
    return reply.view('admin/funds', { funds })
  })

  app.get(`${to}/new`, forAdmins, async (_request, reply) => {
    const currency = allFunds(app.db).at(-1)?.currency ?? 'USD'
    return reply.form(part, { ...addForm, values: { currency } })
  })

  app.post(to, forAdmins, async (request, reply) =>
    reply.attempt(part, addForm, () => {
      const form = fundForm.parse(typedFund(request, 'USD'))
      const done = request.act(`Added ${form.name}`, (tx) => addFund(tx, form))
      return reply.done({ message: `Added ${form.name}, with its columns in the grid`, batchId: undoOf(done), to })
    }),
  )

  app.get(`${to}/:id/edit`, forAdmins, async (request, reply) => {
    const fund = fundOf(request)
    return reply.form(part, { ...editForm(fund), values: withWas(textsOf(fund)) })
  })

  app.post(`${to}/:id`, forAdmins, async (request, reply) => {
    const fund = fundOf(request)
    return reply.attempt(part, editForm(fund), () => {
      const patch = fundPatch.parse(touchedOnly(request.body, typedFund(request, fund.currency)))
      const done = request.act(`Changed ${fund.name}`, (tx) => editFund(tx, fund.id, patch))
      const message = done.changed > 0 ? `Saved ${done.result.name}` : 'Nothing was different'
      return reply.done({ message, batchId: undoOf(done), to })
    })
  })

  app.post(`${to}/:id/place`, forAdmins, async (request, reply) => {
    const fund = fundOf(request)
    const { place: at } = place.parse(request.body)
    const done = request.act(`Put ${fund.name} in another place`, (tx) => placeFund(tx, fund.id, at))
    return reply.done({ message: `${fund.name} is now number ${done.result.position}`, batchId: undoOf(done), to })
  })

  app.post(`${to}/:id/archive`, forAdmins, async (request, reply) => {
    const fund = fundOf(request)
    const done = request.act(`Archived ${fund.name}`, (tx) => archiveFund(tx, fund.id))
    return reply.done({ message: `Archived ${fund.name} and its columns`, batchId: undoOf(done), to })
  })

  const fundOf = (request: FastifyRequest) => findFund(app.db, one.parse(request.params).id)

  const editForm = (fund: Fund) => ({
    title: `Edit ${fund.name}`,
    action: `${to}/${fund.id}`,
    save: 'Save',
    hasMoney: hasMoney(app.db, fund.id),
  })
}

const addForm = { title: 'Add a fund', action: to, save: 'Add fund' }

const textsOf = ({ name, currency, target, hardCap }: Fund) => ({
  name,
  currency,
  target: amountText(target, currency),
  hard_cap: amountText(hardCap, currency),
})

/** `200,000,000`: as it is read back. */
function amountText(minor: number | null, currency: string): string {
  if (minor === null) return ''

  const [whole = '', cents = '00'] = plainMoney(minor, currency).split('.')
  return Number(whole).toLocaleString('en-US') + (/^0+$/.test(cents) ? '' : `.${cents}`)
}

/** What was typed; amounts such as 200m are read in the currency typed beside them. A blank amount is none. */
function typedFund(request: FastifyRequest, was: string) {
  const { name = '', currency = was, target, hard_cap } = filled(request.body)
  const code = currency.trim().toUpperCase()
  if (!fundForm.shape.currency.safeParse(code).success) return { name, currency: code }

  const [least, most] = [typedAmount('target', target, code), typedAmount('hard_cap', hard_cap, code)]
  if (least && most && most < least) {
    throw invalid({ hard_cap: 'The hard cap is where a fund closes: not below its target.' })
  }
  return { name, currency: code, target: least, hard_cap: most }
}

function typedAmount(field: string, text: string | undefined, currency: string): number | null {
  const read = text ? parseAmount(text, currency) : { value: null }
  if ('problem' in read) throw invalid({ [field]: read.problem })
  return read.value
}
