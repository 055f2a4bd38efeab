import type { FastifyInstance } from 'fastify'
import { normaliseAddress } from '../../shared/addresses.ts'
import { type SearchReply, searchRequest } from '../../shared/gateway.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { fold } from '../db/summaries.ts'
import { type Gate, gateTo } from '../grid/exposure.ts'
import { asked } from './request.ts'
import { type SummaryRow, summaryColumns, summaryLine } from './summary.ts'

const mostResults = 10

/** `GET /search?q=`: investors by their name, their people and their people's addresses. */
export async function searchRoutes(app: FastifyInstance): Promise<void> {
  app.get('/search', async (request): Promise<SearchReply> => {
    const { q } = asked(searchRequest, request.query)
    return searchInvestors(app.db, gateTo(app.db, 'sidebar'), q)
  })
}

/**
 * Every word must stand in the investor's name or in what is known of its people. The index also covers notes and columns
 * that stay in the box, so a hit there alone is none: the answer would give away what they hold.
 */
function searchInvestors(db: Db, gate: Gate, q: string): SearchReply {
  const address = normaliseAddress(q)
  const terms = fold(address ?? q)
    .split(/\s+/)
    .filter(Boolean)
  const rows = rowsFor(db, address, terms)
  const named = rows.filter((row) => missing(row, terms).length === 0)
  const found = [...named.map((row) => byTheName(row, terms)), ...byTheirPeople(db, gate, rows, terms)]
  found.sort((a, b) => a.rank - b.rank || (a.row.key < b.row.key ? -1 : 1))

  const results = found.slice(0, mostResults).map(({ row, contact }) => summaryLine(gate, row, contact))
  return { results, total: found.length }
}

/** The index knows runs of three letters; shorter words are looked for in names alone. */
function rowsFor(db: Db, address: string | null, terms: string[]): SummaryRow[] {
  const known = address ? prepared<SummaryRow>(db, byAddress).all(address) : []
  if (known.length > 0) return known

  const indexed = terms.filter((term) => [...term].length >= 3)
  if (indexed.length > 0) return prepared<SummaryRow>(db, byIndex).all(indexed.map(quoted).join(' AND '))
  return terms[0] ? prepared<SummaryRow>(db, byName).all(terms[0]) : []
}

const quoted = (term: string) => `"${term.replaceAll('"', '""')}"`

const byIndex = `${summaryColumns} JOIN investor_search f ON f.rowid = s.rowid WHERE f.document MATCH ?`
const byAddress = `${summaryColumns} WHERE i.id IN (
  SELECT r.investor_id FROM live_contact_addresses a JOIN live_contact_roles r ON r.contact_id = a.contact_id
  WHERE a.address_key = ?)`
const byName = `${summaryColumns} WHERE instr(i.name_key, ?) > 0`

type Ranked = { row: SummaryRow; rank: number; contact: string | null }

const missing = (row: SummaryRow, terms: string[]) => terms.filter((term) => !row.key.includes(term))

const byTheName = (row: SummaryRow, terms: string[]): Ranked => ({
  row,
  rank: row.key.startsWith(terms.join(' ')) ? 0 : 1,
  contact: null,
})

/** What an investor's name lacks, one of its people must have. */
function byTheirPeople(db: Db, gate: Gate, rows: SummaryRow[], terms: string[]): Ranked[] {
  const others = rows.filter((row) => missing(row, terms).length > 0)
  if (others.length === 0 || !gate.shows('contacts')) return []

  const people = Map.groupBy(
    prepared<Person>(db, peopleOf).all(JSON.stringify(others.map((row) => row.id))),
    (person) => person.investorId,
  )
  return others.flatMap((row) => {
    const lacking = missing(row, terms)
    const person = people.get(row.id)?.find(({ text }) => lacking.every((term) => text.includes(term)))
    return person ? [{ row, rank: 2, contact: person.name }] : []
  })
}

type Person = { investorId: string; name: string; text: string }

const peopleOf = `
  SELECT r.investor_id AS investorId, c.name,
    c.name_key || ' ' || coalesce(group_concat(lower(a.address) || ' ' || a.address_key, ' '), '') AS text
  FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id
  LEFT JOIN live_contact_addresses a ON a.contact_id = c.id
  WHERE r.investor_id IN (SELECT value FROM json_each(?)) GROUP BY r.id ORDER BY r.position, r.id`
