import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { plural } from '../../shared/words.ts'
import { allUsers, userNames } from '../accounts/users.ts'
import { UserError } from '../errors.ts'
import { forMembers } from '../http/access.ts'
import { filled, several } from '../http/forms.ts'
import { undoOf } from '../http/undoable.ts'
import { parseList } from '../imports/lists.ts'
import { approve, canTakeBack, reject, takeBack } from './decide.ts'
import { decideMany } from './decide-many.ts'
import { editedPayload, editForm } from './edit-form.ts'
import { type KindName, kindNames } from './kinds.ts'
import { decidedPile, grouped, opened, pile } from './page.ts'
import { findProposal, type Proposal, type ProposalItem, pendingKinds, proposalIds, titleOf } from './proposals.ts'
import { tellProposals } from './told.ts'

const one = z.object({ id: z.string() })
const form = 'review/form'
const decisions = z.enum(['approve', 'reject'])
const scopes = z.object({
  investor_id: z.string().optional(),
  kind: z.enum(kindNames).optional().catch(undefined),
})

/** What of the pile somebody looks at: one investor, one kind, or all. */
type Scope = { investorId: string | undefined; kind: KindName | undefined }

/** The one page on which people answer what machines propose. */
export async function reviewRoutes(app: FastifyInstance): Promise<void> {
  const { timezone: zone } = app.config

  app.get('/review', async (request, reply) => {
    const { id, decided, offset } = filled(request.query)
    const mine = (proposal: Proposal) => canTakeBack(request.actor, proposal)
    if (decided !== undefined) return showDecided(decided === 'policy' ? 'policy' : 'people', offset)

    const scope = scopeOf(request.query)
    const { items, ...pages } = pile(app.db, request.actor.id, { ...scope, id, offset })
    const asked = id ? tellProposals(app.db, request.actor.id, [findProposal(app.db, id)])[0] : undefined
    const current = asked ?? items[0]
    return reply.view('review/index', {
      groups: grouped(items),
      pages,
      ...scope,
      kinds: pendingKinds(app.db, scope.investorId),
      open: current && opened(app.db, current, zone),
      canTakeBack: mine,
      names: userNames(app.db),
    })

    function showDecided(by: 'people' | 'policy', offset: string | undefined) {
      const { items, ...pages } = decidedPile(app.db, request.actor.id, by, offset)
      return reply.view('review/decided', { items, pages, by, canTakeBack: mine, names: userNames(app.db) })
    }
  })

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
    const item = proposalOf(request)
    const to = nextAfter(item.proposal, request)
    const message = `Approved: ${titleOf(item)}`
    try {
      const done = request.act(message, (tx) => approve(tx, item.proposal.id, { confirm: confirmed(request) }))
      return reply.done({ message: `Approved: ${wordsOf(request, item)}`, batchId: undoOf(done), to })
    } catch (error) {
      if (!(error instanceof UserError && error.code === 'conflict')) throw error
      return reply.done({ message: error.message, to: here(item.proposal, request) })
    }
  })

  app.post('/review/:id/reject', async (request, reply) => {
    const item = proposalOf(request)
    const { reason = null } = filled(request.body)
    const to = nextAfter(item.proposal, request)
    const done = request.act(`Rejected: ${titleOf(item)}`, (tx) => reject(tx, item.proposal.id, reason))
    return reply.done({ message: `Rejected: ${wordsOf(request, item)}`, batchId: undoOf(done), to })
  })

  app.post('/review/:id/undo', async (request, reply) => {
    const item = proposalOf(request)
    const done = request.act(`Took back: ${titleOf(item)}`, (tx) => takeBack(tx, item.proposal.id))
    const message = `Waits again: ${wordsOf(request, item)}`
    return reply.done({ message, batchId: undoOf(done), label: 'Redo', to: addressOf(item.proposal.id, everything) })
  })

  app.get('/review/:id/edit', forMembers, async (request, reply) => {
    const item = proposalOf(request)
    const shown = formOf(request, item)
    return reply.form(form, { ...shown, values: shown.start })
  })

  app.post('/review/:id/edit', async (request, reply) => {
    const item = proposalOf(request)
    const { proposal } = item
    const to = nextAfter(proposal, request)
    return reply.attempt(form, formOf(request, item), () => {
      const payload = editedPayload(app.db, proposal, request.body, zone)
      const what = `Approved, edited: ${titleOf(item)}`
      const done = request.act(what, (tx) => approve(tx, proposal.id, { payload, confirm: confirmed(request) }))
      return reply.done({ message: what, batchId: undoOf(done), to })
    })
  })

  const proposalOf = (request: FastifyRequest) => findProposal(app.db, one.parse(request.params).id)

  /** In the words the person has just read. */
  function wordsOf(request: FastifyRequest, item: ProposalItem): string {
    const [told] = tellProposals(app.db, request.actor.id, [item])
    return titleOf({ ...item, proposal: { ...item.proposal, title: told?.title ?? item.proposal.title } })
  }

  /** The proposal below the one that is decided, so that a pile is worked off downwards. */
  function nextAfter({ id }: Proposal, request: FastifyRequest): string {
    const scope = scopeOf(request.body)
    const ids = proposalIds(app.db, { status: 'pending', ...scope })
    const at = ids.indexOf(id)
    return addressOf(ids[at + 1] ?? ids[at - 1], scope)
  }

  const here = ({ id }: Proposal, request: FastifyRequest) => addressOf(id, scopeOf(request.body))

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

/** What the person saw standing there, by field; nothing of a form that showed nothing stale. */
function confirmed(request: FastifyRequest): Record<string, unknown> {
  try {
    const shown = z.record(z.string(), z.unknown()).safeParse(JSON.parse(filled(request.body)['confirm'] ?? '{}'))
    return shown.data ?? {}
  } catch {
    return {}
  }
}

const everything: Scope = { investorId: undefined, kind: undefined }

function scopeOf(sent: unknown): Scope {
  const { investor_id: investorId, kind } = scopes.parse(filled(sent))
  return { investorId, kind }
}

function addressOf(id: string | undefined, { investorId, kind }: Scope): string {
  const query = new URLSearchParams({
    ...(id && { id }),
    ...(investorId && { investor_id: investorId }),
    ...(kind && { kind }),
  })
  return query.size > 0 ? `/review?${query}` : '/review'
}
