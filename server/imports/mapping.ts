import { fold } from '../../shared/fold.ts'
import { contactGuess, investorGuess, newColumn } from './guesses.ts'
import type { Column } from './infer.ts'
import { onBroughtFunds } from './lp-status.ts'
import { customFieldFor, type Ground, isComputed, parseTarget } from './targets.ts'

/** Header → target, as the contract writes it; null leaves the column out. */
export type Mapping = Record<string, string | null>

export interface Proposal {
  header: string
  target: string | null
  /** Why a person should look at it before agreeing. */
  doubt?: string
}

/** A target for every column, each single target once. `remembered` is what was agreed for a file of this shape. */
export function proposeMapping(columns: Column[], ground: Ground, remembered: Mapping = {}): Proposal[] {
  const taken = new Set<string>()
  const isOurs = isOwnExport(columns, ground)

  const proposals = columns.map((column) => {
    if (isOurs && isWorkedOut(column, ground)) return { header: column.header, target: null, doubt: workedOut }
    const kept = keptTarget(remembered, column, ground)
    const proposal = kept ?? freeProposal(column, ground, taken)
    if (proposal.target && !isRepeatable(proposal.target)) taken.add(fold(proposal.target))
    return proposal
  })
  return ground.entityType === 'investors' ? onBroughtFunds(proposals, columns, remembered, ground) : proposals
}

const workedOut = 'The system works this column out itself.'

/** Whether the file is one of our own exports, which hold all that is worked out. An Airtable table never has all of it. */
export function isOwnExport(columns: Column[], { entityType, fields }: Ground): boolean {
  const headers = new Set(columns.map(({ header }) => header))
  const marks =
    entityType === 'contacts' ? contactHeaders : fields.filter((field) => field.builtin && isComputed(field))
  return marks.every((mark) => headers.has(typeof mark === 'string' ? mark : mark.label))
}

const contactHeaders = ['Name', 'E-mails', 'Investors', 'LinkedIn']

const isWorkedOut = ({ header }: Column, { entityType, fields }: Ground): boolean =>
  entityType === 'investors' && fields.some((field) => isComputed(field) && field.label === header)

/** What was agreed before, as long as it still exists. */
function keptTarget(remembered: Mapping, { header, doubt, order }: Column, ground: Ground): Proposal | null {
  const target = ownEntry(remembered, header)
  if (target === undefined) return null
  if (target === null) return { header, target }

  const parsed = parseTarget(target, ground)
  if ('problem' in parsed || (parsed.kind === 'new' && customFieldFor(header, ground))) return null
  return { header, target: parsed.word, ...(order && doubt ? { doubt } : {}) }
}

function freeProposal(column: Column, ground: Ground, taken: Set<string>): Proposal {
  const guess = ground.entityType === 'contacts' ? contactGuess(column, ground) : investorGuess(column, ground)
  if (!guess.target || !taken.has(fold(guess.target))) return { header: column.header, ...guess }
  if (ground.entityType === 'contacts')
    return { header: column.header, target: null, doubt: 'Another column already fills this.' }

  return { header: column.header, ...newColumn(column, ground) }
}

/** The entry under a header people chose, which may be called like something every object has. */
export const ownEntry = <T>(entries: Record<string, T>, header: string): T | undefined =>
  Object.hasOwn(entries, header) ? entries[header] : undefined

function isRepeatable(target: string): boolean {
  return target.startsWith('contact.') || target.startsWith('new:')
}
