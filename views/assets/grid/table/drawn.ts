import type { Line } from '../model/arrange.ts'
import type { ShownColumn } from '../model/layout.ts'

/** What is drawn into the table's own elements, and what it tells in turn. */
export type Drawn = {
  /** Fills a cell; `element` is the table's own. */
  cell(element: HTMLElement, line: Line, column: ShownColumn): Node | string
  heading(column: ShownColumn): Node
  /** The table's own element of a heading. */
  dressed(element: HTMLElement, column: ShownColumn): void
  tickHeading(element: HTMLElement): Node
  tick(element: HTMLElement, line: Line): Node | string
  line(element: HTMLElement, line: Line): void
  /** New elements stand in the table: what is painted over them has to be painted again. */
  drawn(): void
  resized(key: string, width: number): void
  moved(keys: string[]): void
}
