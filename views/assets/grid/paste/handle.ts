/** The small square at the corner of the marked range: drawn over other cells, it fills them. */
import { h } from '../dom.ts'
import { spotOf } from '../mouse.ts'
import type { CellRange, GridPage } from '../page.ts'
import { cellElement } from '../table/paint.ts'
import { fill } from './fill.ts'
import { groundOf } from './ground.ts'
import { fillOver, grown } from './place.ts'

export function mountHandle(page: GridPage): void {
  const table = page.place('table')
  const frame = table.parentElement ?? table
  const handle = h('div.grid-fill', { 'aria-hidden': 'true', title: 'Draw to fill' })
  frame.append(handle)

  const put = () => putAtCorner(page, handle, frame)
  for (const event of ['range', 'rows', 'definition', 'view', 'saved'] as const)
    page.on(event, () => requestAnimationFrame(put))
  table.addEventListener('scroll', put, { capture: true, passive: true })
  addEventListener('resize', put)
  handle.addEventListener('pointerdown', (event) => draw(page, handle, event))
  put()
}

/** Hidden while its cell is not drawn, or nothing may be changed. */
function putAtCorner(page: GridPage, handle: HTMLElement, frame: HTMLElement): void {
  const range = page.canEdit() && !page.isEditing() ? page.range() : null
  const [row, field] = [range?.rows.at(-1), range?.fields.at(-1)]
  const cell = row && field ? cellElement(page.place('table'), row, field) : null
  handle.hidden = !cell
  if (!cell) return
  const [at, within] = [cell.getBoundingClientRect(), frame.getBoundingClientRect()]
  handle.style.left = `${at.right - within.left - 4}px`
  handle.style.top = `${at.bottom - within.top - 4}px`
}

function draw(page: GridPage, handle: HTMLElement, start: PointerEvent): void {
  const range = page.range()
  if (!range || start.button !== 0) return
  start.preventDefault()
  start.stopPropagation()
  let wider = range
  const show = painter(page)
  const over = (event: PointerEvent) => {
    const spot = spotOf(
      document.elementsFromPoint(event.clientX, event.clientY).find((element) => element !== handle) ?? null,
    )
    if (spot?.field) wider = grown(range, spot, groundOf(page))
    show(wider)
    scrollAlong(page.place('table'), event)
  }
  const end = (event: PointerEvent) => {
    for (const [name, listener] of listeners) removeEventListener(name, listener as EventListener)
    show(null)
    if (event.type === 'pointerup' && wider !== range) fill(page, fillOver(range, wider))
  }
  const listeners = [
    ['pointermove', over],
    ['pointerup', end],
    ['pointercancel', end],
  ] as const
  for (const [name, listener] of listeners) addEventListener(name, listener as EventListener)
}

/** Shows on the cells there are which ones would be filled. */
function painter(page: GridPage): (range: CellRange | null) => void {
  let painted = new Set<HTMLElement>()
  return (range) => {
    const table = page.place('table')
    const cells = (range?.rows ?? []).flatMap((row) =>
      (range?.fields ?? []).map((field) => cellElement(table, row, field)),
    )
    const next = new Set(cells.filter((cell) => cell !== null))
    for (const cell of painted) if (!next.has(cell)) cell.classList.remove('is-filling')
    for (const cell of next) cell.classList.add('is-filling')
    painted = next
  }
}

/** Near an edge of the table the rows and columns beyond it come into view. */
function scrollAlong(table: HTMLElement, { clientX, clientY }: PointerEvent): void {
  const holder = table.querySelector('.tabulator-tableholder')
  const at = holder?.getBoundingClientRect()
  if (!holder || !at) return
  const towards = (value: number, low: number, high: number) => (value > high - 24 ? 24 : value < low + 24 ? -24 : 0)
  holder.scrollBy(towards(clientX, at.left, at.right), towards(clientY, at.top, at.bottom))
}
