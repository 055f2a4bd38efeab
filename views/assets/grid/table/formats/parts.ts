import { firstName, initials } from '../../../../../shared/words.ts'
import { h, icon } from '../../dom.ts'

/** An option, tag or stage: a soft pill in its colour. */
export const pill = (label: string, color = 'is-gray'): HTMLElement => h(`span.chip.${color}` as 'span', {}, label)

export const colorClass = (color: string | null | undefined): string => `is-${color ?? 'gray'}`

/** A colleague: initials and first name, the whole name on hover. */
export const person = (name: string): HTMLElement =>
  h('span.grid-person', { title: name }, h('span.avatar', { 'aria-hidden': 'true' }, initials(name)), firstName(name))

/** Addresses that lead somewhere harmless: web pages, mail, telephone. `javascript:` and the like have none. */
function hrefOf(type: string, value: string): string | null {
  const text = value.trim()
  if (type === 'email')
    return /^[^\s@]+@[^\s@]+$/.test(text) ? `mailto:${encodeURIComponent(text).replaceAll('%40', '@')}` : null
  if (type === 'phone') return /\d/.test(text) ? `tel:${text.replace(/[^+\d]/g, '')}` : null

  const address = /^[a-z][a-z\d+.-]*:/i.test(text) && !/^[\w.-]+:\d+/.test(text) ? text : `https://${text}`
  if (!URL.canParse(address)) return null
  const { protocol, hostname } = new URL(address)
  return (protocol === 'https:' || protocol === 'http:') && hostname.includes('.') ? address : null
}

/** The text of an address with a small link beside it, so that a click into the cell marks it and does not leave. */
export function linked(type: string, value: string): Node {
  const href = hrefOf(type, value)
  const text = h(
    'span.grid-clip',
    {},
    type === 'url' ? value.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '') : value,
  )
  if (!href) return text

  const away = type === 'url' ? { target: '_blank', rel: 'noopener noreferrer' } : {}
  const link = h(
    'a.grid-open',
    { href, tabindex: -1, 'aria-label': `Open ${value}`, ...away },
    icon(type === 'url' ? 'link' : type === 'email' ? 'email' : 'phone'),
  )
  const both = h('span.grid-linked', {}, text, link)
  return both
}
