import { ago } from '../../../../../shared/words.ts'
import { h } from '../../dom.ts'
import type { GridPage } from '../../page.ts'
import { openPopover } from '../popover.ts'
import { guarded } from '../tell.ts'
import { type Stale, saveView, takeTheirs } from './acts.ts'
import { askSaveAsMine } from './menu.ts'

/** Somebody saved the view in between: says who, and lets the person choose. */
function askAboutClash(page: GridPage, anchor: HTMLElement, stale: Stale): void {
  const title = `${stale.by} saved this view ${ago(stale.at, page.zone, new Date())}`
  openPopover(anchor, { label: title, title, className: 'pop--ask' }, ({ body, close }) => {
    const choose = (label: string, className: string, run: () => void) =>
      h(
        'button',
        {
          type: 'button',
          class: `btn ${className}`,
          onclick: () => {
            close()
            run()
          },
        },
        label,
      )
    body.append(
      h(
        'p.small',
        {},
        `You began from an earlier “${page.view.name}”. Nothing is lost yet: choose what becomes of both.`,
      ),
      h(
        'div.form__acts.form__acts--start',
        {},
        choose('Save over it', '', () => void save(page, anchor, stale.version)),
        choose('Save as mine', 'btn--primary', () => askSaveAsMine(page, anchor)),
        choose('Take theirs', '', () => void guarded(() => takeTheirs(page))),
      ),
    )
  })
}

/** Saves the view; where somebody was faster, the person is asked. */
export async function save(page: GridPage, anchor: HTMLElement, over?: number): Promise<void> {
  let stale: Stale | null = null
  await guarded(async () => {
    stale = await saveView(page, over)
  })
  if (stale) askAboutClash(page, anchor, stale)
}
