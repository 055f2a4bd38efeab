import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { csvReply } from '../http/csv.ts'
import { listOf, listQuery, pageOf } from '../http/lists.ts'
import { archived, archivedShape, oneById, written } from '../http/shapes.ts'
import { contactCard } from './cards.ts'
import { addContact, archiveContact, contactForm, contactPatch, editContact, findContact } from './contacts.ts'
import { contactLines, headersOf } from './export.ts'
import { findContacts } from './find.ts'
import { organizationsApi } from './organizations-api.ts'
import { contactShape, presentContact, presentTag, tagShape } from './present.ts'
import { allTags, tagForm, tagNamed } from './tags.ts'

const tags = ['Contacts']
const filters = { search: z.string().max(500).optional(), investor_id: z.string().optional() }

/** People, their addresses and where they belong; tags. */
export async function contactsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const list = {
    tags,
    summary: 'Contacts by name; `search` looks into names, titles and addresses',
    querystring: listQuery(filters),
    response: { 200: listOf(contactShape) },
  }
  app.get('/contacts', { schema: list }, async (request) => {
    const { search, investor_id: investorId, ...page } = request.query
    const { contacts, total } = findContacts(app.db, { search, investorId }, page)
    return {
      data: contacts.map((contact) => presentContact(app.db, contact)),
      total,
      limit: page.limit,
      offset: page.offset,
    }
  })

  const one = { tags, summary: 'One contact', params: oneById, response: { 200: contactShape } }
  app.get('/contacts/:id', { schema: one }, async (request) => {
    return presentContact(app.db, contactCard(app.db, findContact(app.db, request.params.id)))
  })

  const add = { tags, summary: 'Add a contact', body: contactForm, response: { 201: written(contactShape) } }
  app.post('/contacts', { schema: add }, async (request, reply) => {
    return reply.acted(`Added ${request.body.name}`, (tx) =>
      presentContact(tx.db, contactCard(tx.db, addContact(tx, request.body))),
    )
  })

  const edit = {
    tags,
    summary: 'Change a contact; `emails` and `investor_ids` replace the whole list, `values` the columns they name',
    params: oneById,
    body: contactPatch,
    response: { 200: written(contactShape) },
  }
  app.patch('/contacts/:id', { schema: edit }, async (request, reply) => {
    const { id, name } = findContact(app.db, request.params.id)
    return reply.acted(`Changed ${name}`, (tx) =>
      presentContact(tx.db, contactCard(tx.db, editContact(tx, id, request.body))),
    )
  })

  const remove = { tags, summary: 'Archive a contact', params: oneById, response: { 200: archivedShape } }
  app.delete('/contacts/:id', { schema: remove }, async (request, reply) => {
    const { id, name } = findContact(app.db, request.params.id)
    return reply.acted(`Archived ${name}`, (tx) => archived(archiveContact(tx, id)))
  })

  const csv = {
    tags,
    summary: 'Contacts as a CSV file, safe to open in a spreadsheet',
    querystring: z.strictObject(filters),
  }
  app.get('/export/contacts', { schema: csv }, async (request, reply) => {
    const { search, investor_id: investorId } = request.query
    return csvReply(reply, 'Contacts', contactLines(app.db, { search, investorId }), headersOf(app.db))
  })

  const allTagsSchema = { tags, summary: 'All tags', querystring: listQuery({}), response: { 200: listOf(tagShape) } }
  app.get('/tags', { schema: allTagsSchema }, async (request) =>
    pageOf(allTags(app.db).map(presentTag), request.query, tagShape),
  )

  const newTag = {
    tags,
    summary: 'Make a tag; one whose name differs only in letter case or accents is answered instead',
    body: tagForm,
    response: { 201: written(tagShape) },
  }
  app.post('/tags', { schema: newTag }, async (request, reply) => {
    const { name } = request.body
    return reply.acted(`Made the tag ${name}`, (tx) => presentTag(tagNamed(tx, name)))
  })

  await app.register(organizationsApi)
}
