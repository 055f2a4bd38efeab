/** A question of today put to the grid as it was: what it asks of columns that came later is left out. */
import type { FilterTree } from '../../shared/filter.ts'
import type { Db } from '../db/db.ts'
import { checkedFilter, gridColumns } from './row-source.ts'
import { readableFilter } from './views/definition.ts'

type Term = { key: string; descending?: boolean }
type Question = {
  filter?: unknown
  sort?: Term[] | undefined
  group?: Term[] | undefined
  fields?: string[] | undefined
  figures?: Record<string, unknown> | undefined
  colors?: { filter: unknown }[] | undefined
}

/** `then` is the grid as it was, `today` as it is; what neither knows stays, to be refused. */
export function askedThen<Q extends Question>(then: Db, today: Db, asked: Q): Q {
  if (then === today) return asked

  const [were, are] = [gridColumns(then), gridColumns(today)]
  const wasThere = (key: string) => were.has(key) || !are.has(key)
  const filterThen = (given: unknown, place: string): FilterTree | null =>
    given ? readableFilter(checkedFilter(today, given, place), were, new Set()) : null
  const colors = asked.colors?.flatMap((one, n) => {
    const filter = filterThen(one.filter, `colors.${n}.filter`)
    return filter ? [{ ...one, filter }] : []
  })
  return {
    ...asked,
    filter: filterThen(asked.filter, 'filter') ?? undefined,
    sort: asked.sort?.filter(({ key }) => wasThere(key)),
    group: asked.group?.filter(({ key }) => wasThere(key)),
    fields: asked.fields?.filter(wasThere),
    figures: asked.figures && Object.fromEntries(Object.entries(asked.figures).filter(([key]) => wasThere(key))),
    colors,
  }
}
