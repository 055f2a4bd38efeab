/** Which formulas follow from what was touched, and the one query that reads what they need. */
import type { Formula } from '../../../shared/formula/formula.ts'
import type { Db } from '../../db/db.ts'
import { everyCell } from '../../db/touched.ts'
import { fieldByKey } from '../fields.ts'
import type { FormulaGraph } from './graph.ts'
import { inputOf } from './inputs.ts'

/** `select` answers rowid, the formulas as they are, and then the value of each input, in their order. */
export type Plan = {
  keys: string[]
  formulas: Map<string, Formula>
  inputs: Map<string, { at: number; read: (stored: unknown) => unknown }>
  select: string
}

/** The formulas that follow from any of these sources, in the order of working out. */
export function followingFrom(graph: FormulaGraph, touched: ReadonlySet<string>): string[] {
  const all = touched.has(everyCell)
  const follows = (sources: Set<string>) => [...touched].some((one) => sources.has(one))
  return [...graph].filter(([, { sources }]) => all || follows(sources)).map(([key]) => key)
}

/** Kept with the graph, which is another one as soon as a column changes. */
const plans = new WeakMap<FormulaGraph, Map<string, Plan>>()

export function planOf(db: Db, graph: FormulaGraph, keys: string[]): Plan {
  const known = plans.get(graph) ?? new Map<string, Plan>()
  plans.set(graph, known)
  const plan = known.get(keys.join()) ?? makePlan(db, graph, keys)
  known.set(keys.join(), plan)
  return plan
}

function makePlan(db: Db, graph: FormulaGraph, keys: string[]): Plan {
  const formulas = new Map(
    keys.flatMap((key) => {
      const formula = graph.get(key)?.formula
      return formula ? [[key, formula] as const] : []
    }),
  )
  const needed = new Set([...formulas.values()].flatMap(({ uses }) => uses).filter((key) => !graph.has(key)))
  const columns: string[] = []
  const inputs: Plan['inputs'] = new Map()
  for (const key of needed) {
    const field = fieldByKey(db, key)
    if (!field) continue
    const { sql, read } = inputOf(field)
    inputs.set(key, { at: firstInput + columns.push(sql) - 1, read })
  }
  return { keys, formulas, inputs, select: ['s.rowid', 's.formulas', ...columns].join(', ') }
}

const firstInput = 2
