import { plainView } from '../../../../../shared/views.ts'
import type { GridPage, ViewInfo } from '../../page.ts'
import { type Item, openMenu } from '../menu.ts'
import { guarded } from '../tell.ts'
import * as acts from './acts.ts'
import { askName, radios } from './ask.ts'
import { freeName, isShared, neighbour, offersOf } from './drift.ts'

/** Everything that can be done with the view, below a button. */
export function openViewMenu(page: GridPage, anchor: HTMLElement): void {
  const { view } = page
  const writes = page.me.role !== 'viewer'
  const lines = [
    writes ? changing(page, view, anchor) : [],
    sharing(page, view, anchor, writes),
    writes ? placing(page, view) : [],
  ]
  const items = lines
    .filter((group) => group.length > 0)
    .flatMap((group, n): Item[] => (n === 0 ? group : ['line', ...group]))
  openMenu(anchor, `View ${view.name}`, items)
}

const run = (work: () => Promise<unknown>) => () => void guarded(work)

function changing(page: GridPage, view: ViewInfo, anchor: HTMLElement): Item[] {
  const offers = offersOf(view, page.me, page.isDrifted())
  const locking: Item = view.locked
    ? { label: 'Unlock', icon: 'unlock', run: run(() => acts.lock(page, view, false)) }
    : {
        label: 'Lock',
        icon: 'lock',
        note: 'nobody changes it by accident',
        run: run(() => acts.lock(page, view, true)),
      }
  return [
    { label: 'Rename…', icon: 'edit', disabled: !offers.edit, run: () => askToRename(page, view, anchor) },
    { label: 'Duplicate', icon: 'copy', run: run(() => acts.duplicate(page, view)) },
    ...(offers.lock ? [locking] : []),
    {
      label: 'Archive',
      icon: 'archive',
      disabled: !offers.edit || page.views.length < 2,
      run: run(() => acts.archive(page, view)),
    },
  ]
}

function sharing(page: GridPage, view: ViewInfo, anchor: HTMLElement, writes: boolean): Item[] {
  const own: Item = isShared(view)
    ? { label: 'Make a copy of my own…', icon: 'user', run: () => askSaveAsMine(page, anchor) }
    : { label: 'Share with everyone', icon: 'contacts', run: run(() => acts.share(page, view)) }
  return [
    ...(writes ? [own] : []),
    {
      label: 'Copy link',
      icon: 'link',
      note: isShared(view) ? '' : 'opens for you only',
      run: run(() => copyLink(page, view)),
    },
    { label: 'Export as CSV', icon: 'download', href: acts.exportAddress(page, view, 'csv'), download: true },
    { label: 'Export as JSON', icon: 'download', href: acts.exportAddress(page, view, 'json'), download: true },
  ]
}

function placing(page: GridPage, view: ViewInfo): Item[] {
  const step = (by: -1 | 1) => ({
    disabled: !neighbour(page.views, view, by),
    run: run(() => acts.move(page, view, by)),
  })
  return [
    { label: 'Move left', icon: 'left', ...step(-1) },
    { label: 'Move right', icon: 'right', ...step(1) },
  ]
}

async function copyLink(page: GridPage, view: ViewInfo): Promise<void> {
  const link = acts.linkTo(view)
  // Without a secure address the browser keeps the clipboard to itself; then the link is at least shown.
  if (!navigator.clipboard) return page.toast(link)
  await navigator.clipboard.writeText(link)
  page.toast(`Copied the link to “${view.name}”`)
}

function askToRename(page: GridPage, view: ViewInfo, anchor: HTMLElement): void {
  askName(anchor, {
    title: 'Rename the view',
    label: 'Name',
    value: view.name,
    button: 'Rename',
    run: (name) => acts.rename(page, view, name),
  })
}

export function askSaveAsMine(page: GridPage, anchor: HTMLElement): void {
  askName(anchor, {
    title: 'A view of your own',
    label: 'Name',
    value: freeName(`My ${page.view.name.toLowerCase()}`, page.views),
    button: 'Save as mine',
    run: (name) => acts.saveAsMine(page, name),
  })
}

export function askNewView(page: GridPage, anchor: HTMLElement): void {
  const who = radios('Who sees it', 'shared', [
    { value: '', label: 'Only me' },
    { value: 'yes', label: 'Everyone' },
  ])
  const from = radios('It begins with', 'from', [
    { value: 'shown', label: 'What is shown now' },
    { value: 'plain', label: 'All investors, all columns' },
  ])
  askName(anchor, {
    title: 'New view',
    label: 'Name',
    value: '',
    button: 'Add view',
    more: [who, from],
    run: (name, form) => {
      const definition = form.get('from') === 'plain' ? plainView : page.definition()
      return acts.addView(page, { name, shared: form.get('shared') === 'yes', definition })
    },
  })
}
