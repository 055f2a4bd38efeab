/** What a change of a column would mean, before it is made. */
import type { FilterTree } from '../../../shared/filter.ts'
import { kindOf } from '../../../shared/filter.ts'
import type { Db } from '../../db/db.ts'
import { automations, views } from '../../db/live.ts'
import { type Field, resultType } from '../fields.ts'
import { formulasBrokenBy } from '../formulas/formulas.ts'
import { type Example, needsConversion, outlookOf } from './change-type.ts'
import { type Dependant, dependantsOf, filterNames, formulasOn, viewName } from './dependants.ts'

export type Preview = {
  dependants: Dependant[]
  converts: number
  fails: number
  examples: Example[]
  options: Field['options']
}

/** `type` is the column as it would be; without it the column is to be renamed or deleted, which converts nothing. */
export function previewOf(db: Db, field: Field, { type, label }: { type?: Field; label?: string } = {}): Preview {
  const dependants = label === undefined ? dependantsOf(db, field) : formulasOn(db, field)
  const outlook = type && needsConversion(field, type) ? outlookOf(db, field, type) : nothing(type ?? field)
  return { dependants, ...outlook }
}

const nothing = ({ options }: Field) => ({ converts: 0, fails: 0, examples: [], options })

/** What would not work any more with the column's new type, by name: formulas, and filters that ask for it. */
export function brokenBy(db: Db, field: Field, to: Field): string[] {
  if (field.entity !== 'investors') return []

  const formulas = formulasBrokenBy(db, to).map(({ label }) => label)
  const filters = kindOf(resultType(field)) === kindOf(resultType(to)) ? [] : filtersOn(db, field)
  return [...formulas, ...filters].map((name) => `“${name}”`)
}

function filtersOn(db: Db, field: Field): string[] {
  const asks = (tree: FilterTree | null | undefined) => filterNames(tree, field.key)
  const ofViews = db.select().from(views).all()
  const ofRules = db.select().from(automations).all()
  return [
    ...ofViews
      .filter(({ definition: d }) => asks(d.filter) || d.colors?.some((color) => asks(color.filter)))
      .map(viewName),
    ...ofRules.filter(({ conditions }) => asks(conditions)).map(({ name }) => name),
  ]
}
