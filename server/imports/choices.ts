import type { FastifyInstance } from 'fastify'
/** What a person chose for a file, column by column, as the wizard keeps it and as its form sends it. */

import { createHash } from 'node:crypto'
import type { DateOrder } from '../../shared/dates.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/db.ts'
import { UserError } from '../errors.ts'
import type { Column } from './infer.ts'
import { type Mapping, proposeMapping } from './mapping.ts'
import { type ImportRequest, makePlan, type Plan } from './plan.ts'
import { type Found, reopened } from './recognise.ts'
import { rememberedImport } from './remember.ts'
import { type EntityType, groundOf } from './targets.ts'
import { type Upload, uploadPath, uploadsFolder } from './uploads.ts'

export interface Choices {
  mapping: Mapping
  key: string | null
  dateOrder: Record<string, DateOrder>
}

/** The choices nobody has touched yet: the proposal for every column, with what is remembered of such files. */
export function proposedChoices(db: Db, found: Found, entityType: EntityType): Choices {
  const remembered = rememberedImport(db, found.signature, entityType)
  const proposals = proposeMapping(found.columns, groundOf(db, entityType), remembered?.mapping ?? {})
  const key = found.columns.find(({ header }) => header === remembered?.keyHeader)?.header ?? null

  return { mapping: Object.fromEntries(proposals.map(({ header, target }) => [header, target])), key, dateOrder: {} }
}

/** The value of the select that asks for a fund's name beside it. */
export const namedFund = 'commitment'

/**
 * Reads the mapping form: `target_3` and its companions belong to the column at place 3. What was not sent stays. Maps,
 * because a header may be called `__proto__`.
 */
export function sentChoices(body: unknown, columns: Column[], before: Choices): Choices {
  const sent = new Map(Object.entries((body ?? {}) as Record<string, unknown>).map(([k, v]) => [k, String(v)]))
  const mapping = new Map(Object.entries(before.mapping))
  const dateOrder = new Map(Object.entries(before.dateOrder))

  for (const { header, index } of columns) {
    const target = sent.get(`target_${index}`)
    if (target !== undefined) mapping.set(header, targetSent(target, index, sent))
    const order = sent.get(`order_${index}`)
    if (order === 'dmy' || order === 'mdy') dateOrder.set(header, order)
    else if (order !== undefined) dateOrder.delete(header)
  }
  const key = sent.has('key') ? sent.get('key') || null : before.key
  return { mapping: Object.fromEntries(mapping), key, dateOrder: Object.fromEntries(dateOrder) }
}

function targetSent(target: string, index: number, sent: Map<string, string>): string | null {
  if (target !== namedFund) return target === '' ? null : target

  return `commitment:${(sent.get(`fund_${index}`) ?? '').trim()}:${sent.get(`measure_${index}`) ?? 'signed'}`
}

/** Tells two sets of choices apart, so that a check is never taken for one of another mapping. */
export function fingerprint({ entityType, choices }: Pick<Upload, 'entityType' | 'choices'>): string {
  return createHash('sha256')
    .update(JSON.stringify([entityType, choices]))
    .digest('hex')
    .slice(0, 16)
}

export const requestOf = ({ entityType, choices }: Upload): ImportRequest => ({ entityType, ...choices })

export const fileOf = ({ dataDir }: Config, upload: Upload) =>
  reopened({ path: uploadPath(uploadsFolder(dataDir), upload.id) }, upload.found)

/** The plan these choices make, or the sentence that says why they make none. */
export function planFor(
  { db, config }: Pick<FastifyInstance, 'db' | 'config'>,
  upload: Upload,
): { plan: Plan; problem: null } | { plan: null; problem: string } {
  const nameless = Object.entries(upload.choices.mapping).find(([, target]) => /^commitment::/.test(target ?? ''))
  if (nameless) return { plan: null, problem: `Name the fund that “${nameless[0]}” belongs to.` }

  try {
    return { plan: makePlan(db, fileOf(config, upload), requestOf(upload), config.timezone), problem: null }
  } catch (error) {
    if (error instanceof UserError) return { plan: null, problem: error.message }
    throw error
  }
}
