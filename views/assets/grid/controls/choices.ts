/** What may be chosen for a column, and how a value of it is called. */
import { listLabel } from '../../../../shared/words.ts'
import type { FieldInfo, GridPage } from '../page.ts'
import { colorClass, pill } from '../table/formats/parts.ts'
import { isPerson, type Reader } from './filter/words.ts'
import type { Choice } from './picker-search.ts'

/** The options of a column; for people “Me” first. Empty where they have to be searched for (contacts). */
export function choicesOf(field: FieldInfo, page: GridPage, { me = true } = {}): Choice[] {
  if (isPerson(field)) return peopleOf(page, me)
  if (field.key === 'stage') return page.stages.map(({ key, label, color }) => ({ value: key, label, tone: color }))
  if (field.key === 'tags')
    return page.tags.map(({ name, color }) => ({ value: name, label: name, tone: colorClass(color) }))

  return (field.options.choices ?? []).map(({ name, color }) => ({
    value: name,
    label: field.key === 'list' ? listLabel(name) : name,
    tone: colorClass(color),
  }))
}

function peopleOf(page: GridPage, me: boolean): Choice[] {
  const active = page.users.filter((user) => user.active)
  const gone = page.users.filter((user) => !user.active)
  return [
    ...(me ? [{ value: '$me', label: 'Me', note: 'whoever looks' }] : []),
    ...active.map(({ id, name }) => ({ value: id, label: name })),
    ...gone.map(({ id, name }) => ({ value: id, label: name, note: 'no longer here' })),
  ]
}

export const isSearched = (field: FieldInfo): boolean => field.result_type === 'contacts'

type Found = { data: { id: string; name: string; title?: string | null }[] }

/** People whose name, e-mail or firm holds what was typed. */
export async function findContacts(page: GridPage, words: string): Promise<Choice[]> {
  const address = new URLSearchParams({ limit: '20', ...(words ? { search: words } : {}) })
  const { data } = await page.api<Found>('GET', `/contacts?${address}`)
  return data.map(({ id, name, title }) => ({ value: id, label: name, ...(title ? { note: title } : {}) }))
}

/** One value as it is called, for buttons and sentences. */
const labelOf = (field: FieldInfo, value: unknown, page: GridPage): string =>
  choiceOf(field, value, page)?.label ?? page.textOf(field.key, isSearched(field) ? [value] : value)

/** The same in its colour, for what is chosen. */
export const pillOf = (field: FieldInfo, value: unknown, page: GridPage): HTMLElement =>
  pill(labelOf(field, value, page), choiceOf(field, value, page)?.tone)

const choiceOf = (field: FieldInfo, value: unknown, page: GridPage): Choice | undefined =>
  isSearched(field) ? undefined : choicesOf(field, page).find((known) => known.value === value)

/** How sentences about a filter find names. */
export const readerOf = (page: GridPage): Reader => ({
  field: (key) => page.field(key),
  valueText: (field, value) => labelOf(field, value, page),
  zone: page.zone,
})
