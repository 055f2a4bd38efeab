import { Renderer } from 'tabulator-tables'

/** What Tabulator gives a renderer and expects of it; its types leave that out. */
type DrawnRow = {
  initialized: boolean
  heightInitialized: boolean
  getElement(): HTMLElement
  initialize(force: boolean, inFragment: boolean): void
  rendered(): void
  deinitialize(): void
  deleteCells(): void
}
type Host = Renderer & {
  table: { options: { rowHeight: number } }
  elementVertical: HTMLElement
  tableElement: HTMLElement
  rows(): DrawnRow[]
}

/** Rows drawn beyond each edge of the view, so that a scroll shows nothing blank. */
const beyond = 8
/** Rows that left the view keep their cells, for those who scroll back; so many of them. */
const keptRows = 200

/**
 * Draws the rows in view, all of one height. Where a row stands is its number times that height, so nothing on the page is
 * measured while it scrolls; measuring between changes is what makes a scroll stutter.
 */
export class FixedRows extends (Renderer as unknown as new (...args: unknown[]) => Host) {
  verticalFillMode = 'fill'
  private first = 0
  private last = -1
  private height = 0
  private kept = new Set<DrawnRow>()
  private observer: ResizeObserver | undefined

  initialize(): void {
    this.observer = new ResizeObserver(() => this.resize())
    this.observer.observe(this.elementVertical)
  }

  resize(): void {
    this.height = this.elementVertical.clientHeight
    if (this.last >= this.first) this.draw()
  }

  clearRows(): void {
    this.tableElement.replaceChildren()
    this.kept.clear()
    this.first = 0
    this.last = -1
  }

  renderRows(): void {
    this.height = this.elementVertical.clientHeight
    this.clearRows()
    this.draw()
  }

  /** The rows are others now, or look different; the place scrolled to stays. */
  rerenderRows(callback?: () => void): void {
    // While there are no rows the table is no wider than the view, and a browser scrolls it back to the left.
    const { scrollLeft, scrollTop } = this.elementVertical
    const { style, offsetHeight } = this.tableElement
    // And with less height than before, back to the top.
    style.minHeight = `${offsetHeight}px`
    this.clearRows()
    callback?.()
    this.elementVertical.scrollTop = scrollTop
    this.draw()
    style.minHeight = ''
    this.elementVertical.scrollLeft = scrollLeft
    this.elementVertical.scrollTop = scrollTop
    if (this.elementVertical.scrollTop !== scrollTop) this.draw()
  }

  scrollRows(): void {
    this.draw()
  }

  scrollToRow(row: DrawnRow): void {
    this.elementVertical.scrollTop = this.rows().indexOf(row) * this.rowHeight()
  }

  scrollToRowNearestTop(row: DrawnRow): boolean {
    return this.rows().indexOf(row) * this.rowHeight() < this.elementVertical.scrollTop
  }

  visibleRows(): DrawnRow[] {
    return this.rows().slice(this.first, this.last + 1)
  }

  private rowHeight(): number {
    return this.table.options.rowHeight
  }

  private draw(): void {
    const rows = this.rows()
    const height = this.rowHeight()
    const top = this.elementVertical.scrollTop
    const first = Math.max(0, Math.min(Math.floor(top / height) - beyond, rows.length))
    const last = Math.min(rows.length - 1, Math.ceil((top + this.height) / height) + beyond)
    this.tableElement.style.paddingTop = `${first * height}px`
    this.tableElement.style.paddingBottom = `${Math.max(0, rows.length - 1 - last) * height}px`
    this.takeAway(rows, first, last)
    this.bringIn(rows, first, last)
    this.first = first
    this.last = last
  }

  private takeAway(rows: DrawnRow[], first: number, last: number): void {
    for (let n = this.first; n <= this.last; n += 1) {
      const row = rows[n]
      if (!row || (n >= first && n <= last)) continue
      row.getElement().remove()
      this.kept.add(row)
    }
    for (const row of this.kept) {
      if (this.kept.size <= keptRows) break
      this.kept.delete(row)
      row.deleteCells()
      row.getElement().replaceChildren()
      row.deinitialize()
    }
  }

  private bringIn(rows: DrawnRow[], first: number, last: number): void {
    const overlaps = this.last >= this.first && this.first <= last && this.last >= first
    const above = overlaps ? rows.slice(first, Math.max(first, this.first)) : []
    const below = rows.slice(overlaps ? Math.max(this.last + 1, first) : first, last + 1)
    this.tableElement.prepend(this.drawn(above))
    this.tableElement.append(this.drawn(below))
  }

  private drawn(rows: DrawnRow[]): DocumentFragment {
    const fragment = document.createDocumentFragment()
    for (const row of rows) {
      this.kept.delete(row)
      row.initialize(false, true)
      row.heightInitialized = true
      fragment.append(row.getElement())
    }
    for (const row of rows) row.rendered()
    return fragment
  }
}
