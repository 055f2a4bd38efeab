import type { ViewDefinition } from '../../../shared/views.ts'
import { deleteFieldPath, editFieldPath, mayDelete, newFieldPath, openFieldDialog } from './field-dialog.ts'
import { columnsFor } from './model/layout.ts'
import type { FieldInfo, MenuItem } from './page.ts'
import { allColumnsOf, definitionOf, fieldOf, type GridState } from './state.ts'

type Change = (part: Partial<ViewDefinition>) => void
type Column = ReturnType<typeof allColumnsOf>[number]

/** What can be done to a column: sort and group by it, move, freeze and hide it. */
export function columnItems(state: GridState, change: Change): (MenuItem | null)[] {
  const place = (key: string) => shownOrder(state).findIndex(({ field }) => field.key === key)
  const mayWrite = state.data.me.role !== 'viewer'
  return [
    { label: 'Sort from the start', run: (key) => change({ sort: [{ key, descending: false }] }) },
    { label: 'Sort from the end', run: (key) => change({ sort: [{ key, descending: true }] }) },
    {
      label: 'Group by it',
      run: (key) =>
        change({
          group: [...definitionOf(state).group.filter((term) => term.key !== key), { key, descending: false }].slice(
            -3,
          ),
        }),
    },
    null,
    {
      label: 'Move left',
      key: 'Alt ⇧ ←',
      shown: (key) => place(key) > 0,
      run: (key) => moveColumn(state, change, key, -1),
    },
    {
      label: 'Move right',
      key: 'Alt ⇧ →',
      shown: (key) => place(key) < shownOrder(state).length - 1,
      run: (key) => moveColumn(state, change, key, 1),
    },
    {
      label: 'Freeze',
      shown: (key) => !columnOf(state, key)?.frozen,
      run: (key) => patchColumn(state, change, key, { frozen: true }),
    },
    {
      label: 'Unfreeze',
      shown: (key) => columnOf(state, key)?.frozen === true,
      run: (key) => patchColumn(state, change, key, { frozen: false }),
    },
    {
      label: 'Hide',
      shown: (key) => !fieldOf(state, key)?.primary,
      run: (key) => patchColumn(state, change, key, { hidden: true }),
    },
    null,
    {
      label: 'Edit the column…',
      shown: (key) => mayWrite && fieldOf(state, key) !== undefined,
      run: (key) => openFor(state, key, editFieldPath),
    },
    {
      label: 'Delete the column…',
      shown: (key) => mayWrite && isDeletable(state, key),
      run: (key) => openFor(state, key, deleteFieldPath),
    },
    { label: 'New column…', shown: () => mayWrite, run: () => openFieldDialog(newFieldPath) },
  ]
}

function openFor(state: GridState, key: string, path: (field: FieldInfo) => string): void {
  const field = fieldOf(state, key)
  if (field) openFieldDialog(path(field))
}

function isDeletable(state: GridState, key: string): boolean {
  const field = fieldOf(state, key)
  return field !== undefined && mayDelete(field)
}

const columnOf = (state: GridState, key: string) => allColumnsOf(state).find(({ field }) => field.key === key)

const shownOrder = (state: GridState): Column[] => {
  const shown = allColumnsOf(state).filter((column) => !column.hidden)
  return [...shown.filter((column) => column.frozen), ...shown.filter((column) => !column.frozen)]
}

export function patchColumn(
  state: GridState,
  change: Change,
  key: string,
  patch: Partial<Omit<Column, 'field'>>,
): void {
  const columns = allColumnsOf(state).map((column) => (column.field.key === key ? { ...column, ...patch } : column))
  change({ columns: columnsFor(columns) })
}

/** One place to the left or right of what is shown. Past the edge of the frozen ones it becomes frozen, or is so no more. */
export function moveColumn(state: GridState, change: Change, key: string, by: 1 | -1): void {
  const shown = shownOrder(state)
  const at = shown.findIndex(({ field }) => field.key === key)
  const other = shown[at + by]
  const own = shown[at]
  if (!own || !other) return
  if (own.frozen !== other.frozen) patchColumn(state, change, key, { frozen: other.frozen })
  else
    orderColumns(
      state,
      change,
      shown
        .with(at, other)
        .with(at + by, own)
        .map(({ field }) => field.key),
    )
}

/** Lays the shown columns out in this order; hidden ones stay behind the one they stood behind. */
export function orderColumns(state: GridState, change: Change, keys: string[]): void {
  const all = allColumnsOf(state)
  const byKey = new Map(all.map((column) => [column.field.key, column]))
  const shown = keys.map((key) => byKey.get(key)).filter((column) => column !== undefined)
  const hidden = all.filter((column) => !keys.includes(column.field.key))
  const frozenUpTo = shown.findLastIndex((column) => column.frozen)
  // A column dropped among the frozen ones is frozen too, or they would not be the leftmost.
  const placed = shown.map((column, n) => ({
    ...column,
    frozen: column.frozen || n < Math.min(frozenUpTo, frozenCount(all)),
  }))
  change({ columns: columnsFor([...placed, ...hidden]) })
}

const frozenCount = (all: Column[]): number => all.filter((column) => column.frozen && !column.hidden).length
