import type { FundMeasure } from '../../shared/fields.ts'
import { fold } from '../../shared/fold.ts'
import { resultType } from '../grid/fields.ts'
import { fieldGuess, type Guess, isHalf } from './header-fits.ts'
import type { Column } from './infer.ts'
import { namesStep } from './lp-status.ts'
import { misfits, strays } from './misfits.ts'
import { words } from './names.ts'
import {
  type contactFacts,
  customFieldFor,
  fundNamed,
  type Ground,
  isComputed,
  newTypes,
  parseTarget,
} from './targets.ts'

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

function identityGuess({ header, ids, filled, fits }: Column): Guess | null {
  const name = words(header)
  const called = /^((airtable )?rec(ord)? ?id|airtable id|id)$/.test(name)
  if (ids === 'own' && (called || /\bid\b/.test(name))) return { target: 'record_id' }
  if (!called || !isHalf(fits.record_id, filled)) return null

  return fits.record_id.count === filled
    ? { target: 'record_id', doubt: 'Some ids stand in several rows: all but the first would be left out.' }
    : { target: 'record_id', doubt: misfits(filled, fits.record_id, ['record id', 'record ids']) }
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
function commitmentGuess({ header, filled, fits: { amount } }: Column, ground: Ground): Guess | null {
  const measure = measures.find(([, pattern]) => pattern.test(header))
  const fund = namesStep(header) ? null : fundIn(header, measure?.[1], ground)
  if (!fund || (filled > 0 && !isHalf(amount, filled))) return null
  if (scaled.test(header))
    return { target: 'new:number', doubt: 'The header says that these are thousands or millions, not full amounts.' }

  const doubts = [
    ...(measure ? [] : ['Read as signed money; the header does not say.']),
    ...(amount.count < filled ? [strays(filled, amount, ['amount', 'amounts'])] : []),
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

  return field ? fieldGuess(field.key, column, ground) : null
}

/** The first column of an Airtable export is the primary field, whatever it is called. */
function firstColumnName({ index, type, filled }: Column): string | null {
  return index === 0 && filled > 0 && type !== 'checkbox' && type !== 'attachments' ? 'name' : null
}

/** A column that is there already under this name, whether a person or an earlier import made it. */
function knownGuess(column: Column, ground: Ground): Guess | null {
  const key = fold(column.header)
  const custom = customFieldFor(column.header, ground)
  const same =
    custom ?? ground.fields.find((field) => !isComputed(field) && (field.key === key || fold(field.label) === key))
  const guess = same && fieldGuess(same.key, column, ground)
  if (!same || !guess) return null

  const doubt =
    same.type === column.type || column.filled === 0
      ? column.doubt
      : `The existing column holds another type (${resultType(same)}).`
  const parsed = parseTarget(same.key, ground)
  return 'problem' in parsed ? null : { ...(doubt ? { doubt } : {}), ...guess, target: parsed.word }
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
export function contactGuess(column: Column, ground: Ground): Guess {
  const identity = identityGuess(column)
  const fact = facts.find(([, pattern]) => pattern.test(words(column.header)))?.[0]
  if (identity) return identity
  if (fact && !column.ids) return { target: fact }
  if (column.index === 0) return { target: 'name' }

  const left = {
    target: null,
    doubt: 'Contacts have no column for this yet: it is left out unless you choose a new one.',
  }
  return knownGuess(column, ground) ?? left
}
