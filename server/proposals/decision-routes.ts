import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { plural } from '../../shared/words.ts'
import { UserError } from '../errors.ts'
import { filled, several } from '../http/forms.ts'
import { undoOf } from '../http/undoable.ts'
import { approve, reject, takeBack } from './decide.ts'
import { decideMany } from './decide-many.ts'
import { titleOf } from './proposals.ts'
import { addressOf, everything, scopeOf } from './review-scope.ts'
import { confirmed, nextAfter, proposalOf, wordsOf } from './review-steps.ts'

const decisions = z.enum(['approve', 'reject'])

/** People's answers on the Review page: one proposal, or all that were chosen. */
export async function decisionRoutes(app: FastifyInstance): Promise<void> {
  app.post('/review/decide', async (request, reply) => {
    const ids = several(request.body, 'ids')
    const { decision, reason = null } = filled(request.body)
    const action = decisions.parse(decision)
    const verb = action === 'approve' ? 'Approved' : 'Rejected'
    const decider = { db: app.db, actor: request.actor, now: app.now }
    const done = await decideMany(decider, `${verb} ${plural(ids.length, 'proposal')}`, ids, { action, reason })
    const waiting = done.result.filter((one) => one.problem !== null).length
    const left =
      waiting > 0 ? `; ${plural(waiting, 'proposal')} changed meanwhile and ${waiting === 1 ? 'waits' : 'wait'}` : ''
    const message = `${verb} ${plural(done.result.length - waiting, 'proposal')}${left}`
    return reply.done({ message, batchId: undoOf(done), to: addressOf(undefined, scopeOf(request.body)) })
  })

  app.post('/review/:id/approve', async (request, reply) => {
    const item = proposalOf(app.db, request)
    const to = nextAfter(app.db, request, item.proposal)
    const message = `Approved: ${titleOf(item)}`
    try {
      const done = request.act(message, (tx) => approve(tx, item.proposal.id, { confirm: confirmed(request) }))
      return reply.done({ message: `Approved: ${wordsOf(app.db, request, item)}`, batchId: undoOf(done), to })
    } catch (error) {
      if (!(error instanceof UserError && error.code === 'conflict')) throw error
      return reply.done({ message: error.message, to: addressOf(item.proposal.id, scopeOf(request.body)) })
    }
  })

  app.post('/review/:id/reject', async (request, reply) => {
    const item = proposalOf(app.db, request)
    const { reason = null } = filled(request.body)
    const to = nextAfter(app.db, request, item.proposal)
    const done = request.act(`Rejected: ${titleOf(item)}`, (tx) => reject(tx, item.proposal.id, reason))
    return reply.done({ message: `Rejected: ${wordsOf(app.db, request, item)}`, batchId: undoOf(done), to })
  })

  app.post('/review/:id/undo', async (request, reply) => {
    const item = proposalOf(app.db, request)
    const done = request.act(`Took back: ${titleOf(item)}`, (tx) => takeBack(tx, item.proposal.id))
    const message = `Waits again: ${wordsOf(app.db, request, item)}`
    return reply.done({ message, batchId: undoOf(done), label: 'Redo', to: addressOf(item.proposal.id, everything) })
  })
}
