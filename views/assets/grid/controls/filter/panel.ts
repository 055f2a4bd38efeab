import { plural } from '../../../../../shared/words.ts'
import { h } from '../../dom.ts'
import type { FieldInfo, GridPage } from '../../page.ts'
import { readerOf } from '../choices.ts'
import { openPanel } from '../panel.ts'
import { textButton } from '../parts.ts'
import { createApplier, draftFor, isApplied, type Problems } from './apply.ts'
import { type Builder, createBuilder } from './builder.ts'
import { emptyDraft } from './draft.ts'
import { filterWords } from './words.ts'

/** The filter of the view, built in place: what is complete filters at once. `field`: with a new condition on it. */
export function openFilter(page: GridPage, anchor: HTMLElement, field?: FieldInfo): void {
  let builder: Builder | undefined
  let builtFor = page.view.id
  const whole = h('p.field__error', { role: 'alert', hidden: true })
  const summary = h('p.visually-hidden', { role: 'status' })
  const count = h('span.pop__note')
  const tell = (problems: Problems) => {
    const root = builder?.draft().id ?? ''
    whole.textContent = problems.get(root) ?? ''
    whole.hidden = !problems.has(root)
    builder?.say(problems)
  }
  const { apply, isBusy } = createApplier(page, tell)
  const clear = () => {
    builder?.show(emptyDraft())
    if (builder) apply(builder.draft(), false)
  }
  const speak = () => {
    summary.textContent = filterWords(page.definition().filter, readerOf(page)) || 'No filter: every investor is shown.'
    count.textContent = `Shows ${plural(page.total(), 'investor')}`
  }
  const stop = page.on('rows', speak)

  openPanel(page, anchor, { label: 'Filter', title: 'Filter', className: 'pop--wide', onClose: stop }, ({ body }) => {
    speak()
    if (!builder) {
      builder = createBuilder({ page, draft: draftFor(page), onChange: apply })
      const foot = h('div.pop__foot', {}, count, textButton(null, 'Clear', clear, { 'data-focus': 'clear' }))
      body.append(summary, builder.element, whole, foot)
    } else if (builtFor !== page.view.id || !(isBusy() || isApplied(page, builder.draft()))) {
      builtFor = page.view.id
      builder.show(draftFor(page))
    }
  })
  if (field) builder?.add(field)
}
