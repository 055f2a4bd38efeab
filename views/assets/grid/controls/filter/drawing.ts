/** A filter on the screen, as its groups and its lines share it. */
import type { GridPage } from '../../page.ts'
import { conditionsIn, type DraftCondition, type DraftGroup, isDraftGroup } from './draft.ts'
import { changed } from './draft-edits.ts'
import { isReady } from './values.ts'

export type Given = {
  page: GridPage
  draft: DraftGroup
  /** `typed`: more letters may follow, so there is no hurry. */
  onChange: (draft: DraftGroup, typed: boolean) => void
}

export type Drawing = Given & {
  element: HTMLElement
  problems: Map<string, string>
  apply: (draft: DraftGroup) => void
  redraw: () => void
}

export const readyIn = (page: GridPage) => (condition: DraftCondition) =>
  isReady(page.field(condition.field), condition)

/** Columns that can be asked at all. */
export const askable = (page: GridPage) => page.fields.filter((field) => field.result_type !== 'attachments')

export const withPart = (draft: DraftGroup, id: string, part: Partial<DraftCondition>): DraftGroup =>
  changed(draft, id, (node) => (isDraftGroup(node) ? node : { ...node, ...part }))

/** What was typed since the line was drawn is in the draft, not in the node the line was drawn from. */
export const current = (drawing: Drawing, condition: DraftCondition): DraftCondition =>
  conditionsIn(drawing.draft).find((known) => known.id === condition.id) ?? condition
