import type { FastifyInstance } from 'fastify'
import { investorRequest } from '../../shared/gateway.ts'
import { putPersonAt } from '../contacts/person-at.ts'
import type { Tx } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { addInvestor, investorsNamed } from '../grid/investors.ts'
import { asked } from './request.ts'

/** `POST /investors`: a new prospect that came by mail, with its first contact. */
export async function prospectRoutes(app: FastifyInstance): Promise<void> {
  app.post('/investors', async (request, reply) => {
    const { name, contact } = asked(investorRequest, request.body)
    return reply.acted('Added a prospect', (tx) => {
      refuseNamesake(tx, name)
      const investor = addInvestor(tx, { name, source: 'Gmail' })
      if (contact) putPersonAt(tx, investor.id, contact)
      return { id: investor.id, name: investor.name }
    })
  })
}

/** In the sidebar a second investor of one name is nearly always the first one, not found. */
function refuseNamesake(tx: Tx, name: string): void {
  const [namesake] = investorsNamed(tx.db, name)
  if (!namesake) return

  const detail = `There is already an investor called ${namesake.name}. Search for it, and add the person to it.`
  throw new UserError('conflict', detail, { investor_id: namesake.id })
}
