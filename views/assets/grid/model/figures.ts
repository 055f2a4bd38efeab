import type { Figure } from '../../../../shared/views.ts'
import { askedOf, type GridState } from '../state.ts'
import { callApi } from './api.ts'
import { groupId } from './arrange.ts'
import { choiceOf } from './query.ts'

export type GroupCount = { count: number; figures: Record<string, number | string | null> }
type Answer = { groups: ({ values: unknown[] } & GroupCount)[]; total: GroupCount }
export type Figures = { total: GroupCount | null; groups: Map<string, GroupCount> }

export const noFigures = (): Figures => ({ total: null, groups: new Map() })

/** What the summary bar and the group lines say, worked out by the server over every row of the view. */
export async function readFigures(
  state: GridState,
  figures: Record<string, Figure>,
  signal: AbortSignal,
): Promise<Figures> {
  const asked = askedOf(state)
  const { group } = asked.definition
  // An outer group's average is not made of its inner ones', so each depth is asked for by itself.
  const depths = group.length > 0 ? group.map((_, level) => group.slice(0, level + 1)) : [[]]
  const wanted = Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== 'none'))
  const ask = (terms: typeof group) =>
    callApi<Answer>(
      'POST',
      '/fundraising/rows/groups',
      { ...choiceOf(asked), group: terms, figures: wanted },
      { signal },
    )
  const answers = await Promise.all(depths.map(ask))
  const groups = answers.flatMap((answer) =>
    answer.groups.map(({ values, ...counted }) => [groupId(values), counted] as const),
  )
  return { total: answers[0]?.total ?? null, groups: new Map(groups) }
}
