/**
 * Folds what an e-mail quotes behind a click, as the plain text does. `safe` is what `safeHtml` answered: in it every tag is
 * closed, and of what mail programs quote only the `blockquote` is left.
 */
export const foldQuotes = (safe: string): string =>
  safe.replace(/<blockquote(?=[\s>])/g, `${opening}<blockquote`).replaceAll('</blockquote>', '</blockquote></details>')

const opening = '<details class="quoted"><summary>…</summary>'
