/** What can be done with a line of the filter, a condition or a group. */
import { h } from '../../dom.ts'
import { openMenu } from '../menu.ts'
import { iconButton } from '../parts.ts'
import { focusOn } from '../popover.ts'
import { type DraftNode, isDraftGroup } from './draft.ts'
import * as edits from './draft-edits.ts'
import type { Drawing } from './drawing.ts'

export function lineActs(drawing: Drawing, node: DraftNode, level: number): HTMLElement {
  const what = isDraftGroup(node) ? 'group' : 'condition'
  const remove = () => {
    drawing.apply(edits.removed(drawing.draft, node.id))
    focusOn(drawing.element, `${drawing.draft.id}-add`)
  }
  const more = iconButton('more', `More for this ${what}`, () => undefined, {
    'aria-haspopup': 'menu',
    'data-focus': `${node.id}-more`,
  })
  more.addEventListener('click', () => openMenu(more, `More for this ${what}`, items(drawing, node, level)))
  return h(
    'span.filter__acts',
    {},
    more,
    iconButton('close', `Remove this ${what}`, remove, { 'data-focus': `${node.id}-remove` }),
  )
}

function items(drawing: Drawing, node: DraftNode, level: number) {
  const twin = () =>
    drawing.apply(edits.added(drawing.draft, edits.parentOf(drawing.draft, node.id)?.id ?? '', edits.copied(node)))
  const duplicate = { label: 'Duplicate', icon: 'copy' as const, run: twin }
  if (isDraftGroup(node)) {
    return [
      duplicate,
      {
        label: 'Take out of the group',
        icon: 'left' as const,
        run: () => drawing.apply(edits.ungrouped(drawing.draft, node.id)),
      },
    ]
  }
  const group = () => drawing.apply(edits.grouped(drawing.draft, node.id))
  return [
    duplicate,
    { label: 'Turn into a group', icon: 'group' as const, run: group, disabled: !edits.mayNest(level + 1) },
  ]
}
