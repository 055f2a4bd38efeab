/** A message that cannot be read; `message` says why in a sentence for people, without its words. */
export class UnreadableMessage extends Error {}

/**
 * Bytes of a message, lines and parts that are looked at, characters and tags kept of its words. Gmail takes 25 MB, some 37 MB as it is
 * encoded in 500,000 lines; the parser needs some hundred bytes of memory a line and a thousand a part.
 */
export const limits = {
  message: 100 * 2 ** 20,
  lines: 1_000_000,
  parts: 10_000,
  text: 2 * 2 ** 20,
  html: 2 * 2 ** 20,
  tags: 50_000,
} as const

const [newline, dash] = [0x0a, 0x2d]

/** The message up to where it has too many lines, or too many that could each begin a part: `--boundary`. */
export function boundedMail(raw: Buffer): Buffer {
  let [lines, parts] = [0, 0]
  for (let start = 0; start < raw.length; ) {
    if (raw[start] === dash && raw[start + 1] === dash) parts += 1
    lines += 1
    if (lines > limits.lines || parts > limits.parts) return raw.subarray(0, start)
    const end = raw.indexOf(newline, start)
    start = end === -1 ? raw.length : end + 1
  }
  return raw
}

/** HTML up to where it has too many tags: what reads it takes time for each by how many are open, and a bomb closes none. */
export function boundedHtml(html: string): string {
  let tags = 0
  for (const { index } of html.slice(0, limits.html).matchAll(/<[a-z]/gi)) {
    tags += 1
    if (tags > limits.tags) return html.slice(0, index)
  }
  return html.slice(0, limits.html)
}
