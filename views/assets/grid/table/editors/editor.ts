import type { FieldInfo } from '../../../../../shared/grid-page.ts'
import type { Parsed } from '../../../../../shared/parsed.ts'
import type { Row } from '../../model/rows.ts'
import type { GridState } from '../../state.ts'

/** What an editor is opened with. `typed`: the key that opened it, which replaces what stood there. */
export type Opening = {
  state: GridState
  field: FieldInfo
  row: Row
  value: unknown
  typed: string | null
  /** The text of a value that did not fit, to be corrected. */
  kept: string | null
  /** Put the caret behind the text instead of marking it. */
  atEnd: boolean
  /** Writes a value and stays open, as a list does of which several are chosen: Escape does not take it back, undo does. */
  take(value: unknown): void
  /** The editor is done by itself, as a list is when something was chosen. */
  commit(): void
  /** Its size changed: place it again. */
  resized(): void
}

/** Something to write a value with, laid over its cell. */
export type Editor = {
  element: HTMLElement
  focus(): void
  read(): Parsed<unknown>
  /** What was typed, as text: kept when it does not fit. */
  text(): string
  /** Whether something half-filled in it would be lost by closing it. */
  holds?(): boolean
  /** Its value was taken. */
  kept?(): void
  /** A key the editor uses itself, such as an arrow in a list; answers whether it did. */
  key?(event: KeyboardEvent): boolean
}

export type MakeEditor = (opening: Opening) => Editor
