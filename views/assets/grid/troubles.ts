/** Cells whose text was refused, or that two people wrote: the way to them, wherever they are. */
import { showToast } from '../behaviours/toast.ts'
import type { Desk } from './desk.ts'
import type { GridPage } from './page.ts'
import { definitionOf, fieldOf, type GridState } from './state.ts'
import { textOf } from './table/formats/text.ts'
import type { Spot } from './table/selection.ts'

type Trouble = Spot & { typed: string }

export function troubles(state: GridState): Trouble[] {
  const refused = state.marks.having('problem').map(([row, field, { text }]) => ({ row, field, typed: text }))
  const written = state.marks.having('clash').map(([row, field, { yours }]) => {
    const known = fieldOf(state, field)
    return { row, field, typed: known ? textOf(state, known, yours) : String(yours ?? '') }
  })
  return [...refused, ...written]
}

/** The one after the cell one stands on, so that pressing again goes through all of them. */
export function nextTrouble(state: GridState, at: Spot | undefined): Trouble | undefined {
  const all = troubles(state)
  const here = all.findIndex(({ row, field }) => row === at?.row && field === at.field)
  return all[here + 1] ?? all[0]
}

/** Marks of columns that are gone can be seen by nobody: what was typed is said once, and they go too. */
export function dropLost(state: GridState): void {
  const lost = troubles(state).filter(({ field }) => !fieldOf(state, field))
  for (const trouble of lost) drop(state, trouble)
  if (lost.length > 0) tell(lost, 'Its column is gone. You had typed')
}

function drop(state: GridState, { row, field }: Spot): void {
  state.marks.mark(row, field, { problem: undefined, clash: undefined, saving: undefined, before: undefined })
}

const tell = (lost: Trouble[], words: string): void =>
  showToast({ message: `${words} ${lost.map(({ typed }) => `“${typed}”`).join(', ')}.`, tone: 'danger' })

/** Marks what was refused, and forgets it; the status counts along. */
export function problemActs({ state, sheet, say }: Desk): Pick<GridPage, 'markProblem' | 'forgetProblems'> {
  return {
    markProblem: ({ row, field }, problem) => {
      state.marks.mark(row, field, { problem: { kind: 'problem', ...problem } })
      sheet.repaint([row])
      say()
    },
    forgetProblems: (act) => {
      const its = state.marks.having('problem').filter(([, , problem]) => problem.act === act)
      for (const [row, field] of its) state.marks.mark(row, field, { problem: undefined })
      sheet.repaint(its.map(([row]) => row))
      say()
    },
  }
}

type Page = Pick<GridPage, 'show' | 'setSearch'>

/** Goes to the next such cell. One that this view does not show is looked for among all investors. */
export async function goToTrouble(desk: Desk, page: Page): Promise<void> {
  const { state, sheet } = desk
  const trouble = nextTrouble(state, sheet.selection()?.focus)
  if (!trouble) return
  if (!isShown(desk, trouble)) await unfold(desk)
  if (!isShown(desk, trouble)) await showAll(desk, page)
  if (!isShown(desk, trouble)) return tellHidden(desk, trouble)
  sheet.go(trouble)
  desk.place.focus({ preventScroll: true })
}

const isShown = ({ sheet: { walkable } }: Desk, { row, field }: Spot): boolean =>
  walkable.rowAt(row) >= 0 && walkable.fieldAt(field) >= 0

async function unfold({ state, sheet }: Desk): Promise<void> {
  state.folded.clear()
  await sheet.show()
}

async function showAll({ state, refresh }: Desk, page: Page): Promise<void> {
  const all = state.data.views.find(({ key }) => key === 'all')
  page.setSearch('')
  if (all && all.id !== state.view.id) await page.show(all.id)
  else await refresh.reload()
}

/** Says where it is, if it can be brought back; an investor that is archived shows its cells nowhere. */
function tellHidden({ state, say }: Desk, trouble: Trouble): void {
  const label = fieldOf(state, trouble.field)?.label ?? trouble.field
  const name = state.rows.get(trouble.row)?.values['name']
  if (name) tell([trouble], `The column “${label}” of ${name} is hidden in this view. You had typed`)
  else if (definitionOf(state).filter) tell([trouble], `The filter of this view hides “${label}”. You had typed`)
  else {
    drop(state, trouble)
    say()
    tell([trouble], `The investor is gone. In “${label}” you had typed`)
  }
}
