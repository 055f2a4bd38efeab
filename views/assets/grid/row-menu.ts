import { isDraft } from './edits.ts'
import type { GridPage, MenuItem } from './page.ts'
import { canEdit, type GridState } from './state.ts'
import type { Spot } from './table/selection.ts'

type Acts = { edit(spot: Spot): boolean }
type Written = { batch_id: string | null }

/** What can be done to one investor from the grid. */
export function rowItems(state: GridState, page: GridPage, { edit }: Acts): (MenuItem | null)[] {
  const writable = (id: string) => canEdit(state) && !isDraft(id)
  const nameOf = (id: string) => String(state.rows.get(id)?.values['name'] ?? 'the investor')
  return [
    {
      label: 'Open the dossier',
      key: 'Ctrl ⏎',
      shown: (id) => !isDraft(id),
      run: (id) => location.assign(`/investors/${id}`),
    },
    { label: 'Look beside the grid', key: 'Space', run: () => state.events.emit('peek') },
    {
      label: 'Copy the link',
      shown: (id) => !isDraft(id),
      run: (id) =>
        void navigator.clipboard
          ?.writeText(new URL(`/investors/${id}`, location.href).href)
          .then(() => page.toast('Copied the link')),
    },
    null,
    { label: 'Edit the name', key: 'F2', shown: writable, run: (id) => void edit({ row: id, field: 'name' }) },
    {
      label: 'Archive',
      shown: writable,
      run: async (id) => {
        const name = nameOf(id)
        const { batch_id } = await page.api<Written>('DELETE', `/fundraising/rows/${encodeURIComponent(id)}`)
        page.toast(`Archived ${name}`, batch_id)
        await page.refreshRows([id])
      },
    },
  ]
}
