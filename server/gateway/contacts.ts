import type { FastifyInstance } from 'fastify'
import { contactRequest } from '../../shared/gateway.ts'
import { putPersonAt } from '../contacts/person-at.ts'
import { findInvestor } from '../grid/investors.ts'
import { asked } from './request.ts'

/** `POST /contacts`: a person, by their addresses, becomes a contact of an investor the fund has. */
export async function contactRoutes(app: FastifyInstance): Promise<void> {
  app.post('/contacts', async (request, reply) => {
    const { investor_id, name, emails } = asked(contactRequest, request.body)
    return reply.acted('Added a contact', (tx) => {
      const investor = findInvestor(tx.db, investor_id)
      const { id } = putPersonAt(tx, investor.id, { name, emails })
      return { id, investor_id: investor.id }
    })
  })
}
