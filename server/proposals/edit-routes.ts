import type { FastifyInstance, FastifyRequest } from 'fastify'
import { allUsers } from '../accounts/users.ts'
import { forMembers } from '../http/access.ts'
import { undoOf } from '../http/undoable.ts'
import { parseList } from '../imports/lists.ts'
import { approve } from './decide.ts'
import { editedPayload, editForm } from './edit-form.ts'
import { opened } from './page.ts'
import { type ProposalItem, titleOf } from './proposals.ts'
import { scopeOf } from './review-scope.ts'
import { confirmed, nextAfter, proposalOf } from './review-steps.ts'
import { tellProposals } from './told.ts'

const form = 'review/form'

/** Approving something slightly else than what was proposed. */
export async function editRoutes(app: FastifyInstance): Promise<void> {
  const { timezone: zone } = app.config

  app.get('/review/:id/edit', forMembers, async (request, reply) => {
    const item = proposalOf(app.db, request)
    const shown = formOf(request, item)
    return reply.form(form, { ...shown, values: shown.start })
  })

  app.post('/review/:id/edit', async (request, reply) => {
    const item = proposalOf(app.db, request)
    const { proposal } = item
    const to = nextAfter(app.db, request, proposal)
    return reply.attempt(form, formOf(request, item), () => {
      const payload = editedPayload(app.db, proposal, request.body, zone)
      const what = `Approved, edited: ${titleOf(item)}`
      const done = request.act(what, (tx) => approve(tx, proposal.id, { payload, confirm: confirmed(request) }))
      return reply.done({ message: what, batchId: undoOf(done), to })
    })
  })

  function formOf(request: FastifyRequest, item: ProposalItem) {
    const [told] = tellProposals(app.db, request.actor.id, [item])
    if (!told) throw new Error('a proposal was not told')

    return {
      title: told.title,
      action: `/review/${item.proposal.id}/edit`,
      proposal: item.proposal,
      open: opened(app.db, told, zone),
      ...editForm(app.db, item.proposal, zone),
      scope: scopeOf(request.method === 'GET' ? request.query : request.body),
      users: allUsers(app.db).filter((user) => user.active),
      itemsOf: (value: unknown) => (Array.isArray(value) ? value.map(String) : parseList(String(value ?? ''))),
    }
  }
}
