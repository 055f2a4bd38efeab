import type { FastifyInstance } from 'fastify'
import { normaliseAddress } from '../../shared/addresses.ts'
import { type SearchReply, searchRequest } from '../../shared/gateway.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { fold } from '../db/summaries.ts'
import { type Gate, gateTo } from '../grid/exposure.ts'
import { asked } from './request.ts'
import { type SummaryRow, summaryLine } from './summary.ts'

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
  const rows = address ? (prepared(db, byAddress).all(address) as Candidate[]) : []
  const found = (rows.length > 0 ? rows : candidates(db, terms)).flatMap((row) => ranked(db, gate, row, terms))
  found.sort((a, b) => a.rank - b.rank || (a.row.key < b.row.key ? -1 : 1))

  const results = found.slice(0, mostResults).map(({ row, contact }) => summaryLine(gate, row, contact))
  return { results, total: found.length }
}

type Candidate = SummaryRow & { key: string }

/** The index knows runs of three letters; shorter words are looked for in names alone. */
function candidates(db: Db, terms: string[]): Candidate[] {
  const indexed = terms.filter((term) => [...term].length >= 3)
  if (indexed.length > 0) return prepared(db, byIndex).all(indexed.map(quoted).join(' AND ')) as Candidate[]

  return terms[0] ? (prepared(db, byName).all(terms[0]) as Candidate[]) : []
}

const quoted = (term: string) => `"${term.replaceAll('"', '""')}"`

const line = `
  SELECT i.id, i.name, i.name_key AS key, i.list, st.label AS stage, u.full_name AS owner FROM live_investors i
  JOIN investor_summaries s ON s.investor_id = i.id
  LEFT JOIN live_stages st ON st.key = s.stage LEFT JOIN live_users u ON u.id = i.owner`
const byIndex = `${line} JOIN investor_search f ON f.rowid = s.rowid WHERE f.document MATCH ?`
const byAddress = `${line} WHERE i.id IN (
  SELECT r.investor_id FROM live_contact_addresses a JOIN live_contact_roles r ON r.contact_id = a.contact_id
  WHERE a.address_key = ?)`
const byName = `${line} WHERE instr(i.name_key, ?) > 0`

type Ranked = { row: Candidate; rank: number; contact: string | null }

function ranked(db: Db, gate: Gate, row: Candidate, terms: string[]): Ranked[] {
  const missing = terms.filter((term) => !row.key.includes(term))
  if (missing.length === 0) return [{ row, rank: row.key.startsWith(terms.join(' ')) ? 0 : 1, contact: null }]
  if (!gate.shows('contacts')) return []

  const people = prepared(db, peopleOf).all(row.id) as { name: string; text: string }[]
  const person = people.find(({ text }) => missing.every((term) => fold(text).includes(term)))
  return person ? [{ row, rank: 2, contact: person.name }] : []
}

const peopleOf = `
  SELECT c.name, c.name || ' ' || coalesce((
    SELECT group_concat(a.address || ' ' || a.address_key, ' ') FROM live_contact_addresses a WHERE a.contact_id = c.id
  ), '') AS text
  FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id
  WHERE r.investor_id = ? ORDER BY r.position, r.id`
