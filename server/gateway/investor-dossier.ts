import type { Commitment, Communication, Fund, InvestorDossier, Opportunity } from '../../shared/gateway.ts'
import { firstName, listLabel } from '../../shared/words.ts'
import { type Guard, seenBy } from '../communications/privacy.ts'
import type { Db } from '../db/db.ts'
import type { Row } from '../db/entities.ts'
import { prepared } from '../db/prepared.ts'
import { notFound } from '../errors.ts'
import type { Gate } from '../grid/exposure.ts'

/** What a dossier is drawn with: the reader decides what of a private communication is shown. */
export type Reading = { db: Db; gate: Gate; readerId: string; funds: Fund[] }

/**
 * Everything the sidebar shows of one investor. `people` are its contacts on the message, who are listed first. Four
 * statements, each an index range: in SQLite a handful of small ones is as good as one large one
 * (https://www.sqlite.org/np1queryprob.html).
 */
export function investorDossier(reading: Reading, id: string, matched: string[], people: string[]): InvestorDossier {
  const { db, gate } = reading
  const head = prepared<Head>(db, heads).get(id)
  if (!head) throw notFound('investor')

  const showsPeople = gate.shows('contacts')
  return {
    id,
    name: head.name,
    ...standingOf(gate, head),
    path: `/investors/${id}`,
    matched,
    commitments: commitmentsOf(reading, head),
    contacts: showsPeople ? contactsOf(db, id, people) : [],
    contacts_total: showsPeople ? head.contacts : 0,
    last_contact: lastContactOf(gate, head),
    next_step: nextStepOf(gate, head),
    communications: communicationsOf(reading, id),
    opportunities: gate.shows('stage') ? opportunitiesOf(db, gate, id) : [],
  }
}

/** List, stage and owner as every line about an investor shows them. */
export const standingOf = (gate: Gate, row: { list: string; stage: string | null; owner: string | null }) => ({
  list: gate.shows('list') ? listLabel(row.list) : '',
  stage: gate.shows('stage') ? row.stage : null,
  owner: gate.shows('owner') && row.owner ? firstName(row.owner) : null,
})

type Head = {
  name: string
  list: string
  stage: string | null
  owner: string | null
  next_step: string | null
  next_step_at: string | null
  last_contact_at: string | null
  last_contact_type: Communication['type'] | null
  last_contact_by: string | null
  commitments: string
  contacts: number
}

const heads = `
  SELECT i.name, i.list, st.label AS stage, u.full_name AS owner, i.next_step, i.next_step_at, s.last_contact_at,
    s.last_contact_type, b.full_name AS last_contact_by, s.commitments, s.contact_count AS contacts
  FROM live_investors i JOIN investor_summaries s ON s.investor_id = i.id
  LEFT JOIN live_stages st ON st.key = s.stage
  LEFT JOIN live_users u ON u.id = i.owner
  LEFT JOIN live_users b ON b.id = s.last_contact_by
  WHERE i.id = ?`

/** A fund with a hidden measure is left out: a nought in its place would be a lie. */
function commitmentsOf({ gate, funds }: Reading, head: Head): Commitment[] {
  const sums = JSON.parse(head.commitments) as Record<string, Partial<Record<'soft' | 'signed' | 'funded', number>>>
  return funds.flatMap(({ id, name, currency }) => {
    const { soft = 0, signed = 0, funded = 0 } = sums[id] ?? {}
    const hidden = (['soft', 'signed', 'funded'] as const).some((measure) => !gate.showsCommitment(id, measure))
    if (hidden || (soft === 0 && signed === 0 && funded === 0)) return []
    return { fund_id: id, fund_name: name, currency, soft, signed, funded }
  })
}

function lastContactOf(gate: Gate, head: Head): InvestorDossier['last_contact'] {
  const { last_contact_at: at, last_contact_type: type, last_contact_by: by } = head
  return at && type && gate.shows('last_contact_at') ? { at, type, by: by && firstName(by) } : null
}

function nextStepOf(gate: Gate, head: Head): InvestorDossier['next_step'] {
  if (!head.next_step || !gate.shows('next_step')) return null

  return { text: head.next_step, due_on: gate.shows('next_step_at') ? head.next_step_at : null }
}

type Person = { id: string; name: string; title: string | null; emails: string }

function contactsOf(db: Db, investorId: string, people: string[]): InvestorDossier['contacts'] {
  const rows = prepared<Person>(db, contacts).all({ investorId, people: JSON.stringify(people) })
  return rows.map((row) => ({ ...row, emails: JSON.parse(row.emails) as string[] }))
}

const contacts = `
  SELECT c.id, c.name, coalesce(c.title, r.role) AS title,
    (SELECT coalesce(json_group_array(address), '[]') FROM (
      SELECT address FROM live_contact_addresses WHERE contact_id = c.id ORDER BY position, id)) AS emails
  FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id
  WHERE r.investor_id = @investorId
  ORDER BY c.id IN (SELECT value FROM json_each(@people)) DESC, r.position, r.id LIMIT 10`

export type Said = Pick<Row<'communications'>, 'id' | 'type' | 'summary' | 'subject'> &
  Omit<Guard, 'participants'> & { participants: string; occurred_at: string; by: string | null }

function communicationsOf({ db, readerId }: Reading, investorId: string): Communication[] {
  const rows = prepared<Said>(db, communications).all(investorId)
  return rows.map((said) => communicationLine(readerId, said))
}

const communications = `
  SELECT c.id, c.type, c.summary, c.subject, c.privacy, c.participants,
    c.occurred_at, u.full_name AS by
  FROM live_communication_investors l JOIN told_communications c ON c.id = l.communication_id
  LEFT JOIN live_users u ON u.id = c.user_id
  WHERE l.investor_id = ? ORDER BY l.occurred_at DESC, c.id DESC LIMIT 5`

/** A communication as one line of a card, in the words its reader may see. */
export function communicationLine(readerId: string, said: Said): Communication {
  const { id, type, occurred_at, by } = said
  const { summary } = seenBy(readerId, { ...said, participants: JSON.parse(said.participants) as string[] })
  return { id, type, summary, occurred_at, by: by && firstName(by) }
}

function opportunitiesOf(db: Db, gate: Gate, investorId: string): Opportunity[] {
  const rows = prepared<Opportunity>(db, opportunities).all(investorId)
  return gate.shows('expected_amount') ? rows : rows.map((row) => ({ ...row, expected_amount: null }))
}

/** Lost ones come last: they can be taken up again. */
const opportunities = `
  SELECT o.id, o.fund_id, f.name AS fund_name, f.currency, o.stage, st.label AS stage_label, o.expected_amount, o.probability
  FROM live_opportunities o JOIN live_funds f ON f.id = o.fund_id JOIN live_stages st ON st.key = o.stage
  WHERE o.investor_id = ? ORDER BY st.kind = 'lost', st.position DESC, o.id`
