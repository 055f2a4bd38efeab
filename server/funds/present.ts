import { z } from 'zod'
import { fundMeasures } from '../../shared/fields.ts'
import { presentRecord, recordShape } from '../http/shapes.ts'
import { type CommitmentEntry, entryKinds } from './commitments.ts'
import type { Fund } from './funds.ts'

const minor = z.int().describe('In minor units of `currency`.')

export const fundShape = recordShape.extend({
  name: z.string(),
  currency: z.string(),
  target: minor.nullable(),
  hard_cap: minor.nullable(),
  position: z.int(),
})

export const presentFund = (fund: Fund): z.infer<typeof fundShape> => ({
  ...presentRecord(fund),
  name: fund.name,
  currency: fund.currency,
  target: fund.target,
  hard_cap: fund.hardCap,
  position: fund.position,
})

export const entryShape = recordShape.extend({
  investor_id: z.string(),
  fund_id: z.string(),
  measure: z.enum(fundMeasures),
  kind: z.enum(entryKinds),
  amount: minor,
  currency: z.string(),
  date: z.string(),
  note: z.string().nullable(),
  evidence: z.string().nullable(),
})

export const presentEntry = (entry: CommitmentEntry, currency: string): z.infer<typeof entryShape> => ({
  ...presentRecord(entry),
  investor_id: entry.investorId,
  fund_id: entry.fundId,
  measure: entry.measure,
  kind: entry.kind,
  amount: entry.amount,
  currency,
  date: entry.date,
  note: entry.note,
  evidence: entry.evidence,
})
