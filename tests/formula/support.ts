import {
  compileFormula,
  evaluateFormula,
  type FormulaField,
  type FormulaProblem,
} from '../../shared/formula/formula.ts'

export const fields: FormulaField[] = [
  { key: 'name', label: 'Name', type: 'text' },
  { key: 'notes', label: 'Notes', type: 'long_text' },
  { key: 'ticket', label: 'Ticket', type: 'currency', currency: 'USD' },
  { key: 'yen', label: 'Yen', type: 'currency', currency: 'JPY' },
  { key: 'share', label: 'Share', type: 'percent' },
  { key: 'meetings', label: 'Meetings', type: 'number' },
  { key: 'closing', label: 'Closing', type: 'date' },
  { key: 'next_step', label: 'Next step', type: 'date' },
  { key: 'seen_at', label: 'Seen at', type: 'datetime' },
  { key: 'docs_signed', label: 'Docs signed', type: 'checkbox' },
  { key: 'sectors', label: 'Sectors', type: 'multi_select' },
  { key: 'contacts', label: 'Contacts', type: 'contacts' },
  { key: 'soft', label: 'Fund II · Soft', type: 'commitment', currency: 'USD' },
  { key: 'score', label: 'Score', type: 'formula' },
  { key: 'odd', label: 'Odd {name}', type: 'number' },
  { key: 'decks', label: 'Decks', type: 'attachments' },
]

/** Harbor Family Office on 4 March 2031: a ticket of $1,250.50, nothing known of Notes, Next step and Share. */
export const harbor: Record<string, unknown> = {
  name: 'Harbor Family Office',
  ticket: 125_050,
  yen: 1250,
  meetings: 3,
  closing: '2031-03-04',
  seen_at: '2031-03-04T23:30:15.250Z',
  docs_signed: true,
  sectors: ['Energy', 'Health', 'Energy'],
  contacts: ['Maya Osei', 'Tom Brandt'],
  soft: 50_000_000,
  score: { error: { code: 'division_by_zero', message: 'This divides by zero.' } },
  odd: 7,
  decks: [{ name: 'Deck 2031.pdf', url: 'https://harbor.example/deck.pdf' }],
}

/** Late evening of 4 March 2031 in New York, where it is already the 5th in London. */
export const evening = { now: new Date('2031-03-05T03:00:00Z'), zone: 'America/New_York' }

export function workOut(source: string, cells: Record<string, unknown> = harbor, context = evening): unknown {
  const compiled = compileFormula(source, fields)
  if ('problem' in compiled) throw new Error(`${source}: ${compiled.problem.message}`)

  return evaluateFormula(compiled.formula, (key) => cells[key] ?? null, context)
}

/** The code of what went wrong in the cell; the value itself when nothing did. */
export function failure(source: string, cells = harbor): unknown {
  const value = workOut(source, cells)
  return typeof value === 'object' && value !== null && 'error' in value
    ? (value.error as { code: string }).code
    : value
}

export function problemOf(source: string): FormulaProblem {
  const compiled = compileFormula(source, fields)
  if ('formula' in compiled) throw new Error(`${source} was taken`)
  return compiled.problem
}

export function resultOf(source: string): string {
  const compiled = compileFormula(source, fields)
  return 'formula' in compiled ? compiled.formula.result : compiled.problem.message
}
