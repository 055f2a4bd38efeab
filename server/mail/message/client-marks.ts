/** What mail programs name the elements they put around what they quote and sign with. */

/**
 * `old`: earlier mail begins there. `introduction`: its "On Tuesday … wrote:". `headers`: a box like the one in which Outlook
 * sets the headers of earlier mail. `signature`: the sender's. `indent`: a quote that quotes nothing, only set in.
 */
export const marks = ['old', 'introduction', 'headers', 'signature', 'indent'] as const
export type Mark = (typeof marks)[number]

type Attributes = Record<string, string | undefined>

export function markOf(tag: string, attributes: Attributes): Mark | null {
  const names = `${attributes['id'] ?? ''} ${attributes['class'] ?? ''}`.slice(0, 300)
  const named = names === ' ' ? undefined : byName.find(({ name }) => name.test(names))
  if (named) return named.mark

  const style = attributes['style']?.slice(0, 300) ?? ''
  if (tag === 'div' && ruled.test(style)) return 'headers'
  if (tag === 'blockquote' && attributes['type'] !== 'cite' && bare.test(style)) return 'indent'
  const given = marks.find((mark) => mark === attributes['data-mark'])
  return given ?? null
}

const is = (...names: string[]) => new RegExp(`(?:^|\\s)(?:x_)*(?:${names.join('|')})(?=\\s|$)`, 'i')

const byName: { name: RegExp; mark: Mark }[] = [
  {
    mark: 'old',
    name: is(
      // Outlook on the web and on phones, then those of the desktop and of Mac
      ...[
        'divRplyFwdMsg',
        'appendonsend',
        'mail-editor-reference-message-container',
        'ms-outlook-mobile-reference-message',
      ],
      ...['OLK_SRC_BODY_SECTION', 'OutlookMessageHeader', 'stopSpelling'],
      // Yahoo, Roundcube, GMX and Web.de, Zoho, Zimbra, Proton, iCloud on the web
      ...[
        'yahoo_quoted\\S*',
        'yahooQuoted\\S*',
        'reply-intro',
        'zmail_extra',
        'zwchr',
        'isForwardContent',
        'isReplyContent',
      ],
    ),
  },
  { mark: 'introduction', name: is('moz-cite-prefix', 'gmail_attr', 'tutanota_quote_header', 'mailQuote_header') },
  {
    mark: 'signature',
    name: is(
      ...['gmail_signature', 'gmail_signature_prefix', 'moz-signature', 'ms-outlook-mobile-signature'],
      ...['Signature', 'signature', 'ymail_signature', 'ydp\\S*signature', 'protonmail_signature_block'],
    ),
  },
]

/** `border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in`, whatever the colour and the unit. */
const ruled = /border-top:\s*solid\s+#?\w+\s+1\.0pt;\s*padding:\s*3\.0pt/i
/** What "Indent more" makes of a paragraph. */
const bare =
  /border:\s*none|border-(?:left-)?width:\s*0|^\s*margin:\s*0(?:px)? 0(?:px)? 0(?:px)? 40px;?\s*(?:border:\s*none|$)/i
