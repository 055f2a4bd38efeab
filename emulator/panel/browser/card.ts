import type { Action, Button, Card, CardHeader, Icon, OnClick, OpenLink, Section } from './card-types.ts'
import { button, element } from './dom.ts'
import { icon } from './icons.ts'
import { widget } from './widgets.ts'

/** What a card can ask for; the sidebar does it. */
export interface CardHands {
  act(action: Action, extra?: Record<string, string>): void
  suggest(action: Action): Promise<{ text: string }[]>
  openLink(link: OpenLink): void
  /** Where a public address is reached here. */
  href(url: string): string
}

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

export function drawButton(spec: Button, hands: CardHands): HTMLElement {
  const made = clickable(spec.onClick, `button ${(spec.type ?? 'OUTLINED').toLowerCase()}`, hands)
  if (spec.icon) made.append(drawIcon(spec.icon))
  if (spec.text) made.append(spec.text)
  const name = spec.altText ?? spec.icon?.altText
  if (name) made.setAttribute('aria-label', name)
  if (spec.disabled) made.setAttribute('disabled', '')
  if (spec.color) made.style.setProperty('--button-color', rgb(spec.color))
  return made
}

/** A link where the click opens one, a button where it runs something. */
export function clickable(onClick: OnClick, className: string, hands: CardHands): HTMLElement {
  const { openLink, action, openDynamicLinkAction } = onClick
  if (openLink) {
    const made = element('a', { class: className, href: hands.href(openLink.url), target: '_blank', rel: 'noopener' })
    made.addEventListener('click', (event) => {
      event.preventDefault()
      hands.openLink(openLink)
    })
    return made
  }
  const run = action ?? openDynamicLinkAction
  return button('', className, () => run && hands.act(run))
}

export function drawIcon({ knownIcon, iconUrl, materialIcon, altText }: Icon): Node {
  if (iconUrl) return picture(iconUrl, altText, 'icon')
  const made = icon(knownIcon ?? materialIcon?.name ?? '')
  if (altText) made.setAttribute('aria-label', altText)
  return made
}

/** Images come from public hosts, which a closed machine does not reach: then the place stays empty. */
export function picture(src: string, alt = '', className = ''): HTMLImageElement {
  const made = element('img', { src, alt, class: className })
  made.addEventListener('error', () => made.remove())
  return made
}

function rgb({ red, green, blue }: { red: number; green: number; blue: number }): string {
  return `rgb(${[red, green, blue].map((part) => Math.round(part * 255)).join(' ')})`
}
