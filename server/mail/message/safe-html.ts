import sanitize from 'sanitize-html'
import { boundedHtml } from './bounds.ts'
import { markOf } from './client-marks.ts'

/**
 * `remote`: pictures from elsewhere are loaded, which tells their sender who read it when. `attachment` gives the address of a
 * picture that came with the message by the number of its part; without it, or when it answers null, the picture is left out.
 */
type Shown = { remote: boolean; attachment?: (part: number) => string | null }

/**
 * The HTML of a message as it may be shown: its words and how they are set, and nothing that runs, loads, submits, covers the
 * page or leads anywhere but to the web, an address or a telephone number. Show it in a sandboxed frame all the same.
 */
export function safeHtml(html: string, shown: Shown): string {
  return sanitize(boundedHtml(html), {
    allowedTags,
    nonTextTags,
    allowedAttributes,
    allowedStyles: { '*': styles },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    // What is left in a picture's address has been chosen by `picture` below.
    allowedSchemesByTag: { img: ['http', 'https', 'data'] },
    allowProtocolRelative: false,
    nestingLimit: 100,
    transformTags: { a: link, img: (_, attributes) => picture(attributes, shown), '*': marked },
    allowedClasses: { span: ['remote-image'] },
  })
}

/** Whether pictures were left out of it that could be loaded from elsewhere. */
export function hidesRemote(safe: string): boolean {
  return safe.includes('<span class="remote-image">')
}

const allowedTags = [
  ...['a', 'abbr', 'address', 'article', 'b', 'big', 'blockquote', 'br', 'caption', 'center', 'cite', 'code', 'col'],
  ...['colgroup', 'dd', 'del', 'dfn', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'font', 'footer', 'h1', 'h2'],
  ...['h3', 'h4', 'h5', 'h6', 'header', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'main', 'mark', 'ol', 'p', 'pre', 'q'],
  ...['s', 'samp', 'section', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th'],
  ...['thead', 'time', 'tr', 'tt', 'u', 'ul', 'var', 'wbr'],
]

/** Tags whose contents are no words of the message, and those in which a browser reads on by other rules. */
const nonTextTags = [
  ...['script', 'style', 'title', 'head', 'textarea', 'option', 'select', 'noscript', 'noembed', 'noframes', 'iframe'],
  ...['object', 'embed', 'applet', 'svg', 'math', 'template', 'xmp', 'plaintext', 'frameset'],
]

const table = ['align', 'valign', 'width', 'height', 'bgcolor', 'colspan', 'rowspan']
const allowedAttributes = {
  '*': ['style', 'dir', 'lang', 'align', 'data-mark'],
  a: ['href', 'title', 'target', 'rel'],
  img: ['src', 'alt', 'title', 'width', 'height'],
  font: ['color', 'size', 'face'],
  table: [...table, 'border', 'cellpadding', 'cellspacing'],
  td: table,
  th: table,
  tr: table,
  ol: ['start', 'type'],
  span: ['class'],
}

/**
 * Values that name no address and call no function but a colour's; sizes that stay within the letter: in parts of its frame's
 * height, which is made to fit it, it would grow without end.
 */
const plain = [/^(?!.*\d[dls]?v(?:h|b|min|max))[\w\s#%.,'"+-]{1,200}$/i, /^rgba?\([\d\s.,%]{1,40}\)$/]
const styles = Object.fromEntries(
  [
    ...['color', 'background-color', 'font', 'font-family', 'font-size', 'font-style', 'font-weight', 'line-height'],
    ...[
      'text-align',
      'text-decoration',
      'text-indent',
      'text-transform',
      'vertical-align',
      'white-space',
      'list-style-type',
    ],
    ...['padding', 'padding-left', 'padding-right', 'padding-top', 'padding-bottom', 'border', 'border-left'],
    ...['border-right', 'border-top', 'border-bottom', 'border-color', 'border-collapse', 'border-spacing', 'width'],
    ...['max-width', 'height'],
  ].map((property) => [property, plain]),
)

/** What its program says an element is goes with it; the names by which they say it do not. */
function marked(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const mark = markOf(tagName, attribs)
  return { tagName, attribs: mark === null ? attribs : { ...attribs, 'data-mark': mark } }
}

function link(_tag: string, { href, title }: sanitize.Attributes): sanitize.Tag {
  const attribs: sanitize.Attributes = { target: '_blank', rel: 'noopener noreferrer nofollow' }
  if (href !== undefined && leadsOut.test(href.trim())) attribs['href'] = href
  if (title !== undefined) attribs['title'] = title
  return { tagName: 'a', attribs }
}

/** One that names no host would lead to a page of ours, beside which the message stands. */
const leadsOut = /^(?:https?:\/\/|mailto:|tel:)/i

/** Which pictures are there to be seen: those of the message, those written out in it, and on request those from elsewhere. */
function picture(attributes: sanitize.Attributes, shown: Shown): sanitize.Tag {
  const { src = '', ...rest } = attributes
  const address = src.replace(/[\u0000-\u0020]/g, '')
  const part = /^cid:(\d{1,6})$/i.exec(address)?.[1]
  const own = part === undefined ? null : (shown.attachment?.(Number(part)) ?? null)

  if (own !== null) return { tagName: 'img', attribs: { ...rest, src: own } }
  if (/^data:image\/(png|jpeg|gif|webp);base64,[a-z0-9+/=]*$/i.test(address))
    return { tagName: 'img', attribs: { ...rest, src: address } }
  if (!/^https?:\/\//i.test(address)) return { tagName: 'span', attribs: {}, text: rest['alt'] ?? '' }
  if (shown.remote) return { tagName: 'img', attribs: { ...rest, src: address } }
  return { tagName: 'span', attribs: { class: 'remote-image' }, text: rest['alt'] ?? '' }
}
