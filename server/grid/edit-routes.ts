import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { UserError } from '../errors.ts'
import { forMembers } from '../http/access.ts'
import { backTo, undoOf } from '../http/undoable.ts'
import { editCells } from './cells.ts'
import { rowVersion } from './conflicts.ts'
import {
  changedOnly,
  formChoices,
  formFields,
  sayingClashes,
  sentBy,
  startTexts,
  textsOf,
  versionOf,
} from './investor-form.ts'
import { addInvestor, findInvestor, type Investor, investorsNamed } from './investors.ts'
import { typedCells } from './typed-cells.ts'

const oneInvestor = z.object({ id: z.string() })

/** The forms that add and change the whole record of an investor. */
export async function editRoutes(app: FastifyInstance): Promise<void> {
  const { timezone: zone } = app.config

  app.get('/investors/new', forMembers, async (request, reply) => {
    const start = { list: 'main', owner: request.actor.id, ...startTexts(app.db, zone) }
    const values = { ...start, ...(request.query as object) }
    return reply.form('investors/form', { ...addForm(), values })
  })

  app.post('/investors', async (request, reply) => {
    const sent = sentBy(request)
    const sameName = investorsNamed(app.db, String(sent['name'] ?? ''))
    return reply.attempt('investors/form', { ...addForm(), values: sent, sameName }, () => {
      if (sent['same_name'] !== 'yes') refuseSameName(sameName)
      const values = typedCells(formFields(app.db), sent, zone)
      const done = request.act(`Added ${values['name'] ?? 'an investor'}`, (tx) => addInvestor(tx, values))
      const { id, name } = done.result
      return reply.done({ message: `Added ${name}`, batchId: undoOf(done), to: `/investors/${id}` })
    })
  })

  app.get('/investors/:id/edit', forMembers, async (request, reply) => {
    const investor = findInvestor(app.db, oneInvestor.parse(request.params).id)
    const texts = textsOf(app.db, investor, zone)
    return reply.form('investors/form', { ...editForm(investor, JSON.stringify(texts)), values: texts })
  })

  app.post('/investors/:id', async (request, reply) => {
    const investor = findInvestor(app.db, oneInvestor.parse(request.params).id)
    const sent = sentBy(request)
    return reply.attempt('investors/form', { ...editForm(investor, String(sent['was'] ?? '')), values: sent }, () => {
      const fields = formFields(app.db)
      const values = typedCells(fields, changedOnly(fields, sent), zone)
      const done = sayingClashes(app.db, zone, () =>
        request.act(`Edited ${investor.name}`, (tx) => editCells(tx, investor.id, values, versionOf(sent))),
      )
      const message = done.changed > 0 ? `Saved ${done.result.name}` : 'Nothing was different'
      return reply.done({ message, batchId: undoOf(done), to: backTo(request, `/investors/${investor.id}`) })
    })
  })

  const addForm = () => ({
    title: 'Add an investor',
    action: '/investors',
    save: 'Add investor',
    fields: formFields(app.db),
    ...formChoices(app.db),
  })

  const editForm = (investor: Investor, was: string) => ({
    title: `Edit ${investor.name}`,
    action: `/investors/${investor.id}`,
    save: 'Save',
    fields: formFields(app.db),
    version: rowVersion(app.db, investor.id),
    was,
    ...formChoices(app.db, investor.owner),
  })
}

/** A second investor of a name is allowed, but has to be meant. */
function refuseSameName([first]: Investor[]): void {
  if (!first) return

  const detail = `There is already an investor called ${first.name}. Open it, or say below that this is another one.`
  throw new UserError('invalid', detail, { fields: { name: detail } })
}
