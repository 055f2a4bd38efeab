/** A person in an address header, as written: `"Chen, Maya" <maya@harbor.example>`. */
export type Mailbox = { name: string | null; address: string }

/**
 * The form in which addresses are compared and stored for matching: lower case, without the plus-addressing that sends
 * `maya+fund@harbor.example` to Maya's one mailbox, and for Gmail as `gmailForm` says. Null when the text holds no address.
 */
export function normaliseAddress(text: string): string | null {
  const bare = text
    .replace(invisible, '')
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^<(.*)>$/, '$1')
  if (!isAddress(bare)) return null

  const at = bare.lastIndexOf('@')
  const local = bare.slice(0, at).normalize('NFC').toLowerCase()
  const domain = bare
    .slice(at + 1)
    .normalize('NFC')
    .toLowerCase()
    .replace(/\.$/, '')
  return gmailForm(`${withoutPlus(local)}@${domain}`)
}

/**
 * Of an address in lower case: to Gmail `maya.chen@googlemail.com` is `mayachen@gmail.com`
 * (https://support.google.com/mail/answer/7436150 and /answer/10313). Domains of a Workspace keep their dots.
 */
export function gmailForm(address: string): string {
  const at = address.lastIndexOf('@')
  if (!gmailDomains.includes(address.slice(at + 1))) return address
  return `${address.slice(0, at).replace(/\./g, '') || address.slice(0, at)}@${gmailDomains[0]}`
}

const gmailDomains = ['gmail.com', 'googlemail.com']

/**
 * Every way in which mail may name the mailbox of an address, for those who compare letters, as Gmail's search does: as it is
 * written, in its normal form, and at either of Gmail's domains. Empty when the text holds no address.
 */
export function writtenForms(text: string): string[] {
  const normal = normaliseAddress(text)
  if (normal === null) return []

  const bare = /[^\s<>]+@[^\s<>]+/.exec(text.replace(/^mailto:/i, ''))?.[0].toLowerCase() ?? normal
  const forms = [
    bare,
    `${withoutPlus(bare.slice(0, bare.lastIndexOf('@')))}${bare.slice(bare.lastIndexOf('@'))}`,
    normal,
  ]
  const places = forms.flatMap((form) => {
    const at = form.lastIndexOf('@')
    const others = normal.endsWith('@gmail.com') ? gmailDomains.map((domain) => `${form.slice(0, at)}@${domain}`) : []
    return [form, ...others]
  })
  return [...new Set(places)]
}

/** `harbor.example` of `Maya@Harbor.example`; null when the text holds no address. */
export function domainOf(address: string): string | null {
  const normal = normaliseAddress(address)
  return normal === null ? null : normal.slice(normal.lastIndexOf('@') + 1)
}

/** Each address once, in its normal form, in the order of first appearance; texts that hold none are left out. */
export function normaliseAddresses(texts: readonly string[]): string[] {
  return [...new Set(texts.map(normaliseAddress).filter((address) => address !== null))]
}

/**
 * The people in an address header (RFC 5322, 3.4): quoted names, comments, groups, and what mail programs really write:
 * semicolons between addresses, names with a bare comma, stray brackets. What holds no address is skipped, never an error.
 */
export function parseAddressList(header: string): Mailbox[] {
  const people: Mailbox[] = []
  let words = ''

  for (const [token] of header.matchAll(tokens)) {
    const address = token.startsWith('<') ? addressWithin(token.slice(1, -1).trim()) : null
    if (address) {
      people.push({ name: words.replace(/\s+/g, ' ').trim() || null, address })
      words = ''
    } else if (token === ',' || token === ';') {
      words = endOfEntry(people, words)
    } else if (token === ':') {
      words = ''
    } else {
      words += wordOf(token)
    }
  }
  endOfEntry(people, words)
  return people
}

/** Spaces that cannot be seen, as copied out of web pages and spreadsheets. */
const invisible = /[\u0000-\u001f\u007f\u00ad\u200b-\u200f\u2060\ufeff]/g
/** Looked for only where a run of such characters begins, so that a long run without `@` is gone through once. */
const addressText = /(?<![^\s@<>()[\],;:"\\])[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+/
const wholeAddress = new RegExp(`^${addressText.source}$`)
/** More characters of a name than this are no name; a list of a million words without an address is not kept up to its end. */
const longestName = 300

/**
 * Quoted string, comment, angle address, separator, plain run, escaped or single character: together linear in the header.
 * Each ends somewhere, as what may go back over millions of characters runs out of the engine's memory for it.
 */
const tokens =
  /"(?:[^"\\]|\\[\s\S]){0,4000}"|\((?:[^()\\]|\\[\s\S]){0,4000}\)|<[^<>]{0,4000}>|[,;:]|[^",;:()<>\\]{1,4000}|\\[\s\S]|[\s\S]/g

function isAddress(text: string): boolean {
  return text.length <= 320 && wholeAddress.test(text)
}

/**
 * The address between angle brackets, also behind a route or a scheme, with comments, blanks or a quoted local part in it
 * (RFC 5322, 3.4.1 and 4.4): whoever writes theirs in such a way is the same person. Null when there is none.
 */
function addressWithin(inside: string): string | null {
  if (isAddress(inside)) return unquoted(inside)

  const plain = unquoted(inside.replace(/\([^()]*\)/g, '').replace(/^\s*(?:@[^:"]*:|mailto:|smtp:)/i, ''))
  const at = plain.lastIndexOf('@')
  const bare = `${plain.slice(0, Math.max(at, 0)).replace(special, '')}@${plain.slice(at + 1).replace(/\s/g, '')}`
  return isAddress(bare) ? bare : null
}

const special = /[\s@<>()[\],;:"\\]/g

/** Some programs put single quotes around an address, where they would be a part of it. */
const unquoted = (text: string): string => /^\s*'([^']*)'\s*$/.exec(text)?.[1] ?? text

function withoutPlus(local: string): string {
  const plus = local.indexOf('+')
  return plus > 0 ? local.slice(0, plus) : local
}

/** Text of a token that is part of a name or a bare address; comments and stray marks say nothing. */
function wordOf(token: string): string {
  if (token.length > 1 && token.startsWith('"')) return token.slice(1, -1).replace(/\\([\s\S])/g, '$1')
  return /^[("<>)\\]/.test(token) ? '' : token
}

/** `Chen, Maya <…>` breaks at its own comma: words without an address wait for the address that may follow. */
function endOfEntry(people: Mailbox[], words: string): string {
  const bare = words.includes('@') ? addressText.exec(words)?.[0] : undefined
  if (!bare) return words.trim() ? `${words.trim()}, `.slice(-longestName) : ''

  people.push({ name: null, address: unquoted(bare) })
  return ''
}
