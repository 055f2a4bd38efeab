import { compile } from 'html-to-text'
import { boundedHtml, limits } from './bounds.ts'

/** Quotes come out behind `>`, as in plain text, so that they are trimmed alike. */
const convert = compile({
  wordwrap: false,
  limits: { maxDepth: 100, maxChildNodes: 20_000 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'script', format: 'skip' },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
})

export function textOfHtml(html: string): string {
  return convert(boundedHtml(html)).slice(0, limits.text)
}

export function htmlOfText(text: string): string {
  const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
  return `<pre>${text
    .slice(0, limits.text)
    .trimEnd()
    .replace(/[&<>]/g, (mark) => marks[mark] ?? '')}</pre>`
}
