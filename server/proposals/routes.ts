import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { plural } from '../../shared/words.ts'
import { allUsers, userNames } from '../accounts/users.ts'
import type { Tx } from '../db/write.ts'
import { invalid, UserError } from '../errors.ts'
import { type Field, fieldByKey } from '../grid/fields.ts'
import { typedCells, typedText } from '../grid/typed-cells.ts'
import { filled, several } from '../http/forms.ts'
import { undoOf } from '../http/undoable.ts'
import { parseList } from '../imports/lists.ts'
import { approve, reject } from './decide.ts'
import { decidedLately, grouped, opened, pile } from './page.ts'
import { findProposal, type Proposal, type ProposalItem, payloadOf, proposalIds, titleOf } from './proposals.ts'

const one = z.object({ id: z.string() })
const editForm = 'review/form'
const decisions = z.enum(['approve', 'reject'])

/** The one page on which people answer what machines propose. */
export async function reviewRoutes(app: FastifyInstance): Promise<void> {
  const { timezone: zone } = app.config

  app.get('/review', async (request, reply) => {
    const { id, investor_id: investorId, decided, offset } = filled(request.query)
    const { items, ...pages } = pile(app.db, investorId, id, offset)
    const asked = id ? findProposal(app.db, id) : undefined
    const current = asked ?? items[0]
    return reply.view('review/index', {
      groups: grouped(items),
      pages,
      investorId,
      open: current && opened(app.db, current, zone),
      decided: decided === undefined ? null : decidedLately(app.db),
      names: userNames(app.db),
    })
  })

  app.post('/review/decide', async (request, reply) => {
    const ids = several(request.body, 'ids')
    const { decision, reason = null } = filled(request.body)
    const answer = decisions.parse(decision)
    const verb = answer === 'approve' ? 'Approved' : 'Rejected'
    const done = request.act(
      `${verb} ${plural(ids.length, 'proposal')}`,
      (tx) => ids.filter((id) => !decide(tx, id, answer, reason)).length,
    )
    const left =
      done.result > 0
        ? `; ${plural(done.result, 'proposal')} changed meanwhile and ${done.result === 1 ? 'waits' : 'wait'}`
        : ''
    const message = `${verb} ${plural(ids.length - done.result, 'proposal')}${left}`
    return reply.done({ message, batchId: undoOf(done), to: '/review' })
  })

  app.post('/review/:id/approve', async (request, reply) => {
    const item = proposalOf(request)
    const to = nextAfter(item.proposal, request)
    const message = `Approved: ${titleOf(item)}`
    try {
      const done = request.act(message, (tx) => approve(tx, item.proposal.id, { confirm: confirmed(request) }))
      return reply.done({ message, batchId: undoOf(done), to })
    } catch (error) {
      if (!(error instanceof UserError && error.more['conflicts'])) throw error
      return reply.done({ message: error.message, to: here(item.proposal, request) })
    }
  })

  app.post('/review/:id/reject', async (request, reply) => {
    const item = proposalOf(request)
    const { reason = null } = filled(request.body)
    const to = nextAfter(item.proposal, request)
    const message = `Rejected: ${titleOf(item)}`
    const done = request.act(message, (tx) => reject(tx, item.proposal.id, reason))
    return reply.done({ message, batchId: undoOf(done), to })
  })

  app.get('/review/:id/edit', { config: { access: 'member' } }, async (request, reply) => {
    const item = proposalOf(request)
    return reply.form(editForm, { ...formOf(item), values: textsOf(item.proposal) })
  })

  app.post('/review/:id/edit', async (request, reply) => {
    const item = proposalOf(request)
    const { proposal } = item
    const to = nextAfter(proposal, request)
    return reply.attempt(editForm, { ...formOf(item), values: request.body as object }, () => {
      const payload = editedPayload(proposal, request.body)
      const what = `Approved, edited: ${titleOf(item)}`
      const done = request.act(what, (tx) => approve(tx, proposal.id, { payload, confirm: confirmed(request) }))
      return reply.done({ message: what, batchId: undoOf(done), to })
    })
  })

  const proposalOf = (request: FastifyRequest) => findProposal(app.db, one.parse(request.params).id)

  /** The proposal below the one that is decided, so that a pile is worked off downwards. */
  function nextAfter({ id }: Proposal, request: FastifyRequest): string {
    const { investor_id: investorId } = filled(request.body)
    const ids = proposalIds(app.db, { status: 'pending', investorId })
    const at = ids.indexOf(id)
    const next = ids[at + 1] ?? ids[at - 1]
    return addressOf(next, investorId)
  }

  const here = ({ id }: Proposal, request: FastifyRequest) => addressOf(id, filled(request.body)['investor_id'])

  const formOf = ({ proposal, investor }: ProposalItem) => ({
    title: proposal.title,
    action: `/review/${proposal.id}/edit`,
    proposal,
    open: opened(app.db, { proposal, investor }, zone),
    fields: cellsOf(proposal),
    users: allUsers(app.db).filter((user) => user.active),
    itemsOf: (value: unknown) => (Array.isArray(value) ? value.map(String) : parseList(String(value ?? ''))),
  })

  function cellsOf(proposal: Proposal): Field[] {
    return Object.keys(valuesOf(proposal)).flatMap((key) => fieldByKey(app.db, key) ?? [])
  }

  function textsOf(proposal: Proposal) {
    const values = valuesOf(proposal)
    const cells = cellsOf(proposal).map((field) => [field.key, typedText(field, values[field.key], zone)])
    return proposal.kind === 'create_task' ? payloadOf(proposal) : Object.fromEntries(cells)
  }

  function editedPayload(proposal: Proposal, body: unknown): Record<string, unknown> {
    if (proposal.kind === 'create_task') {
      const { title = '', due_on = null, owner = null, notes = null } = filled(body)
      return { ...payloadOf(proposal), title, due_on, owner, notes }
    }
    const values = typedCells(cellsOf(proposal), (body ?? {}) as Record<string, unknown>, zone)
    if ('list' in valuesOf(proposal) && !values['list']) throw invalid({ list: 'Choose the list to move to.' })
    return proposal.kind === 'move_list' ? { list: values['list'] } : { values }
  }
}

/** What the person saw standing there, by field; nothing of a form that showed nothing stale. */
function confirmed(request: FastifyRequest): Record<string, unknown> {
  try {
    const shown = z.record(z.string(), z.unknown()).safeParse(JSON.parse(filled(request.body)['confirm'] ?? '{}'))
    return shown.data ?? {}
  } catch {
    return {}
  }
}

function addressOf(id: string | undefined, investorId: string | undefined): string {
  const query = new URLSearchParams({ ...(id && { id }), ...(investorId && { investor_id: investorId }) })
  return query.size > 0 ? `/review?${query}` : '/review'
}

/** The cells a proposal writes, by key; none for what is no cell. */
function valuesOf(proposal: Proposal): Record<string, unknown> {
  const payload = payloadOf(proposal)
  if (proposal.kind === 'move_list') return { list: payload['list'] }

  return (payload['values'] ?? {}) as Record<string, unknown>
}

/** False when it cannot be decided just like that: changed since, or decided by somebody else. */
function decide(tx: Tx, id: string, answer: z.output<typeof decisions>, reason: string | null): boolean {
  try {
    if (answer === 'approve') approve(tx, id)
    else reject(tx, id, reason)
    return true
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}
