/** The address of the page names the view and what is searched for, so it can be sent, kept and gone back to. */
import type { GridPage, ViewInfo } from '../page.ts'

export type Place = { view: string | null; search: string }

/** The address with this view and search in it; whatever else it says stays. */
export function withPlace(address: string, { view, search }: Place): string {
  const url = new URL(address, 'http://here')
  if (view) url.searchParams.set('view', view)
  if (search.trim()) url.searchParams.set('q', search.trim())
  else url.searchParams.delete('q')
  return url.pathname + url.search
}

export function placeIn(address: string): Place {
  const { searchParams } = new URL(address, 'http://here')
  return { view: searchParams.get('view'), search: searchParams.get('q') ?? '' }
}

const nameOf = (view: ViewInfo): string => view.key ?? view.id

/** Another view is a step one can go back from; letters of a search are not. */
export function mountAddress(page: GridPage): void {
  const first = nameOf(page.view)
  let shown = page.view.id
  const write = () => {
    const wanted = withPlace(location.href, { view: nameOf(page.view), search: page.search() })
    const isStep = page.view.id !== shown
    shown = page.view.id
    if (wanted === location.pathname + location.search) return
    if (isStep) history.pushState(null, '', wanted)
    else history.replaceState(null, '', wanted)
  }
  page.on('view', write)
  page.on('rows', () => {
    if (page.search().trim() !== placeIn(location.href).search) write()
  })
  window.addEventListener('popstate', () => {
    const place = placeIn(location.href)
    const view = page.views.find((known) => [known.id, known.key].includes(place.view ?? first))
    if (view) shown = view.id
    page.setSearch(place.search)
    if (view && view.id !== page.view.id) void page.show(view.id)
  })
}
