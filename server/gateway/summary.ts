import type { InvestorSummary } from '../../shared/gateway.ts'
import type { Gate } from '../grid/exposure.ts'
import { standingOf } from './investor-dossier.ts'

export type SummaryRow = { id: string; name: string; list: string; stage: string | null; owner: string | null }

/** An investor as one line of a list; `contact` says why it is there. */
export function summaryLine(gate: Gate, row: SummaryRow, contact: string | null): InvestorSummary {
  return { id: row.id, name: row.name, ...standingOf(gate, row), contact: gate.shows('contacts') ? contact : null }
}
