import freeDomains from 'free-email-domains'
import { domainOf } from '../../shared/addresses.ts'
import type { Suggestion } from '../../shared/gateway.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Gate } from '../grid/exposure.ts'
import type { Match } from './people.ts'

export type Unknown = { address: string; suggestions: Suggestion[] }

/** A long mailing list is not a hundred questions. */
const mostExplained = 20
const mostSuggestions = 5
const shared = new Set(freeDomains)

/**
 * Where each unknown address may belong: to investors whose people write from the same domain or whose website it is,
 * and to those whose people are on the same message. A free mail provider's domain says nothing.
 */
export function suggestFor(db: Db, gate: Gate, unknown: string[], onMessage: Match[]): Unknown[] {
  const byDomain = new Map<string, Suggestion[]>()
  const sameDomain = (domain: string) => {
    const known = byDomain.get(domain) ?? domainSuggestions(db, gate, domain)
    byDomain.set(domain, known)
    return known
  }
  const colleagues = onMessage.map((match) => colleagueSuggestion(gate, match))

  return unknown.map((address, n) => {
    const domain = domainOf(address) ?? ''
    const near = n < mostExplained && !shared.has(domain) ? sameDomain(domain) : []
    return { address, suggestions: n < mostExplained ? firstOfEach([...near, ...colleagues]) : [] }
  })
}

function domainSuggestions(db: Db, gate: Gate, domain: string): Suggestion[] {
  const people = prepared<PeopleAt>(db, peopleAt).all(domain, mostSuggestions)
  const writers = people.map((row) => suggestion(row, 'domain', writersSentence(gate, row, domain)))
  return gate.shows('website') ? [...writers, ...websiteSuggestions(db, domain)] : writers
}

type PeopleAt = { id: string; name: string; contact: string; n: number }

const peopleAt = `
  SELECT i.id, i.name, min(c.name) AS contact, count(DISTINCT c.id) AS n
  FROM live_contact_addresses a
  JOIN live_contacts c ON c.id = a.contact_id
  JOIN live_contact_roles r ON r.contact_id = c.id
  JOIN live_investors i ON i.id = r.investor_id
  WHERE a.domain = ? GROUP BY i.id ORDER BY n DESC, i.name, i.id LIMIT ?`

function writersSentence(gate: Gate, { contact, n }: PeopleAt, domain: string): string {
  const who = gate.shows('contacts') ? contact : 'Somebody there'
  if (n === 1) return `${who} writes from ${domain} too.`

  return `${who} and ${n === 2 ? 'one other' : `${n - 1} others`} write from ${domain}.`
}

function websiteSuggestions(db: Db, domain: string): Suggestion[] {
  const rows = prepared<Website>(db, mentioning).all(`"${domain.replaceAll('"', '""')}"`)
  return rows
    .filter(({ website }) => hostOf(website) === domain)
    .map((row) => suggestion(row, 'domain', `Its website is at ${domain}.`))
}

type Website = { id: string; name: string; website: string }

/** The search index narrows it down, for a website is free text that has no index of its own. */
const mentioning = `
  SELECT i.id, i.name, i.website FROM investor_search f
  JOIN investor_summaries s ON s.rowid = f.rowid
  JOIN live_investors i ON i.id = s.investor_id
  WHERE f.document MATCH ? AND i.website IS NOT NULL ORDER BY i.name, i.id LIMIT 50`

/** `harborfo.example` of `https://www.harborfo.example/team`, or of a bare `harborfo.example`. */
function hostOf(website: string): string | null {
  const address = /^https?:\/\//i.test(website) ? website : `https://${website}`
  return URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '') : null
}

function colleagueSuggestion(gate: Gate, { investorId: id, investorName: name, contactName }: Match): Suggestion {
  const who = gate.shows('contacts') ? contactName : 'Somebody there'
  return suggestion({ id, name }, 'colleague', `${who} is on the same message.`)
}

const suggestion = (
  { id, name }: { id: string; name: string },
  reason: Suggestion['reason'],
  explanation: string,
): Suggestion => ({ investor_id: id, name, reason, explanation })

/** Each investor once, with its strongest reason: the first. */
function firstOfEach(suggestions: Suggestion[]): Suggestion[] {
  const kept = new Map<string, Suggestion>()
  for (const each of suggestions) if (!kept.has(each.investor_id)) kept.set(each.investor_id, each)
  return [...kept.values()].slice(0, mostSuggestions)
}
