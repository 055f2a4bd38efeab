import { contextOf, type HtmxContext } from '../../behaviours/behaviour.ts'
import { showToast } from '../../behaviours/toast.ts'
import { ApiProblem } from '../model/api.ts'
import type { GridPage } from '../page.ts'

type Undone = { batch_id: string; undid: string; message: string; taken_back: unknown[]; rows: string[] }

/** `rows` names a thousand at most: of more, the whole view is read again. */
const mostRows = 999

/** Ctrl+Z takes back one's last act, Ctrl+Shift+Z or Ctrl+Y brings it back, while the keyboard is on the table, on the acts on many, or nowhere. */
export function mountUndo(page: GridPage): void {
  let before: Promise<void> = Promise.resolve()

  document.addEventListener('keydown', (event) => {
    const act = isOurs(page, event) ? actOf(event) : null
    if (!act) return
    event.preventDefault()
    if (!page.canEdit()) return page.toast('You can look here, but not change anything.')
    // Pressed several times in a row, they are done in a row.
    before = before.then(() => carryOut(page, act))
  })
  document.addEventListener('htmx:after:request', (event) => {
    const undone = undoneByToast(contextOf(event))
    if (undone) page.forgetProblems(undone)
  })
}

/** The act whose Undo was pressed in a toast, once it is taken back: then a toast says so. */
function undoneByToast(context: HtmxContext | undefined): string | null {
  const { action, body } = context?.request ?? {}
  if (!action?.endsWith('/undo') || !context?.hx?.['toast']) return null
  return body instanceof FormData || body instanceof URLSearchParams ? (body.get('batch_id') as string | null) : null
}

/** In a box to type in the keys are the box's own, and in a dialog nobody sees what they would take back. */
function isOurs(page: GridPage, { target, defaultPrevented }: KeyboardEvent): boolean {
  if (defaultPrevented || page.isEditing() || document.querySelector('dialog[open]')) return false
  if (!(target instanceof Element) || target.closest('input, textarea, select')) return false
  const isNowhere = target === document.body || target === document.documentElement
  return isNowhere || target === page.place('table') || page.place('bulk').contains(target)
}

function actOf(event: KeyboardEvent): 'undo' | 'redo' | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null
  const key = event.key.toLowerCase()
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo'
  return key === 'y' && !event.shiftKey ? 'redo' : null
}

/** What was typed last is an act once it is saved. */
async function carryOut(page: GridPage, act: 'undo' | 'redo'): Promise<void> {
  try {
    await page.settled()
    const done = await page.api<Undone>('POST', `/fundraising/${act}`, {})
    if (act === 'undo') page.forgetProblems(done.undid)
    const again = act === 'undo' ? 'Redo' : 'Undo'
    showToast({ message: done.message, label: again, undo: done.taken_back.length > 0 ? done.batch_id : null })
    await (done.rows.length > mostRows ? page.reload() : page.refreshRows(done.rows))
  } catch (problem) {
    page.toast(problem instanceof ApiProblem ? problem.message : 'The server could not be reached. Nothing was undone.')
  }
}
