/** Folds what an e-mail quotes and is signed with behind a click, as its plain text does. */
import { type HtmlLine, linesOf, lone, tagsIn } from '../message/html-lines.ts'
import { shownLines } from '../message/own-html.ts'

/** `safe` is what `safeHtml` answered. All of it is in the answer. */
export function foldQuotes(safe: string): string {
  const lines = linesOf(safe)
  return withFolds(safe, foldsOf(lines, shownLines(lines), safe.length))
}

type Fold = { from: number; to: number }
/** So many folds at most, each of which repeats the tags it stands in; what else is quoted stays in sight. */
const mostFolds = 50

/** From the empty lines above what is folded to where the next line begins that is not. */
function foldsOf(lines: HtmlLine[], own: boolean[], end: number): Fold[] {
  const folds: Fold[] = []
  for (let at = 0; at < lines.length && folds.length < mostFolds; at += 1) {
    if (own[at]) continue
    const next = own.findIndex((isShown, n) => n > at && isShown && lines[n]?.text.trim() !== '')
    const hasWords = lines.slice(at, next === -1 ? undefined : next).some(({ text }) => text.trim() !== '')
    const above = lines.findLastIndex((line, n) => n < at && own[n] && line.text.trim() !== '')
    const [from, to] = [lines[above + 1]?.start ?? 0, next === -1 ? end : (lines[next]?.start ?? end)]
    if (hasWords && to > from) folds.push({ from, to })
    at = next === -1 ? lines.length : next
  }
  return folds
}

const opening = '<details class="quoted"><summary title="Show what it quotes">…</summary>'
const closing = '</details>'

/** A fold may begin and end anywhere: the elements it stands in are closed before it and opened again. */
function withFolds(safe: string, folds: Fold[]): string {
  const edges = folds.flatMap(({ from, to }) => [from, to])
  const open: { name: string; text: string }[] = []
  let [made, at, passed] = ['', 0, 0]
  const pass = (upTo: number) => {
    for (let edge = edges[passed]; edge !== undefined && edge <= upTo; edge = edges[passed]) {
      made += safe.slice(at, edge) + parted(open, passed % 2 === 0 ? opening : closing)
      ;[at, passed] = [edge, passed + 1]
    }
  }
  for (const { index, end, name, text, closes } of tagsIn(safe)) {
    pass(index)
    const bare = text.replace(/ data-mark="[a-z]+"/, '')
    made += safe.slice(at, index) + bare
    at = end
    if (closes) open.pop()
    else if (!lone.has(name)) open.push({ name, text: bare })
  }
  pass(safe.length)
  return made + safe.slice(at)
}

const parted = (open: { name: string; text: string }[], edge: string): string =>
  [...open.map(({ name }) => `</${name}>`).reverse(), edge, ...open.map(({ text }) => text)].join('')
