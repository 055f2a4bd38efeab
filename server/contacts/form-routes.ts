import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { findInvestor } from '../grid/investors.ts'
import { cellInputs, typedRecordCells } from '../grid/record-facts.ts'
import { forMembers } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { touchedOnly, withWas } from '../http/touched.ts'
import { backTo, undoOf } from '../http/undoable.ts'
import { contactCard } from './cards.ts'
import {
  addContact,
  archiveContact,
  type Contact,
  type ContactForm,
  contactForm,
  contactPatch,
  editContact,
  findContact,
  linkContact,
  unlinkContact,
} from './contacts.ts'

const oneContact = z.object({ id: z.string() })
const oneRole = z.object({ id: z.string(), contactId: z.string() })

/** The forms of people: at an investor, or on their own. */
export async function contactFormRoutes(app: FastifyInstance): Promise<void> {
  app.get('/contacts/new', forMembers, async (request, reply) => {
    const { investor_id } = filled(request.query)
    return reply.form('contacts/form', { ...addForm(investor_id), values: { investor_id } })
  })

  app.post('/contacts', async (request, reply) => {
    const { investor_id } = filled(request.body)
    return reply.attempt('contacts/form', addForm(investor_id), () => {
      const values = typedRecordCells(app.db, 'contacts', request.body)
      const form = { ...typedContact(request), values, investor_ids: investor_id ? [investor_id] : [] }
      const done = request.act(`Added ${form.name}`, (tx) => addContact(tx, contactForm.parse(form)))
      return reply.done({ message: `Added ${form.name}`, batchId: undoOf(done), to: home(request, investor_id) })
    })
  })

  app.get('/contacts/:id/edit', forMembers, async (request, reply) => {
    const { investor_id } = filled(request.query)
    const card = contactCard(app.db, findContact(app.db, oneContact.parse(request.params).id))
    const role = card.roles.find((one) => one.investorId === investor_id)?.role ?? null
    const emails = card.addresses.map((address) => address.address).join('\n')
    const { name, title, phone, linkedin, notes } = card
    const texts = withWas({ name, emails, title, role, phone, linkedin, notes })
    return reply.form('contacts/form', { ...editForm(app.db, card), values: { ...texts, investor_id } })
  })

  app.post('/contacts/:id', async (request, reply) => {
    const contact = findContact(app.db, oneContact.parse(request.params).id)
    const { investor_id } = filled(request.body)
    return reply.attempt('contacts/form', editForm(app.db, contact), () => {
      const { role, ...facts } = touchedOnly(request.body, typedContact(request))
      const values = typedRecordCells(app.db, 'contacts', request.body)
      const patch = contactPatch.omit({ investor_ids: true }).parse({ ...facts, values })
      const done = request.act(`Edited ${contact.name}`, (tx) => {
        const { name } = editContact(tx, contact.id, patch)
        if (investor_id) linkContact(tx, contact.id, investor_id, role === undefined ? null : (role ?? ''))
        return name
      })
      return reply.done({ message: `Saved ${done.result}`, batchId: undoOf(done), to: home(request, investor_id) })
    })
  })

  app.post('/contacts/:id/archive', async (request, reply) => {
    const contact = findContact(app.db, oneContact.parse(request.params).id)
    const done = request.act(`Archived ${contact.name}`, (tx) => archiveContact(tx, contact.id))
    return reply.done({
      message: `Archived ${contact.name}`,
      batchId: undoOf(done),
      to: home(request, filled(request.body)['investor_id']),
    })
  })

  app.post('/investors/:id/contacts/:contactId/remove', async (request, reply) => {
    const { id, contactId } = oneRole.parse(request.params)
    const { name } = findContact(app.db, contactId)
    const investor = findInvestor(app.db, id)
    const done = request.act(`Removed ${name} from ${investor.name}`, (tx) => unlinkContact(tx, contactId, id))
    return reply.done({ message: `Removed ${name}`, batchId: undoOf(done), to: `/investors/${id}` })
  })

  const addForm = (investorId: string | undefined) => ({
    title: investorId ? `Add a contact at ${findInvestor(app.db, investorId).name}` : 'Add a contact',
    action: '/contacts',
    save: 'Add contact',
    own: cellInputs(app.db, 'contacts', null),
  })
}

const editForm = (db: Db, contact: Contact) => ({
  title: `Edit ${contact.name}`,
  action: `/contacts/${contact.id}`,
  save: 'Save',
  own: cellInputs(db, 'contacts', contact.cells),
})

const home = (request: FastifyRequest, investorId: string | undefined) =>
  backTo(request, investorId ? `/investors/${investorId}` : '/contacts')

/** Addresses are typed one to a line, or with commas between them; a field left blank clears what was there. */
function typedContact(request: FastifyRequest): ContactForm & { emails: string[] } {
  const { name = '', emails = '', title, role, phone, linkedin, notes } = filled(request.body)
  return {
    name,
    emails: emails.split(/[\s,;]+/).filter(Boolean),
    title: title ?? null,
    role: role ?? null,
    phone: phone ?? null,
    linkedin: linkedin ?? null,
    notes: notes ?? null,
  }
}
