import { showToast } from '../../behaviours/toast.ts'
import { ApiProblem } from '../model/api.ts'
import type { GridPage } from '../page.ts'

type Undone = { batch_id: string; message: string; taken_back: unknown[]; rows: string[] }

/** `rows` names a thousand at most: of more, the whole view is read again. */
const mostRows = 999

/** Ctrl+Z takes back one's last act, Ctrl+Shift+Z or Ctrl+Y brings it back, while the keyboard is on the table. */
export function mountUndo(page: GridPage): void {
  let before: Promise<void> = Promise.resolve()

  page.place('table').addEventListener('keydown', (event) => {
    const act = event.target === page.place('table') && !page.isEditing() ? actOf(event) : null
    if (!act) return
    event.preventDefault()
    if (!page.canEdit()) return page.toast('You can look here, but not change anything.')
    // Pressed several times in a row, they are done in a row.
    before = before.then(() => carryOut(page, act))
  })
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
    const again = act === 'undo' ? 'Redo' : 'Undo'
    showToast({ message: done.message, label: again, undo: done.taken_back.length > 0 ? done.batch_id : null })
    await (done.rows.length > mostRows ? page.reload() : page.refreshRows(done.rows))
  } catch (problem) {
    page.toast(problem instanceof ApiProblem ? problem.message : 'The server could not be reached. Nothing was undone.')
  }
}
