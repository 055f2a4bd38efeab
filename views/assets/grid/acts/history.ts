import type { GridPage } from '../page.ts'
import type { Side } from './side.ts'

const pause = 500

/** Who changed a row or a cell from what to what; Alt+H for the cell the keyboard is on. */
export function mountHistory(page: GridPage, side: Side): void {
  const show = (row: string, field?: string, at = 1) => {
    const query = new URLSearchParams({ ...(field ? { field } : {}), page: String(at) })
    return side.show({ kind: 'history', row, path: `/investors/${encodeURIComponent(row)}/changes?${query}` })
  }
  const isSaved = (row: string) => !row.startsWith('draft:')

  page.addRowAct({ label: 'History', shown: isSaved, run: (row) => void show(row) })
  page.addRowAct({
    label: 'History of this cell',
    key: 'Alt H',
    shown: isSaved,
    run: (row) => void show(row, page.activeCell()?.field),
  })
  page.place('table').addEventListener('keydown', (event) => {
    const cell = page.activeCell()
    // By its place: with Alt held, Macs write another letter.
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== 'KeyH' || page.isEditing() || !cell) return
    event.preventDefault()
    if (isSaved(cell.row)) void show(cell.row, cell.field)
  })
  side.body.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null
    const shown = side.shown()
    if (!button || shown?.kind !== 'history') return
    const { putBack, page: at } = button.dataset
    if (putBack) void putValueBack(page, side, shown.row, putBack)
    else if (at) void show(shown.row, fieldOf(shown.path), Number(at))
  })
  keepFresh(page, side)
}

const fieldOf = (path: string) => new URL(path, location.href).searchParams.get('field') ?? undefined

async function putValueBack(page: GridPage, side: Side, row: string, json: string): Promise<void> {
  if (!page.canEdit()) return page.toast('This is how it was. Go back to now to change it.')
  const { field, value } = JSON.parse(json) as { field: string; value: unknown }
  await page.write([{ id: row, values: { [field]: value } }])
  await side.refresh()
}

/** Whatever anybody does meanwhile is part of the story. */
function keepFresh(page: GridPage, side: Side): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  page.on('changes', () => {
    clearTimeout(timer)
    timer = setTimeout(() => side.shown()?.kind === 'history' && void side.refresh(), pause)
  })
}
