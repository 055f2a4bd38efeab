/** Beside the tabs: saving what was changed of the view, or putting it back. */
import { h } from '../../dom.ts'
import { icon } from '../../icons.ts'
import type { GridPage } from '../../page.ts'
import { textButton } from '../parts.ts'
import { putBack } from './acts.ts'
import { save } from './clash.ts'
import { offersOf } from './drift.ts'
import { askSaveAsMine } from './menu.ts'

type Place = { page: GridPage; acts: HTMLElement; menu: HTMLElement }

/** Draws what is offered now; a button that goes leaves the keyboard at the menu. */
export function paintActs({ page, acts, menu }: Place): void {
  const offers = offersOf(page.view, page.me, page.isDrifted())
  menu.setAttribute('aria-label', `Menu of the view ${page.view.name}`)
  const anchor = acts.contains(document.activeElement) ? menu : null
  acts.replaceChildren()
  if (offers.why) acts.append(h('span.view-acts__why', { title: offers.why }, icon('lock'), 'Locked'))
  if (offers.save)
    acts.append(
      h('button.btn', { type: 'button', 'data-save-view': true, onclick: () => void save(page, menu) }, offers.save),
    )
  if (offers.saveAsMine)
    acts.append(textButton(null, 'Save as mine', () => askSaveAsMine(page, menu), { 'data-save-mine': true }))
  if (offers.putBack)
    acts.append(
      textButton(null, 'Put back', () => putBack(page), {
        'data-put-back': true,
        title: 'Show the view as it is saved',
      }),
    )
  anchor?.focus()
}
