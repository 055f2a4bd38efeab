/**
 * A Message-ID as it is stored and compared: without its angle brackets, folding and comments; case counts
 * (RFC 5322, 3.6.4). Null when the text holds none.
 */
export function messageIdOf(header: string | null | undefined): string | null {
  const text = (header ?? '').replace(/[\r\n]+[ \t]*/g, '').trim()
  const inside = /<([^<>]+)>/.exec(text)?.[1] ?? text
  const id = inside.trim()
  return id.length > 0 && id.length <= 998 && !/\s/.test(id) ? id : null
}
