/** What a card shares with its widgets: buttons, links and pictures, and what they ask the sidebar for. */
import type { Action, Button, Icon, OnClick, OpenLink } from './card-types.ts'
import { button, element } from './dom.ts'
import { icon } from './icons.ts'

/** What a card can ask for; the sidebar does it. */
export interface CardHands {
  act(action: Action, extra?: Record<string, string>): void
  suggest(action: Action): Promise<{ text: string }[]>
  openLink(link: OpenLink): void
  /** Where a public address is reached here. */
  href(url: string): string
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
