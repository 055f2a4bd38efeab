import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { tellSaid } from '../communications/shown.ts'
import { timeline } from '../communications/timeline.ts'
import { cellTeller } from '../grid/record-facts.ts'
import { contactCard } from './cards.ts'
import { findContact } from './contacts.ts'

const oneContact = z.object({ id: z.string() })
const paging = z.object({
  before: z.string().nullable().catch(null),
  captured: z.literal('1').optional().catch(undefined),
})

/** The page of one person, with what was said with them. */
export async function contactPageRoutes(app: FastifyInstance): Promise<void> {
  app.get('/contacts/:id', async (request, reply) => {
    const contact = contactCard(app.db, findContact(app.db, oneContact.parse(request.params).id))
    const { before, captured } = paging.parse(request.query)
    const question = { kind: 'communications' as const, before, captured: captured !== undefined }
    const { items, older } = timeline(app.db, { contactId: contact.id }, question)
    const said = items.flatMap((item) => (item.kind === 'act' ? [] : [tellSaid(request.actor.id, item)]))
    return reply.view('contacts/show', {
      contact,
      facts: cellTeller(app.db, 'contacts')(contact.cells),
      timeline: { items: said, older, captured: question.captured },
    })
  })
}
