import type { InvestorSummary } from '../../shared/gateway.ts'
import type { Gate } from '../grid/exposure.ts'
import { standingOf } from './investor-dossier.ts'

export type SummaryRow = {
  id: string
  name: string
  /** The name as searching compares it. */
  key: string
  list: string
  stage: string | null
  owner: string | null
}

/** A select of `SummaryRow`s, to be followed by what narrows it. */
export const summaryColumns = `
  SELECT i.id, i.name, i.name_key AS key, i.list, st.label AS stage, u.full_name AS owner FROM live_investors i
  JOIN investor_summaries s ON s.investor_id = i.id
  LEFT JOIN live_stages st ON st.key = s.stage LEFT JOIN live_users u ON u.id = i.owner`

/** An investor as one line of a list; `contact` says why it is there. */
export function summaryLine(gate: Gate, row: SummaryRow, contact: string | null): InvestorSummary {
  return { id: row.id, name: row.name, ...standingOf(gate, row), contact: gate.shows('contacts') ? contact : null }
}
