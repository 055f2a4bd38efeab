import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findInvestor } from '../grid/investors.ts'
import { forAdmins } from '../http/access.ts'
import { listOf, listQuery, pageOf } from '../http/lists.ts'
import { archived, archivedShape, oneById, written } from '../http/shapes.ts'
import { commitmentForm, enterCommitment, findEntry, listEntries, removeCommitmentEntry } from './commitments.ts'
import { addFund, allFunds, editFund, findFund, fundForm, fundPatch } from './funds.ts'
import { entryShape, fundShape, presentEntry, presentFund } from './present.ts'

const tags = ['Funds and commitments']

/** Funds, and the ledger whose sums are their columns in the grid. */
export async function fundsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const list = { tags, summary: 'All funds', querystring: listQuery({}), response: { 200: listOf(fundShape) } }
  app.get('/funds', { schema: list }, async (request) =>
    pageOf(allFunds(app.db).map(presentFund), request.query, fundShape),
  )

  const one = { tags, summary: 'One fund', params: oneById, response: { 200: fundShape } }
  app.get('/funds/:id', { schema: one }, async (request) => presentFund(findFund(app.db, request.params.id)))

  const add = {
    tags,
    summary: 'Add a fund, with three commitment columns in the grid (admins)',
    body: fundForm,
    response: { 201: written(fundShape) },
  }
  app.post('/funds', { ...forAdmins, schema: add }, async (request, reply) => {
    return reply.acted(`Added ${request.body.name}`, (tx) => presentFund(addFund(tx, request.body)))
  })

  const edit = {
    tags,
    summary: 'Change a fund (admins)',
    params: oneById,
    body: fundPatch,
    response: { 200: written(fundShape) },
  }
  app.patch('/funds/:id', { ...forAdmins, schema: edit }, async (request, reply) => {
    const { id, name } = findFund(app.db, request.params.id)
    return reply.acted(`Changed ${name}`, (tx) => presentFund(editFund(tx, id, request.body)))
  })

  const entries = {
    tags,
    summary: 'Entries of the commitment ledger, oldest first',
    querystring: listQuery({ investor_id: z.string().optional(), fund_id: z.string().optional() }),
    response: { 200: listOf(entryShape) },
  }
  app.get('/commitments', { schema: entries }, async (request) => {
    const { investor_id: investorId, fund_id: fundId, ...page } = request.query
    const found = listEntries(app.db, { investorId, fundId })
    return pageOf(
      found.map(({ entry, currency }) => presentEntry(entry, currency)),
      page,
      entryShape,
    )
  })

  const enter = {
    tags,
    summary: 'Enter a commitment: the amount is added to the column',
    body: commitmentForm,
    response: { 201: written(entryShape) },
  }
  app.post('/commitments', { schema: enter }, async (request, reply) => {
    const { name } = findInvestor(app.db, request.body.investor_id)
    const fund = findFund(app.db, request.body.fund_id)
    return reply.acted(`Entered a ${fund.name} commitment of ${name}`, (tx) =>
      presentEntry(enterCommitment(tx, request.body), fund.currency),
    )
  })

  const remove = { tags, summary: 'Take an entry out of the ledger', params: oneById, response: { 200: archivedShape } }
  app.delete('/commitments/:id', { schema: remove }, async (request, reply) => {
    const { id } = findEntry(app.db, request.params.id)
    return reply.acted('Removed a commitment entry', (tx) => archived(removeCommitmentEntry(tx, id)))
  })
}
