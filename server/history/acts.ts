/** What one act comes down to for a reader: a sentence, and the lines behind it. */

import type { Batch, Change } from '../undo/undo.ts'
import type { Describe, Line } from './describe.ts'

export type Told = { sentence: Line; lines: Line[] }

/**
 * An act of one line is that line; acts of several are told by their name (“imported lps.csv”) with the lines behind it.
 * Undoing is told as undoing, whatever it wrote. `entries` is how many the act has, when `changes` are only the first.
 */
export function tellAct(batch: Batch, changes: Change[], describe: Describe, entries = changes.length): Told {
  const lines = changes.filter(isNoReason).flatMap((change) => withReason(describe(change), change, changes))
  const [only] = lines
  if (lines.length === 1 && only && entries === changes.length && batch.undoes === null && batch.surface !== 'import') {
    return { sentence: only, lines: [] }
  }
  const what = lowerFirst(batch.what)
  return { sentence: { what, before: null, after: null }, lines: lines.filter((line) => line.what !== what) }
}

/** The reason of a move stands under the move. */
const isNoReason = (change: Change) => !(change.entity === 'opportunities' && change.field === 'stage_reason')

function withReason(line: Line | null, change: Change, changes: Change[]): Line[] {
  if (!line) return []
  if (change.entity !== 'opportunities' || change.field !== 'stage') return [line]

  const reason = changes.find((c) => c.entityId === change.entityId && !isNoReason(c))?.after
  return [reason ? { ...line, note: String(reason) } : line]
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

const surfaceWords: Record<string, string> = {
  web: '',
  api: 'through the API',
  sidebar: 'in Gmail',
  sheet: 'in a Sheet',
  import: 'by import',
  capture: 'by capture',
  automation: 'by an automation',
  digest: 'by the digest',
  restore: 'by a restore',
  cli: 'on the command line',
}

/** Where an act was done, in words; nothing for the panel itself. */
export const surfaceText = (surface: string): string => surfaceWords[surface] ?? surface
