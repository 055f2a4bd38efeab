import type { ViewDefinition } from '../../../shared/views.ts'
import type { Desk } from './desk.ts'
import { createDrift } from './drift.ts'
import { callApi } from './model/api.ts'
import { asksAnew } from './model/query.ts'
import type { FieldInfo } from './page.ts'
import { definitionOf } from './state.ts'
import { rowHeights } from './table/table.ts'
import { dropLost } from './troubles.ts'

export type Showing = ReturnType<typeof createShowing>

/** Which view is shown and how: what is drawn again, and what is asked for again, when that changes. */
export function createShowing(desk: Desk, drift = createDrift(desk.state)) {
  const { state, sheet, refresh, editing } = desk

  function change(part: Partial<ViewDefinition>): void {
    const { before, after } = drift.change(part)
    redraw(before, after)
    state.events.emit('definition')
  }

  function redraw(before: ViewDefinition, after: ViewDefinition): void {
    const differs = (part: keyof ViewDefinition) => JSON.stringify(before[part]) !== JSON.stringify(after[part])
    if (differs('columns') || differs('others') || differs('sort')) sheet.showColumns()
    if (differs('row_height')) dressHeight()
    if (asksAnew(before, after)) void refresh.reload()
    else if (differs('figures') || differs('columns')) refresh.figuresSoon()
  }

  async function show(viewId: string): Promise<void> {
    const view = state.data.views.find(({ id }) => id === viewId)
    if (!view) return
    if (!editing.finish('stay', false)) return
    Object.assign(state, { view, drift: view.drift, ticked: new Set(), folded: new Set() })
    viewChanged()
    await refresh.reload()
  }

  /** Everything about the view may be different. */
  function viewChanged(): void {
    sheet.select(null)
    sheet.showColumns()
    dressHeight()
    state.events.emit('view')
    state.events.emit('definition')
  }

  function dressHeight(): void {
    const height = definitionOf(state).row_height
    desk.place.dataset['height'] = height
    sheet.table.setRowHeight(rowHeights[height])
  }

  async function refreshFields(): Promise<void> {
    const { data } = await callApi<{ data: FieldInfo[] }>('GET', '/fundraising/fields?limit=1000')
    state.data.fields = data
    dropLost(state)
    desk.say()
    sheet.showColumns()
    await refresh.reload()
    state.events.emit('fields')
  }

  async function setAsOf(instant: string | null): Promise<void> {
    if (!editing.finish('stay', false)) return
    const before = state.asOf
    state.asOf = instant
    if (await refresh.read()) return
    // Today's rows must not stand there as those of the past.
    state.asOf = before
    refresh.figuresSoon(0)
  }

  return { change, show, viewChanged, refreshFields, setAsOf }
}
