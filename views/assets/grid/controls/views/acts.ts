/** What is done to saved views, through the API; afterwards the page has the list anew. */
import type { ViewDefinition } from '../../../../../shared/views.ts'
import { ApiProblem } from '../../model/api.ts'
import type { GridPage, ViewInfo } from '../../page.ts'
import { baseOf } from './base.ts'
import { freeName, inOrder, isShared, neighbour } from './drift.ts'

type Written = ViewInfo & { batch_id: string | null }
type Patch = {
  name?: string
  definition?: ViewDefinition
  locked?: boolean
  position?: number
  shared?: true
  expected_version?: number
}

const pathOf = (view: ViewInfo, more = '') => `/fundraising/views/${encodeURIComponent(view.id)}${more}`

const patch = (page: GridPage, view: ViewInfo, changes: Patch) => page.api<Written>('PATCH', pathOf(view), changes)

/** Somebody saved the view after it was read here: what stands there now, by whom and since when. */
export type Stale = { version: number; definition: ViewDefinition; by: string; at: string }

/**
 * Keeps what is shown as the view itself. Answers who was faster, when somebody saved it in between; `over` is the
 * version the person saw and decided to write over.
 */
export async function saveView(page: GridPage, over?: number): Promise<Stale | null> {
  const view = page.view
  const definition = page.definition()
  try {
    const { batch_id } = await patch(page, view, { definition, expected_version: over ?? baseOf(page) })
    await settle(page, view)
    page.toast(isShared(view) ? `Saved “${view.name}” for everyone` : `Saved “${view.name}”`, batch_id)
    return null
  } catch (problem) {
    const stale = staleIn(problem)
    if (stale) return stale
    throw problem
  }
}

/** What was saved is no drift any more, wherever a moment ago it was still on its way to the server as one. */
async function settle(page: GridPage, view: ViewInfo): Promise<void> {
  await page.refreshViews(view.id)
  page.change({})
}

function staleIn(problem: unknown): Stale | null {
  if (!(problem instanceof ApiProblem) || problem.code !== 'version_conflict') return null
  return problem.body as unknown as Stale
}

/** Drops what the person changed of the view. */
export const putBack = (page: GridPage): void => page.change(page.view.definition)

/** Gives up one's own changes for what somebody else saved in between. */
export async function takeTheirs(page: GridPage): Promise<void> {
  putBack(page)
  await page.refreshViews()
  putBack(page)
}

export async function saveAsMine(page: GridPage, name: string): Promise<void> {
  const from = page.view
  const definition = page.definition()
  const made = await page.api<Written>('POST', pathOf(from, '/copy'), { name, definition })
  putBack(page)
  await page.refreshViews(made.id)
  page.toast(`Saved as “${made.name}”, for you alone`, made.batch_id)
}

export async function addView(
  page: GridPage,
  form: { name: string; shared: boolean; definition: ViewDefinition },
): Promise<void> {
  const made = await page.api<Written>('POST', '/fundraising/views', form)
  await page.refreshViews(made.id)
  page.toast(`Added “${made.name}”`, made.batch_id)
}

export const duplicate = (page: GridPage, view: ViewInfo): Promise<void> =>
  addView(page, { name: freeName(view.name, page.views), shared: isShared(view), definition: view.definition })

export async function rename(page: GridPage, view: ViewInfo, name: string): Promise<void> {
  const { batch_id } = await patch(page, view, { name })
  await page.refreshViews()
  page.toast(`Renamed to “${name}”`, batch_id)
}

export async function lock(page: GridPage, view: ViewInfo, locked: boolean): Promise<void> {
  const { batch_id } = await patch(page, view, { locked })
  await page.refreshViews()
  page.toast(locked ? `Locked “${view.name}”` : `Unlocked “${view.name}”`, batch_id)
}

export async function share(page: GridPage, view: ViewInfo): Promise<void> {
  const { batch_id } = await patch(page, view, { shared: true })
  await page.refreshViews()
  page.toast(`Everyone sees “${view.name}” now`, batch_id)
}

export async function move(page: GridPage, view: ViewInfo, step: -1 | 1): Promise<void> {
  const other = neighbour(page.views, view, step)
  if (!other) return
  const kind = inOrder(page.views).filter((one) => isShared(one) === isShared(view))
  const { batch_id } = await patch(page, view, { position: kind.indexOf(other) })
  await page.refreshViews()
  page.toast(`Moved “${view.name}”`, batch_id)
}

export async function archive(page: GridPage, view: ViewInfo): Promise<void> {
  const { batch_id } = await page.api<{ batch_id: string | null }>('DELETE', pathOf(view))
  const next = inOrder(page.views).find((one) => one.id !== view.id)
  await page.refreshViews(view.id === page.view.id ? next?.id : page.view.id)
  page.toast(`Archived “${view.name}”`, batch_id)
}

/** The whole address of a view, to give to a colleague. */
export const linkTo = (view: ViewInfo): string => `${location.origin}${addressOf(view)}`

export const addressOf = (view: ViewInfo): string => `/investors?view=${encodeURIComponent(view.key ?? view.id)}`

/** The file of what is shown: of the view as it is saved, or with what the person changed of it. */
export function exportAddress(page: GridPage, view: ViewInfo, format: 'csv' | 'json'): string {
  const isShown = view.id === page.view.id
  const isDrifted = isShown && page.isDrifted()
  const address = new URLSearchParams({ format, ...(isDrifted ? shownRows(page) : { view_id: view.id }) })
  if (isShown && page.search().trim()) address.set('search', page.search().trim())
  const asOf = page.asOf()
  if (asOf) address.set('as_of', asOf)
  return `/api/fundraising/export?${address}`
}

/** The rows, their order and the columns as they are on the screen, for an address of the API. */
export function shownRows(page: GridPage): Record<string, string> {
  const { filter, sort, group } = page.definition()
  const terms = [...group, ...sort].map(({ key, descending }) => (descending ? `-${key}` : key))
  return {
    ...(filter ? { filter: JSON.stringify(filter) } : {}),
    ...(terms.length > 0 ? { sort: terms.join(',') } : {}),
    fields: page.shownFields().join(','),
  }
}
