import type { GridPage } from '../page.ts'
import { putOnClipboard, takeFromClipboard } from './clipboard.ts'
import { fill } from './fill.ts'
import { groundOf } from './ground.ts'
import { mountHandle } from './handle.ts'
import { pasteCells } from './paste.ts'
import { fillDown, fillRight } from './place.ts'

/** Copy, cut and paste of ranges to and from spreadsheets, and fill by key and by the corner of the range. */
export function mountPaste(page: GridPage): void {
  document.addEventListener('copy', (event) => copied(page, event))
  document.addEventListener('cut', (event) => {
    if (page.canEdit() && copied(page, event)) page.clear()
  })
  document.addEventListener('paste', (event) => pasted(page, event))
  page.place('table').addEventListener('keydown', (event) => fillKey(page, event))
  mountHandle(page)
}

/** The clipboard is the table's while the keyboard is on it; an open editor keeps it to itself. */
const isOurs = (page: GridPage): boolean => !page.isEditing() && document.activeElement === page.place('table')

function copied(page: GridPage, event: ClipboardEvent): boolean {
  const range = isOurs(page) ? page.range() : null
  if (!range || !event.clipboardData) return false
  event.preventDefault()
  putOnClipboard(page, range, event.clipboardData)
  return true
}

function pasted(page: GridPage, event: ClipboardEvent): void {
  const range = isOurs(page) ? page.range() : null
  if (!range || !event.clipboardData) return
  event.preventDefault()
  const cells = takeFromClipboard(event.clipboardData)
  if (!page.canEdit()) page.toast('You can look and copy here, but not change anything.')
  else if (cells) void pasteCells(page, cells, range)
  else page.toast('There is no text on the clipboard.')
}

/** Ctrl+D and Ctrl+R, as in Excel and Sheets; the browser's own meaning of them is back outside the table. */
function fillKey(page: GridPage, event: KeyboardEvent): void {
  const key = event.key.toLowerCase()
  const isHeld = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
  const range = isHeld && (key === 'd' || key === 'r') && isOurs(page) ? page.range() : null
  if (!range || !page.canEdit()) return
  event.preventDefault()
  fill(page, key === 'd' ? fillDown(range, groundOf(page)) : fillRight(range, groundOf(page)))
}
