/** The form of one proposal, for approving something slightly else: the texts it starts with, and what was meant. */
import { contactsOf } from '../contacts/cards.ts'
import type { Db } from '../db/db.ts'
import { invalid } from '../errors.ts'
import { type Field, fieldByKey } from '../grid/fields.ts'
import { typedCells, typedText } from '../grid/typed-cells.ts'
import { filled, several } from '../http/forms.ts'
import type { Payload } from './kinds.ts'
import { type Proposal, payloadOf } from './proposals.ts'
import { organizationName, personName, sightingById } from './sightings.ts'

/** The inputs of a kind that has its own; the others are cells of the investor. */
type Form = {
  /** Plain texts by name; a blank one is left out of the payload, so that what was proposed stands. */
  texts: Input[]
  start: (db: Db, payload: Payload) => Record<string, unknown>
}
type Input = { name: string; label: string; type?: string; rows?: number; optional?: boolean; hint?: string }

const summary: Input = {
  name: 'summary',
  label: 'Summary',
  type: 'textarea',
  rows: 3,
  optional: true,
  hint: 'Left blank, its own words are shown.',
}
const address: Input = { name: 'address', label: 'Address', type: 'email' }

const log: Form = { texts: [summary], start: (_db, payload) => ({ contact_ids: payload['contact_ids'] }) }

const forms: Partial<Record<string, Form>> = {
  log_email: log,
  log_meeting: log,
  add_address: { texts: [address], start: (db, payload) => ({ address: strangerOf(db, payload).address }) },
  new_contact: {
    texts: [{ name: 'name', label: 'Name' }, address, { name: 'title', label: 'Title', optional: true }],
    start: (db, payload) => {
      const stranger = strangerOf(db, payload)
      return { name: stranger.address && personName(stranger), address: stranger.address }
    },
  },
  new_prospect: {
    texts: [{ name: 'name', label: 'Investor' }, { name: 'contact_name', label: 'Contact' }, address],
    start: (db, payload) => {
      const stranger = strangerOf(db, payload)
      const name = stranger.address && organizationName(stranger.address)
      return { name, contact_name: stranger.address && personName(stranger), address: stranger.address }
    },
  },
}

const strangerOf = (db: Db, payload: Payload) =>
  sightingById(db, String(payload['sighting_id'])) ?? { name: null, address: '' }

/** What the form shows: inputs of its own, people to choose from, or cells. */
export function editForm(db: Db, proposal: Proposal, zone: string) {
  const form = forms[proposal.kind]
  const people = form === log && proposal.investorId !== null ? contactsOf(db, proposal.investorId) : []
  return {
    texts: form?.texts ?? [],
    people,
    fields: cellsOf(db, proposal),
    start: form ? { ...form.start(db, payloadOf(proposal)), ...payloadOf(proposal) } : textsOf(db, proposal, zone),
  }
}

export function editedPayload(db: Db, proposal: Proposal, body: unknown, zone: string): Payload {
  const form = forms[proposal.kind]
  if (form) return withTexts(form, proposal, body)
  if (proposal.kind === 'create_task') {
    const { title = '', due_on = null, owner = null, notes = null } = filled(body)
    return { ...payloadOf(proposal), title, due_on, owner, notes }
  }
  const values = typedCells(cellsOf(db, proposal), (body ?? {}) as Record<string, unknown>, zone)
  if ('list' in valuesOf(proposal) && !values['list']) throw invalid({ list: 'Choose the list to move to.' })
  return proposal.kind === 'move_list' ? { list: values['list'] } : { values }
}

function withTexts(form: Form, proposal: Proposal, body: unknown): Payload {
  const typed = filled(body)
  const texts = form.texts.flatMap(({ name }) => (typed[name]?.trim() ? [[name, typed[name]] as const] : []))
  const people = form === log ? { contact_ids: several(body, 'contact_ids') } : {}
  return { ...payloadOf(proposal), ...Object.fromEntries(texts), ...people }
}

const cellsOf = (db: Db, proposal: Proposal): Field[] =>
  Object.keys(valuesOf(proposal)).flatMap((key) => fieldByKey(db, key) ?? [])

function textsOf(db: Db, proposal: Proposal, zone: string): Record<string, unknown> {
  if (proposal.kind === 'create_task') return payloadOf(proposal)

  const values = valuesOf(proposal)
  return Object.fromEntries(
    cellsOf(db, proposal).map((field) => [field.key, typedText(field, values[field.key], zone)]),
  )
}

/** The cells a proposal writes, by key; none for what is no cell. */
function valuesOf(proposal: Proposal): Record<string, unknown> {
  const payload = payloadOf(proposal)
  if (proposal.kind === 'move_list') return { list: payload['list'] }

  return (payload['values'] ?? {}) as Record<string, unknown>
}
