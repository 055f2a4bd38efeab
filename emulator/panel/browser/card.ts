import type { Card, CardHeader, Section } from './card-types.ts'
import { type CardHands, drawButton, picture } from './clicks.ts'
import { button, element } from './dom.ts'
import { icon } from './icons.ts'
import { widget } from './widgets.ts'

/** One card, drawn as Gmail's sidebar draws it. */
export function drawCard(card: Card, hands: CardHands): HTMLElement {
  const { header, sections, fixedFooter } = card
  const body = element('div', { class: 'card-body' }, ...sections.map((section) => drawSection(section, hands)))
  return element(
    'article',
    { class: 'card', 'aria-label': header?.title },
    header ? drawHeader(header) : null,
    body,
    fixedFooter ? drawFooter(fixedFooter, hands) : null,
  )
}

export function drawHeader(header: CardHeader): HTMLElement {
  const { title, subtitle, imageUrl, imageType, imageAltText } = header
  return element(
    'header',
    { class: 'card-header' },
    imageUrl ? picture(imageUrl, imageAltText, imageType === 'CIRCLE' ? 'avatar round' : 'avatar') : null,
    element('div', {}, element('h2', {}, title), subtitle ? element('p', {}, subtitle) : null),
  )
}

function drawSection(section: Section, hands: CardHands): HTMLElement {
  const { header, collapsible, uncollapsibleWidgetsCount = 0, widgets } = section
  const drawn = widgets.map((each) => widget(each, hands))
  const title = header ? element('h3', {}, header) : null
  if (!collapsible) return element('section', { class: 'section' }, title, ...drawn)
  const shown = drawn.slice(0, uncollapsibleWidgetsCount)
  const hidden = element('div', { class: 'collapsed', hidden: true }, ...drawn.slice(uncollapsibleWidgetsCount))
  return element('section', { class: 'section collapsible' }, title, ...shown, hidden, toggle(hidden, header))
}

/** The arrow that shows the rest of a section; it is named after the section, so that it can be found by name. */
function toggle(hidden: HTMLElement, header = 'more'): HTMLElement {
  const control = button('', 'toggle', () => {
    hidden.hidden = !hidden.hidden
    name()
  })
  const name = () => {
    control.setAttribute('aria-expanded', `${!hidden.hidden}`)
    control.setAttribute('aria-label', `${hidden.hidden ? 'Show' : 'Hide'} ${header}`)
  }
  control.append(icon('chevron'))
  name()
  return control
}

function drawFooter(
  { primaryButton, secondaryButton }: NonNullable<Card['fixedFooter']>,
  hands: CardHands,
): HTMLElement {
  const primary = drawButton({ type: 'FILLED', ...primaryButton }, hands)
  return element(
    'footer',
    { class: 'card-footer' },
    secondaryButton ? drawButton(secondaryButton, hands) : null,
    primary,
  )
}
