import type { FastifyInstance } from 'fastify'
import { userNames } from '../accounts/users.ts'
import { filled } from '../http/forms.ts'
import { canTakeBack } from './decide.ts'
import { decisionRoutes } from './decision-routes.ts'
import { editRoutes } from './edit-routes.ts'
import { decidedPile, grouped, opened, pile } from './page.ts'
import { findProposal, type Proposal, pendingKinds } from './proposals.ts'
import { scopeOf } from './review-scope.ts'
import { tellProposals } from './told.ts'

/** The one page on which people answer what machines propose. */
export async function reviewRoutes(app: FastifyInstance): Promise<void> {
  const { timezone: zone } = app.config

  app.get('/review', async (request, reply) => {
    const { id, decided, offset } = filled(request.query)
    const mine = (proposal: Proposal) => canTakeBack(request.actor, proposal)
    if (decided !== undefined) return showDecided(decided === 'policy' ? 'policy' : 'people', offset)

    const scope = scopeOf(request.query)
    const { items, place, ...pages } = pile(app.db, request.actor.id, { ...scope, id, offset })
    const asked = id ? tellProposals(app.db, request.actor.id, [findProposal(app.db, id)])[0] : undefined
    const current = asked ?? items[0]
    return reply.view('review/index', {
      groups: grouped(items),
      pages,
      place,
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

  await app.register(decisionRoutes)
  await app.register(editRoutes)
}
