import { computedTypes, type FieldType, type FundMeasure, fieldTypes } from '../../shared/fields.ts'
import type { Db } from '../db/db.ts'
import { asc } from '../db/drizzle.ts'
import { users } from '../db/live.ts'
import { fold } from '../db/summaries.ts'
import { lpSteps } from '../funds/fund-columns.ts'
import { allFunds, type Fund, fundForm } from '../funds/funds.ts'
import { type Field, fieldsOf } from '../grid/fields.ts'

export type EntityType = 'investors' | 'contacts'

/** What the columns of a file can be matched with, read once per file. */
export interface Ground {
  entityType: EntityType
  fields: Field[]
  funds: Fund[]
  users: { id: string; email: string; fullName: string }[]
}

export const contactParts = ['name', 'email', 'title', 'phone', 'role'] as const
export type ContactPart = (typeof contactParts)[number]

/** Where the cells of a column go. `word` is how a mapping writes it. */
export type Target = { word: string } & (
  | { kind: 'field'; field: Field }
  | { kind: 'new'; type: FieldType }
  | { kind: 'commitment'; fund: string; measure: FundMeasure }
  | { kind: 'status'; fund: string; step: string }
  | { kind: 'contact'; part: ContactPart }
  | { kind: 'fact'; fact: ContactFact }
  | { kind: 'record_id' }
)

/** What every contact has; the columns people added for contacts come beside it. */
export const contactFacts = ['name', 'email', 'title', 'phone', 'linkedin', 'notes', 'role', 'investor'] as const
export type ContactFact = (typeof contactFacts)[number]

/** The types a file can make a new column of: those that hold what is typed, and point at nothing else here. */
export const newTypes = fieldTypes.filter(
  (type) => !computedTypes.has(type) && !['user', 'contacts', 'commitment'].includes(type),
)

export function groundOf(db: Db, entityType: EntityType): Ground {
  const people = db.select({ id: users.id, email: users.email, fullName: users.fullName }).from(users)

  return {
    entityType,
    fields: fieldsOf(db, entityType),
    funds: allFunds(db),
    users: people.orderBy(asc(users.id)).all(),
  }
}

export function isComputed(field: Field): boolean {
  return computedTypes.has(field.type)
}

/** The target a mapping names, or a sentence saying why there is no such target. */
export function parseTarget(word: string, ground: Ground): Target | { problem: string } {
  if (word === 'record_id') return { word, kind: 'record_id' }

  return ground.entityType === 'contacts' ? contactTarget(word, ground) : investorTarget(word, ground)
}

function contactTarget(word: string, ground: Ground): Target | { problem: string } {
  const plain = word.replace(/^contact\./, '').replace(/^emails$/, 'email')
  const fact = contactFacts.find((one) => one === plain)
  if (fact) return { word: fact, kind: 'fact', fact }
  if (word.startsWith('new:')) return newTarget(word)

  const field = ground.fields.find((one) => one.key === word)
  return field
    ? { word, kind: 'field', field }
    : { problem: `“${word}” is no target for contacts. Use one of ${contactWords(ground)}, record_id or new:<type>.` }
}

const contactWords = ({ fields }: Ground) => [...contactFacts, ...fields.map(({ key }) => key)].join(', ')

function investorTarget(word: string, ground: Ground): Target | { problem: string } {
  const part = contactParts.find((one) => word === `contact.${one}`)
  if (part) return { word, kind: 'contact', part }
  if (word === 'contacts') return { word: 'contact.name', kind: 'contact', part: 'name' }
  if (word.startsWith('new:')) return newTarget(word)
  if (word.startsWith('commitment:')) return commitmentTarget(word, ground)
  if (word.startsWith('status:')) return statusTarget(word, ground)

  return fieldTarget(word, ground)
}

function newTarget(word: string): Target | { problem: string } {
  const type = newTypes.find((one) => word === `new:${one}`)
  return type
    ? { word, kind: 'new', type }
    : { problem: `“${word}” is no column type. Use one of ${newTypes.join(', ')}.` }
}

/** `commitment:Fund I` is signed money; `:soft`, `:signed` or `:funded` says which. */
function commitmentTarget(word: string, ground: Ground): Target | { problem: string } {
  const parts = /^commitment:(.+?)(?::(soft|signed|funded))?$/.exec(word)
  const fund = parts?.[1]?.trim()
  if (!fund) return { problem: `“${word}” names no fund. Write it like commitment:Fund I:soft.` }

  const last = /:([a-z]+)$/.exec(fund)?.[1]
  if (last && !fundNamed(fund, ground)) {
    return { problem: `“${last}” is no measure of a fund. Use soft, signed or funded.` }
  }
  const problem = nameProblem(fund)
  if (problem) return { problem }

  const measure = (parts?.[2] ?? 'signed') as FundMeasure
  return { word: `commitment:${fund}:${measure}`, kind: 'commitment', fund, measure }
}

/** `status:Fund I:docs signed`; of a fund that is here it is its column, whose key says the same. */
function statusTarget(word: string, ground: Ground): Target | { problem: string } {
  const parts = /^status:(.+):([^:]+)$/.exec(word)
  const name = parts?.[1]?.trim()
  const step = lpSteps.find(({ words }) => fold(words) === fold(parts?.[2]?.trim() ?? ''))?.words
  if (!name || !step) return { problem: `“${word}” is no LP status. Write it like status:Fund I:${lpSteps[0].words}.` }

  const fund = fundNamed(name, ground)
  if (!fund) {
    const problem = nameProblem(name)
    return problem ? { problem } : { word: `status:${name}:${step}`, kind: 'status', fund: name, step }
  }
  const field = statusField(fund, step, ground.fields)
  return field
    ? { word: field.key, kind: 'field', field }
    : { problem: `${fund.name} has no column “${fund.name} ${step}” any more.` }
}

/** Why no fund can be called so: the import would fail when it adds it. */
const nameProblem = (fund: string): string | undefined =>
  fundForm.shape.name.safeParse(fund).success ? undefined : 'The name of a fund has 120 characters at most.'

function fieldTarget(word: string, ground: Ground): Target | { problem: string } {
  const field = ground.fields.find((one) => one.key === word)
  if (!field) return { problem: `There is no column “${word}”.` }
  if (isComputed(field)) return { problem: `“${field.label}” is worked out by the system and cannot be imported.` }

  return field.type === 'commitment'
    ? (ledgerTarget(field, ground) ?? { word, kind: 'field', field })
    : { word, kind: 'field', field }
}

function ledgerTarget(field: Field, ground: Ground): Target | null {
  const fund = ground.funds.find((one) => one.id === field.options.fund_id)
  const { measure } = field.options

  return fund && measure
    ? { word: `commitment:${fund.name}:${measure}`, kind: 'commitment', fund: fund.name, measure }
    : null
}

export function fundNamed(name: string, ground: Ground): Fund | undefined {
  const key = fold(name.trim())
  return ground.funds.find((fund) => fund.nameKey === key)
}

/** The column of a fund that is here, by its name: people may have given it another, or deleted it. */
export function statusField(fund: Fund, step: string, fields: Field[]): Field | undefined {
  const label = fold(`${fund.name} ${step}`)
  return fields.find((field) => field.options.fund_id === fund.id && fold(field.label) === label)
}

/** The custom column an earlier import made for this header, or anybody made under its name. */
export function customFieldFor(header: string, ground: Ground): Field | undefined {
  const labels = new Set([fold(header), fold(importedLabel(header))])
  const possible = ground.fields.filter(
    (field) => !field.builtin && !isComputed(field) && labels.has(fold(field.label)),
  )
  return possible.find((field) => field.label === header) ?? possible[0]
}

/** The label of a new column: the header, marked when a column of the system already has that name. */
export function newLabel(header: string, ground: Ground): string {
  const taken = ground.fields.some((field) => fold(field.label) === fold(header))
  return taken ? importedLabel(header) : header
}

export function importedLabel(header: string): string {
  return `${header} (imported)`
}
