import { exactly } from '../../../../shared/words.ts'
import { h } from '../dom.ts'
import { ApiProblem } from '../model/api.ts'
import { instantIn, wallClock } from '../model/zone.ts'
import type { GridPage } from '../page.ts'

const day = 86_400_000

/** “As of…”: the dialog that asks for an instant, and the banner that says that the grid is not today's. */
export function mountAsOf(page: GridPage): void {
  const dialog = document.querySelector<HTMLDialogElement>('#grid-as-of')
  const form = dialog?.querySelector('form')
  const input = form?.querySelector<HTMLInputElement>('input[name=at]')
  if (!dialog || !form || !input) return

  const ago = (days: number) => wallClock(page.zone, new Date(Date.now() - days * day).toISOString())
  const banner = bannerOf(() => void show(page, banner, null))
  document.querySelector('.grid-main')?.before(banner)

  dialog.addEventListener('toggle', () => {
    input.max = ago(0)
    input.value = page.asOf() ? wallClock(page.zone, String(page.asOf())) : input.value || ago(1)
  })
  for (const button of form.querySelectorAll<HTMLElement>('[data-ago]')) {
    button.addEventListener('click', () => {
      input.value = ago(Number(button.dataset['ago']))
      form.requestSubmit()
    })
  }
  form.addEventListener('submit', () => void show(page, banner, instantIn(page.zone, input.value)))
}

async function show(page: GridPage, banner: HTMLElement, instant: string | null): Promise<void> {
  try {
    await page.setAsOf(instant)
  } catch (problem) {
    page.toast(problem instanceof ApiProblem ? problem.message : 'The server could not be reached.')
  }
  const now = page.asOf()
  banner.hidden = now === null
  document.querySelector('#grid')?.classList.toggle('is-past', now !== null)
  banner.querySelector('[data-words]')?.replaceChildren(now ? `As it was on ${exactly(now, page.zone)}` : '')
  page.place('table').focus({ preventScroll: true })
}

function bannerOf(back: () => void): HTMLElement {
  const button = h('button.btn', { type: 'button' }, 'Back to now')
  button.addEventListener('click', back)
  const words = h('span', { 'data-words': true })
  return h('div.grid-past', { role: 'status', hidden: true }, words, button)
}
