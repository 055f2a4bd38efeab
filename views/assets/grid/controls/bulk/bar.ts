/** The bar that appears when rows are ticked: what can be done to all of them at once. */
import { plural } from '../../../../../shared/words.ts'
import { focusWhenLost } from '../../acts/focus-back.ts'
import { h } from '../../dom.ts'
import type { IconName } from '../../icons.ts'
import type { GridPage } from '../../page.ts'
import { choicesOf } from '../choices.ts'
import { iconButton, textButton } from '../parts.ts'
import { openPicker } from '../picker.ts'
import type { Choice } from '../picker-search.ts'
import { guarded } from '../tell.ts'
import { type Change, type Chosen, changeMany, countOf, exportMany, queryOf } from './acts.ts'
import { openSetField } from './set-field.ts'

type Bar = { page: GridPage; place: HTMLElement; chosen: Chosen; busy: boolean; paint: () => void }

export function mountBulk(page: GridPage): void {
  const place = page.place('bulk')
  const bar: Bar = { page, place, chosen: { ids: [] }, busy: false, paint: () => paint(bar) }
  place.setAttribute('role', 'region')
  place.setAttribute('aria-label', 'Acts on the ticked investors')
  page.on('selection', () => {
    bar.chosen = { ids: page.selectedRows() }
    bar.paint()
  })
  page.on('definition', () => onlyAsChosen(bar))
  page.on('rows', () => {
    onlyAsChosen(bar)
    if (!place.hidden && !place.querySelector('[aria-expanded="true"]')) bar.paint()
  })
  page.on('view', () => {
    bar.chosen = { ids: page.selectedRows() }
    bar.paint()
  })
}

/** With another filter or search “all” would be others than were chosen: then it is the ticked ones again. */
function onlyAsChosen(bar: Bar): void {
  const { page, chosen } = bar
  if ('ids' in chosen || JSON.stringify(chosen.query) === JSON.stringify(queryOf(page))) return
  bar.chosen = { ids: page.selectedRows() }
  bar.paint()
}

function paint(bar: Bar): void {
  const { page, place } = bar
  const count = countOf(page, bar.chosen)
  const isOpen = page.selectedRows().length > 0
  const hadFocus = place.contains(document.activeElement)
  place.hidden = !isOpen
  place.replaceChildren()
  if (!isOpen) {
    if (hadFocus) page.place('table').focus()
    return
  }
  const acts = page.canEdit() ? editing(bar) : []
  const leave = iconButton('close', 'Untick all', () => page.selectRows([]))
  place.append(
    h('p.bulk__count', { role: 'status' }, said(bar, count)),
    ...whole(bar),
    h('div.bulk__acts', {}, acts, exporter(bar)),
    leave,
  )
  if (bar.busy) for (const button of place.querySelectorAll('button')) button.disabled = true
}

const said = ({ busy, chosen }: Bar, count: number): string =>
  busy
    ? `Working on ${plural(count, 'investor')}…`
    : 'ids' in chosen
      ? `${count.toLocaleString('en-US')} ticked`
      : `All ${count.toLocaleString('en-US')} ticked`

/** Offered when every loaded row is ticked or more match than are: the acts then go by the filter, not by rows. */
function whole(bar: Bar): Node[] {
  const { page, chosen } = bar
  if (!('ids' in chosen) || chosen.ids.length >= page.total() || page.asOf()) return []
  const label = `Tick all ${page.total().toLocaleString('en-US')} that match`
  const choose = () => {
    page.selectRows(page.rowIds())
    bar.chosen = { query: queryOf(page) }
    bar.paint()
    bar.place.querySelector<HTMLElement>('.bulk__acts button')?.focus()
  }
  return [h('button.btn-link', { type: 'button', onclick: choose }, label)]
}

async function run(bar: Bar, change: Change): Promise<boolean> {
  bar.busy = true
  bar.paint()
  const isDone = await guarded(() => changeMany(bar.page, bar.chosen, change))
  bar.busy = false
  if (isDone && change.archive) bar.page.selectRows([])
  else bar.paint()
  // Its button was drawn anew meanwhile.
  focusWhenLost(bar.page)
  return isDone
}

function opener(icon: IconName, label: string, open: (anchor: HTMLElement) => void): HTMLButtonElement {
  const button = textButton(icon, label, () => open(button), { 'aria-haspopup': 'dialog', 'aria-expanded': 'false' })
  return button
}

function editing(bar: Bar): HTMLElement[] {
  const { page } = bar
  const of = plural(countOf(page, bar.chosen), 'investor')
  const owner = page.field('owner')
  const list = page.field('list')
  return [
    opener('edit', 'Set field', (anchor) =>
      openSetField(page, anchor, of, (key, value) => run(bar, { set: { [key]: value } })),
    ),
    opener('tag', 'Add tag', (anchor) =>
      pick(anchor, 'Tag to add', tagsOf(page), (name) => run(bar, { add_tags: [name] }), newTag),
    ),
    opener('tag', 'Remove tag', (anchor) =>
      pick(anchor, 'Tag to take off', tagsOf(page), (name) => run(bar, { remove_tags: [name] })),
    ),
    ...(owner
      ? [
          opener('user', 'Owner', (anchor) =>
            pick(anchor, 'New owner', [nobody, ...choicesOf(owner, page, { me: false })], (id) =>
              run(bar, { set: { owner: id || null } }),
            ),
          ),
        ]
      : []),
    ...(list
      ? [
          opener('list', 'Move to list', (anchor) =>
            pick(anchor, 'List', choicesOf(list, page), (name) => run(bar, { set: { list: name } })),
          ),
        ]
      : []),
    textButton('archive', 'Archive', () => void run(bar, { archive: true })),
  ]
}

const nobody: Choice = { value: '', label: 'Nobody' }
const newTag = (typed: string): Choice => ({ value: typed, label: typed, note: 'new tag' })
const tagsOf = (page: GridPage): Choice[] => {
  const field = page.field('tags')
  return field ? choicesOf(field, page) : []
}

function pick(
  anchor: HTMLElement,
  label: string,
  choices: Choice[],
  take: (value: string) => unknown,
  create?: (typed: string) => Choice,
): void {
  openPicker(anchor, {
    label,
    choices,
    chosen: [],
    ...(create ? { create } : {}),
    onChange: ([value]) => void take(value ?? ''),
  })
}

const exporter = (bar: Bar): HTMLElement =>
  textButton('download', 'Export', () => void guarded(() => exportMany(bar.page, bar.chosen)))
