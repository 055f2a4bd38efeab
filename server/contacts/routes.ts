import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { dayIn } from '../../shared/dates.ts'
import { cellColumns } from '../grid/record-facts.ts'
import { type CsvRow, csvReply } from '../http/csv.ts'
import { formatList } from '../imports/lists.ts'
import { type ContactListRow, type ContactSort, contactSorts, listContacts } from './list.ts'

const limit = 100
const mostInFile = 1_000_000
const address = z.object({
  q: z.string().max(500).default('').catch(''),
  sort: z.string().default('name').catch('name'),
  offset: z.coerce.number().int().min(0).catch(0),
})

/** The list of people, by its address, and the same as a file. */
export async function contactListRoutes(app: FastifyInstance): Promise<void> {
  app.get('/contacts', async (request, reply) => {
    const { q, sort, offset } = address.parse(request.query)
    const { contacts, total } = listContacts(app.db, q, contactSort(sort), { limit, offset })
    return reply.view('contacts/index', { contacts, address: { q, sort }, pages: { total, limit, offset } })
  })

  app.get('/contacts/export.csv', async (request, reply) => {
    const { q, sort } = address.parse(request.query)
    const { contacts } = listContacts(app.db, q, contactSort(sort), { limit: mostInFile, offset: 0 })
    const own = cellColumns(app.db, 'contacts')
    const rows = contacts.map((contact) => ({ ...csvRow(contact), ...own.row(contact.cells) }))
    return csvReply(reply, `Contacts ${dayIn(app.config.timezone, app.now())}`, rows, [...columns, ...own.headers])
  })
}

function contactSort(sort: string): ContactSort {
  const key = sort.replace(/^-/, '')
  return Object.hasOwn(contactSorts, key)
    ? { key: key as ContactSort['key'], descending: sort.startsWith('-') }
    : { key: 'name', descending: false }
}

const columns = [
  ...['Name', 'Title', 'Investors', 'E-mails', 'Phone', 'LinkedIn'],
  ...['Last contact', 'Last contact by', 'Last heard from', 'Next meeting'],
]

const csvRow = (contact: ContactListRow): CsvRow => ({
  Name: contact.name,
  Title: contact.title,
  Investors: formatList(contact.investors.map((investor) => investor.name)),
  'E-mails': formatList(contact.emails),
  Phone: contact.phone,
  LinkedIn: contact.linkedin,
  'Last contact': contact.lastContactAt,
  'Last contact by': contact.lastContactBy,
  'Last heard from': contact.lastInboundAt,
  'Next meeting': contact.nextMeetingAt,
})
