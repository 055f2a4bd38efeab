/** Acts on many rows at once: one request, one entry in the history, one Undo. */
import type { FilterTree } from '../../../../../shared/filter.ts'
import { plural } from '../../../../../shared/words.ts'
import type { GridPage, Values } from '../../page.ts'
import { shownRows } from '../views/acts.ts'

/** Rows that are ticked, or all that the view showed when they were chosen, whether they are loaded or not. */
export type Chosen = { ids: string[] } | { query: Query }
type Query = { filter?: FilterTree; search?: string }

export type Change = { set?: Values; add_tags?: string[]; remove_tags?: string[]; archive?: true }
type Done = { changed: number; unchanged: number; skipped: number; batch_id: string | null }

export const countOf = (page: GridPage, chosen: Chosen): number => ('ids' in chosen ? chosen.ids.length : page.total())

export const queryOf = (page: GridPage): Query => {
  const { filter } = page.definition()
  const search = page.search().trim()
  return { ...(filter ? { filter } : {}), ...(search ? { search } : {}) }
}

export async function changeMany(page: GridPage, chosen: Chosen, change: Change): Promise<void> {
  // What was typed before goes first, or it would be written over this.
  await page.settled()
  const done = await page.once<Done>('/fundraising/rows/bulk', { ...chosen, ...change })
  const few = 'ids' in chosen && chosen.ids.length <= 1000 ? chosen.ids : null
  // What reading anew has to say must not stand in the place of the Undo.
  if (!few) await page.reload()
  page.toast(inWords(done, change), done.batch_id)
  if (few) await page.refreshRows(few)
}

/** `Changed 14 investors, 3 were so already`: what was asked of more rows than it changed is said too. */
export function inWords({ changed, unchanged, skipped }: Done, change: Change): string {
  const verb = change.archive ? 'Archived' : 'Changed'
  const rest = [
    unchanged > 0 ? `${plural(unchanged, 'was', 'were')} so already` : null,
    skipped > 0 ? `${plural(skipped, 'is', 'are')} not there any more` : null,
  ].filter((words) => words !== null)
  const first = changed > 0 ? `${verb} ${plural(changed, 'investor')}` : 'Nothing was different'
  return changed > 0 || skipped > 0 ? [first, ...rest].join(', ') : first
}

const idsInAddress = 250

/**
 * Saves the rows as a CSV file. Ids go in the address, which a server takes only so long: of more rows several files are
 * asked for and put behind each other.
 */
export async function exportMany(page: GridPage, chosen: Chosen): Promise<void> {
  const { fields, ...rows } = shownRows(page)
  const common: Record<string, string> = {
    format: 'csv',
    ...(fields ? { fields } : {}),
    ...(rows['sort'] ? { sort: rows['sort'] } : {}),
  }
  const search = page.search().trim()
  const whole = { ...common, ...rows, ...(search ? { search } : {}) }
  const parts =
    'ids' in chosen ? slices(inShownOrder(page, chosen.ids)).map((ids) => ({ ...common, ids: ids.join(',') })) : [whole]
  const texts: string[] = []
  for (const part of parts) texts.push(await csvText(part))
  save(joined(texts), `Investors (${countOf(page, chosen)}).csv`)
}

const slices = (ids: string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / idsInAddress) }, (_, n) =>
    ids.slice(n * idsInAddress, (n + 1) * idsInAddress),
  )

function inShownOrder(page: GridPage, ids: string[]): string[] {
  const wanted = new Set(ids)
  const shown = page.rowIds().filter((id) => wanted.has(id))
  const here = new Set(shown)
  return [...shown, ...ids.filter((id) => !here.has(id))]
}

async function csvText(address: Record<string, string>): Promise<string> {
  const reply = await fetch(`/api/fundraising/export?${new URLSearchParams(address)}`)
  if (!reply.ok) throw new Error((await reply.json().catch(() => ({}))).detail ?? 'The file could not be made.')
  return reply.text()
}

/** One file: the line of headers only once, and the mark that says UTF-8 to a spreadsheet in front. */
export function joined(texts: string[]): string {
  const [first = '', ...others] = texts
  return `\uFEFF${[first.replace(/^\uFEFF/, ''), ...others.map((text) => text.slice(text.indexOf('\n') + 1))].join('')}`
}

function save(text: string, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
