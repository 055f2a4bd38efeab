import { h } from '../dom.ts'
import { canEdit, fieldOf, type GridState } from '../state.ts'
import { isEditable } from './editable.ts'
import { editorFor } from './editors/choose.ts'
import type { Editor } from './editors/editor.ts'
import type { Spot } from './selection.ts'

export type Move = 'down' | 'up' | 'right' | 'left' | 'stay'
export type Editing = ReturnType<typeof createEditing>

type Ends = {
  /** A value that fits. */
  commit(spot: Spot, value: unknown): void
  /** Text that does not: it stays in the cell, marked, until it is corrected or escaped. */
  keep(spot: Spot, text: string, sentence: string): void
  left(spot: Spot, move: Move): void
  /** It holds something half-filled, so it stays open. */
  held(): void
  cellElement(spot: Spot): HTMLElement | null
}

type Open = { spot: Spot; editor: Editor; holder: HTMLElement; was: string }

/** The one editor there may be, laid over its cell: it stays when the table draws the row again below it. */
export function createEditing(state: GridState, frame: HTMLElement, ends: Ends) {
  let open: Open | null = null

  function start(spot: Spot, how: { typed?: string; atEnd?: boolean } = {}): boolean {
    const field = fieldOf(state, spot.field)
    const row = state.rows.get(spot.row)
    if (!field || !row || !canEdit(state) || !isEditable(field) || state.marks.row(spot.row)?.gone) return false

    if (!finish('stay', false)) return true
    const value = row.values[spot.field] ?? null
    const kept = state.marks.cell(spot.row, spot.field)?.problem?.text ?? null
    const editor = editorFor(field)({
      state,
      field,
      row,
      value,
      kept,
      typed: how.typed ?? null,
      atEnd: how.atEnd ?? false,
      take: (taken) => {
        if (!open) return
        open.was = JSON.stringify(taken)
        ends.commit(open.spot, taken)
      },
      commit: () => finish('stay'),
      resized: () => place(),
    })
    const holder = h('div.grid-editor', {}, editor.element)
    holder.addEventListener('keydown', onKey)
    holder.addEventListener('focusout', onFocusOut)
    frame.append(holder)
    open = { spot, editor, holder, was: JSON.stringify(value) }
    place()
    editor.focus()
    return true
  }

  /** Over the cell, at least as wide, and never out of the frame. */
  function place(): void {
    if (!open) return
    const cell = ends.cellElement(open.spot)
    open.holder.classList.toggle('is-away', !cell)
    if (!cell) return
    const at = cell.getBoundingClientRect()
    const within = frame.getBoundingClientRect()
    const { style, offsetHeight, offsetWidth } = open.holder
    style.minWidth = `${at.width + 1}px`
    style.minHeight = `${at.height + 1}px`
    style.left = `${Math.max(0, Math.min(at.left - within.left - 1, within.width - offsetWidth - 4))}px`
    style.top = `${Math.max(0, Math.min(at.top - within.top - 1, within.height - offsetHeight - 4))}px`
  }

  /** Keeps what was typed; answers false when the editor has to stay open. */
  function finish(move: Move, goesOn = true): boolean {
    if (!open) return true
    const { spot, editor, was } = open
    if (editor.holds?.()) {
      editor.focus()
      ends.held()
      return false
    }
    const read = editor.read()
    const text = editor.text()
    close()
    if ('problem' in read) ends.keep(spot, text, read.problem)
    else if (JSON.stringify(read.value ?? null) !== was || state.marks.cell(spot.row, spot.field)?.problem)
      ends.commit(spot, read.value ?? null)
    if ('value' in read) editor.kept?.()
    if (goesOn) ends.left(spot, move)
    return true
  }

  /** Restores what stood there. */
  function cancel(): void {
    if (!open) return
    const { spot } = open
    close()
    ends.left(spot, 'stay')
  }

  function close(): void {
    const holder = open?.holder
    open = null
    holder?.removeEventListener('focusout', onFocusOut)
    holder?.remove()
  }

  function onKey(event: KeyboardEvent): void {
    event.stopPropagation()
    if (event.isComposing || !open) return
    if (open.editor.key?.(event)) {
      if (['ArrowDown', 'ArrowUp'].includes(event.key) || (event.key === 'Enter' && !isText(event.target)))
        event.preventDefault()
      return
    }
    const moves: Record<string, Move> = event.shiftKey ? { Enter: 'up', Tab: 'left' } : { Enter: 'down', Tab: 'right' }
    const move = moves[event.key]
    if (!move && event.key !== 'Escape') return
    event.preventDefault()
    if (move) finish(move)
    else cancel()
  }

  /** Going elsewhere keeps what was typed, as it does everywhere else on the page. */
  function onFocusOut(event: FocusEvent): void {
    const to = event.relatedTarget
    if (to instanceof Node && open?.holder.contains(to)) return
    if (!document.hasFocus() || open?.editor.holds?.()) return
    setTimeout(() => open && !open.holder.contains(document.activeElement) && finish('stay', false))
  }

  /** A new row got its id while somebody goes on typing into it. */
  function rename(from: string, to: string): void {
    if (open?.spot.row === from) open.spot = { ...open.spot, row: to }
  }

  return { start, finish, cancel, place, rename, isOpen: () => open !== null, spot: () => open?.spot ?? null }
}

const isText = (target: EventTarget | null) =>
  target instanceof HTMLTextAreaElement || target instanceof HTMLButtonElement
