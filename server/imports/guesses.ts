import type { FundMeasure } from '../../shared/fields.ts'
import { fold } from '../../shared/fold.ts'
import { resultType } from '../grid/fields.ts'
import { type Column, misfits } from './infer.ts'
import { listNamed, userNamed, words } from './names.ts'
import {
  type contactFacts,
  customFieldFor,
  fundNamed,
  type Ground,
  isComputed,
  newTypes,
  parseTarget,
} from './targets.ts'

/** A target for one column on its own, and why somebody should look at it. */
export type Guess = { target: string | null; doubt?: string }

/** What a column of a file of investors is for, from its header and what its values are. */
export function investorGuess(column: Column, ground: Ground): Guess {
  return (
    identityGuess(column) ??
    commitmentGuess(column, ground) ??
    peopleGuess(column) ??
    builtinGuess(column, ground) ??
    knownGuess(column, ground) ??
    newColumn(column, ground)
  )
}

function identityGuess({ header, ids }: Column): Guess | null {
  const name = words(header)
  const called = /^((airtable )?rec(ord)? ?id|airtable id|id)$/.test(name)

  return ids === 'own' && (called || /\bid\b/.test(name)) ? { target: 'record_id' } : null
}

const numeral = /\bfund\s+([ivx]+|\d+)\b/i
const measures: [FundMeasure, RegExp][] = [
  ['soft', /\bsoft([ -]?circled?)?\b|\bindicat(ed|ion)\b|\bverbal\b/i],
  ['funded', /\b(funded|paid[ -]?in|called|wired|drawn)\b/i],
  ['signed', /\b(signed|commit(s|ted|ments?)?|closed|subscribed|subscription)\b/i],
]
const filler = /\b(amount|total|usd|eur|gbp)\b|[$€£()]/gi
const scaled = /[($€£]\s*(m|mm|k|bn?|000s?|millions?|thousands?)\b|\bin (millions|thousands)\b|\b(millions|mm)\b/i

/** “Fund II soft circle” → the ledger of Fund II; only when most values are amounts in full. */
function commitmentGuess({ header, filled, amounts, noAmount }: Column, ground: Ground): Guess | null {
  const measure = measures.find(([, pattern]) => pattern.test(header))
  const fund = fundIn(header, measure?.[1], ground)
  if (!fund || amounts * 2 < filled) return null
  if (scaled.test(header))
    return { target: 'new:number', doubt: 'The header says that these are thousands or millions, not full amounts.' }

  const doubts = [
    ...(measure ? [] : ['Read as signed money; the header does not say.']),
    ...(amounts < filled
      ? [`${misfits(filled - amounts, filled, 'amounts', noAmount)} Such rows would be left out.`]
      : []),
  ]
  const target = `commitment:${fund}:${measure?.[0] ?? 'signed'}`
  return doubts.length > 0 ? { target, doubt: doubts.join(' ') } : { target }
}

function fundIn(header: string, measure: RegExp | undefined, ground: Ground): string | null {
  const rest = (measure ? header.replace(measure, ' ') : header).replace(filler, ' ').replace(/\s+/g, ' ').trim()
  const name = rest.replace(/^[\s\-–:/·]+|[\s\-–:/·]+$/g, '')
  const known = fundNamed(name, ground)
  if (known) return known.name

  return numeral.test(name) && name.length <= 60 ? name : null
}

const people: [target: string, RegExp][] = [
  [
    'contact.email',
    /^(primary |main |contact |person )?(contact )?e ?mails?( address(es)?)?( from contacts?( \d+)?)?( \d+)?$/,
  ],
  ['contact.title', /^contact (title|position)( \d+)?$|^title from contacts?$/],
  ['contact.phone', /^contact (phone|mobile)( number)?( \d+)?$|^phone from contacts?$/],
  ['contact.role', /^contact role( \d+)?$/],
  ['contact.name', /^(primary |main |key )?(contacts?|contact (name|person)|point of contact)( \d+)?( name)?$/],
]

function peopleGuess({ header, ids, type }: Column): Guess | null {
  const name = words(header)
  const found = people.find(([, pattern]) => pattern.test(name))
  if (!found || ids) return null
  if (found[0] === 'contact.name' && ['number', 'date', 'datetime', 'checkbox', 'long_text'].includes(type)) return null

  return { target: found[0] }
}

const builtins: [key: string, RegExp][] = [
  [
    'name',
    /^(name|investor|investor name|organi[sz]ation|organi[sz]ation name|company|company name|firm|firm name|lp|lp name|account|account name)$/,
  ],
  ['list', /^(list|lp list|investor list)$/],
  ['type', /^(type|investor type|lp type|organi[sz]ation type|category)$/],
  ['owner', /^(owner|relationship owner|account owner|assigned to|responsible|relationship lead)$/],
  ['tags', /^(tags?|labels?)$/],
  ['website', /^(website|web site|web|url|homepage|domain)$/],
  ['phone', /^(phone|telephone|phone number|office phone)$/],
  ['city', /^(city|hq city|town)$/],
  ['country', /^(country|hq country)$/],
  ['source', /^(source|lead source|introduced by|intro source|referred by)$/],
  ['next_step', /^(next steps?|next action|follow up action)$/],
  ['next_step_at', /^(next step (date|due|at)|next action date|follow up (date|on)|due( date)?)$/],
  ['notes', /^(notes?|comments?|description|remarks)$/],
]

function builtinGuess(column: Column, ground: Ground): Guess | null {
  const key = builtins.find(([, pattern]) => pattern.test(words(column.header)))?.[0] ?? firstColumnName(column)
  const field = ground.fields.find((one) => one.key === key)

  return field && fits(field.key, column, ground) ? { target: field.key } : null
}

/** The first column of an Airtable export is the primary field, whatever it is called. */
function firstColumnName({ index, type, filled }: Column): string | null {
  return index === 0 && filled > 0 && type !== 'checkbox' && type !== 'attachments' ? 'name' : null
}

function fits(key: string, column: Column, ground: Ground): boolean {
  if (column.filled === 0) return true
  if (key === 'list') return column.values?.every((value) => listNamed(value) !== null) ?? false
  if (key === 'owner') return column.values?.every((value) => userNamed(value, ground) !== null) ?? false
  if (key === 'next_step_at') return column.type === 'date'

  if (key === 'type') return ['single_select', 'text'].includes(column.type)

  return !column.ids || key === 'name'
}

/** A column that is there already under this name, whether a person or an earlier import made it. */
function knownGuess(column: Column, ground: Ground): Guess | null {
  const key = fold(column.header)
  const custom = customFieldFor(column.header, ground)
  const same =
    custom ?? ground.fields.find((field) => !isComputed(field) && (field.key === key || fold(field.label) === key))
  if (!same || !fits(same.key, column, ground)) return null

  const doubt =
    same.type === column.type || column.filled === 0
      ? column.doubt
      : `The existing column holds another type (${resultType(same)}).`
  const parsed = parseTarget(same.key, ground)
  return 'problem' in parsed ? null : { target: parsed.word, ...(doubt ? { doubt } : {}) }
}

/** A column of its own: the one an earlier import made, or a new one. */
export function newColumn({ type, doubt, header }: Column, ground: Ground): Guess {
  const custom = customFieldFor(header, ground)
  if (custom) return { target: custom.key, ...(doubt ? { doubt } : {}) }

  return { target: `new:${newTypes.includes(type) ? type : 'text'}`, ...(doubt ? { doubt } : {}) }
}

const facts: [(typeof contactFacts)[number], RegExp][] = [
  ['name', /^(name|full name|contact|contact name|person)$/],
  ['email', /^(e ?mails?|e ?mail address(es)?|contact e ?mail|work e ?mail|primary e ?mail)$/],
  ['title', /^(title|job title|position)$/],
  ['phone', /^(phone|phone number|mobile|telephone|contact phone)$/],
  ['linkedin', /^(linkedin|linked in|linkedin url|linkedin profile)$/],
  ['notes', /^(notes?|comments?)$/],
  ['role', /^(role|contact role)$/],
  ['investor', /^(investors?|organi[sz]ations?|company|companies|firm|lp|account|employer)$/],
]

/** What a column of a file of people is for. */
export function contactGuess(column: Column): Guess {
  const identity = identityGuess(column)
  const fact = facts.find(([, pattern]) => pattern.test(words(column.header)))?.[0]
  if (identity) return identity
  if (fact && !column.ids) return { target: fact }
  if (column.index === 0) return { target: 'name' }

  return { target: null, doubt: 'Contacts have no column for this, so it would be left out.' }
}
