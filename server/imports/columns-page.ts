import type { FastifyInstance } from 'fastify'
/** Step two of the wizard: what was recognised in each column, and where it goes. */

import { type DateOrder, dayOf, formatDate, needsOrder, readDate } from '../../shared/dates.ts'
import { allUsers } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { namedFund, planFor } from './choices.ts'
import type { Column } from './infer.ts'
import { fundsBrought } from './lp-status.ts'
import { ownEntry, proposeMapping } from './mapping.ts'
import { type Option, offeredTargets, typeLabel } from './offered-targets.ts'
import type { Plan } from './plan.ts'
import { rememberedImport } from './remember.ts'
import { fundNamed, type Ground, groundOf, parseTarget } from './targets.ts'
import type { Upload } from './uploads.ts'

/** One column of the file, as a row of the mapping form. */
export interface ColumnRow {
  index: number
  header: string
  filled: number
  samples: string[]
  type: string
  doubt: string | null
  /** The doubt is no more than a remark, such as how many options a select column has. */
  isMild: boolean
  target: string
  fund: string
  measure: string
  order: { value: string; found: string | null; options: Option[] } | null
}

export function columnsPage(db: Db, upload: Upload) {
  const ground = groundOf(db, upload.entityType)
  const remembered = rememberedImport(db, upload.found.signature, upload.entityType)
  const proposals = proposeMapping(upload.found.columns, ground, remembered?.mapping ?? {})
  const doubts = new Map(proposals.map(({ header, target, doubt }) => [header, { target, doubt }]))

  const rows = upload.found.columns.map((column): ColumnRow => {
    const word = upload.choices.mapping[column.header] ?? null
    const proposed = doubts.get(column.header)
    return {
      index: column.index,
      header: column.header,
      filled: column.filled,
      samples: column.samples,
      type: typeInWords(column, word),
      doubt: (proposed?.target === word ? proposed.doubt : undefined) ?? null,
      isMild: (column.type === 'single_select' && proposed?.doubt === column.doubt) || word === null,
      ...targetFields(word, ground),
      order: orderField(column, upload),
    }
  })
  return {
    rows,
    groups: offeredTargets(ground, fundsBrought(Object.values(upload.choices.mapping), ground)),
    keyOptions: upload.found.columns.map(({ header }) => ({ value: header, label: `“${header}”` })),
    remembered: remembered && { at: remembered.at, by: allUsers(db).find(({ id }) => id === remembered.by)?.fullName },
  }
}

/** What the choices come to: how many columns are taken, what is added, and what is still missing. */
export function outlook(world: Pick<FastifyInstance, 'db' | 'config'>, upload: Upload) {
  const { plan, problem } = planFor(world, upload)
  const leftOut = upload.found.columns.filter(
    ({ header, filled }) => filled > 0 && upload.choices.mapping[header] === null,
  )

  return {
    problem,
    taken: plan?.columns.length ?? 0,
    leftOut: leftOut.map(({ header }) => header),
    newFields: plan?.newFields.map(({ label, type }) => ({ label, type: typeLabel(type) })) ?? [],
    newFunds: plan?.newFunds.map(({ name, currency }) => `${name} (${currency})`) ?? [],
    undecided: plan?.undecided ?? [],
    identity: plan ? identityInWords(plan) : '',
  }
}

function identityInWords(plan: Plan): string {
  const id = plan.columns.find(({ place }) => place.at === 'record_id')
  const rest = plan.key ? `“${plan.key.header}”` : 'the name'
  return id ? `the record id in “${id.header}”, else ${rest}` : rest
}

/** What the form's fields of one column hold. A fund that does not exist yet is written out beside the select. */
function targetFields(word: string | null, ground: Ground): Pick<ColumnRow, 'target' | 'fund' | 'measure'> {
  const parts = /^commitment:(.*):(soft|signed|funded)$/.exec(word ?? '')
  const [, fund = '', measure = 'signed'] = parts ?? []
  if (!parts) return { target: offered(word, ground), fund: '', measure: 'signed' }
  const known = fundNamed(fund, ground)

  return known
    ? { target: `commitment:${known.name}:${measure}`, fund: '', measure }
    : { target: namedFund, fund, measure }
}

/** A column of LP status that came with its fund since is offered by its key. */
function offered(word: string | null, ground: Ground): string {
  const target = word?.startsWith('status:') ? parseTarget(word, ground) : null
  return target && 'word' in target ? target.word : (word ?? '')
}

/** What most values are: a commitment column with a “TBD” among its amounts is still one of amounts. */
function typeInWords({ type, filled, currency, order, ids }: Column, word: string | null): string {
  if (filled === 0) return 'Empty'
  if (ids) return ids === 'own' ? 'Airtable record id' : 'Airtable record ids'
  const isMoney = type === 'currency' || (type !== 'number' && word?.startsWith('commitment:'))
  const label = typeLabel(isMoney ? 'currency' : type)
  if (isMoney && currency) return `${label} in ${currency}`

  return order === 'dmy' || order === 'mdy' ? `${label}, ${orderLabels[order].toLowerCase()}` : label
}

const orderLabels: Record<DateOrder, string> = { dmy: 'Day first', mdy: 'Month first' }

/** Asked only of columns whose dates are two numbers that could change places. */
function orderField({ header, order, samples }: Column, { choices }: Upload): ColumnRow['order'] {
  if (!order) return null
  const open = samples.find((text) => {
    const date = readDate(text)
    return date !== null && needsOrder(date)
  })
  const option = (value: DateOrder) => ({ value, label: orderLabels[value] + example(open, value) })

  return {
    value: ownEntry(choices.dateOrder, header) ?? '',
    found: order === 'dmy' || order === 'mdy' ? orderLabels[order] : null,
    options: [option('dmy'), option('mdy')],
  }
}

function example(text: string | undefined, order: DateOrder): string {
  const date = text ? readDate(text) : null
  const day = date && dayOf(date, order)
  return text && day ? `: ${text.trim()} is ${formatDate(day, 'en-GB')}` : ''
}
