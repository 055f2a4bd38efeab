import { element } from './dom.ts'

// The tags Google's cards understand; everything else is shown as it was written, so a mistake is seen.
const tagPattern = /<(\/?)(b|i|u|s|strike|font|a|br)\b([^<>]*)>/gi
const allowedHref = /^(https:\/\/|mailto:|tel:)/i

/** The simple formatting of TextParagraph and DecoratedText, made of text nodes and known elements only. */
export function richText(text: string, href: (url: string) => string): DocumentFragment {
  const fragment = document.createDocumentFragment()
  const open: (DocumentFragment | HTMLElement)[] = [fragment]
  let position = 0
  for (const match of text.matchAll(tagPattern)) {
    open.at(-1)?.append(decoded(text.slice(position, match.index)))
    applyTag(open, match, href)
    position = match.index + match[0].length
  }
  open.at(-1)?.append(decoded(text.slice(position)))
  return fragment
}

function applyTag(open: (DocumentFragment | HTMLElement)[], match: RegExpExecArray, href: (url: string) => string) {
  const [, slash, name = '', attributes = ''] = match
  const tag = name.toLowerCase()
  if (tag === 'br') return void open.at(-1)?.append(element('br'))
  if (slash && open.length > 1) return void open.pop()
  if (slash) return
  const made = formatted(tag, attributes, href)
  open.at(-1)?.append(made)
  open.push(made)
}

function formatted(tag: string, attributes: string, href: (url: string) => string): HTMLElement {
  if (tag === 'a') return anchor(attribute(attributes, 'href'), href)
  if (tag !== 'font') return element(tag === 'strike' ? 's' : (tag as 'b' | 'i' | 'u' | 's'))
  const color = attribute(attributes, 'color')
  const made = element('span', { class: 'coloured' })
  if (/^#[0-9a-f]{6}$/i.test(color)) made.style.setProperty('--text-color', color)
  return made
}

function anchor(url: string, href: (url: string) => string): HTMLElement {
  if (!allowedHref.test(url)) return element('span')
  return element('a', { href: href(url), target: '_blank', rel: 'noopener' })
}

function attribute(attributes: string, name: string): string {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"']+))`, 'i').exec(attributes)
  return decoded(match?.[1] ?? match?.[2] ?? match?.[3] ?? '')
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[String(name).toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
