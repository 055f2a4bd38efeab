/** The options of a select column, as they are stored and as people see and write them. */
import { foldCase } from '../../shared/fold.ts'
import { suggestion } from '../../shared/formula/suggest.ts'
import { listLabel } from '../../shared/words.ts'
import type { Field } from './fields.ts'

type Select = Pick<Field, 'key' | 'builtin' | 'label' | 'options'>

export const optionNames = ({ options }: Select): string[] => (options.choices ?? []).map(({ name }) => name)

/** How people see an option: the four lists are shown by another name than they are stored by. */
export const optionLabel = ({ key, builtin }: Pick<Field, 'key' | 'builtin'>, name: string): string =>
  builtin && key === 'list' ? listLabel(name) : name

/** The options that are meant by these texts: as stored or as shown, whatever their letter case. */
export function optionsMeant(field: Select, texts: string[]): string[] {
  const wanted = new Set(texts.map(foldCase))
  return optionNames(field).filter(
    (name) => wanted.has(foldCase(name)) || wanted.has(foldCase(optionLabel(field, name))),
  )
}

/** The option a text means, in its own spelling: one that is spelled just so comes first. Undefined when there is none. */
export const optionMeant = (field: Select, text: string): string | undefined =>
  optionNames(field).includes(text) ? text : optionsMeant(field, [text])[0]

/** How many options a sentence names. */
const mostNamed = 8

/** `“attic” is not an option of “List”. There are “Main” (main), “Follow-up” (follow_up) and …` */
export function noOption(field: Select, text: string): { problem: string } {
  const near = suggestion(text, optionNames(field))
  const hint = near ? ` Did you mean “${near}”?` : optionsInWords(field)
  return { problem: `“${text}” is not an option of “${field.label}”.${hint}` }
}

function optionsInWords(field: Select): string {
  const all = optionNames(field)
  if (all.length === 0) return ''

  const named = all.slice(0, mostNamed).map((name) => {
    const label = optionLabel(field, name)
    return label === name ? `“${name}”` : `“${label}” (${name})`
  })
  const more = all.length > mostNamed ? [`${all.length - mostNamed} more`] : []
  return ` There ${all.length === 1 ? 'is' : 'are'} ${new Intl.ListFormat('en-GB').format([...named, ...more])}.`
}
