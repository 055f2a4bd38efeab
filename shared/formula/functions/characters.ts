/** Positions in text that count a character outside the basic plane, such as most emoji, once and never cut it in two. */

const paired = /[\ud800-\udfff]/

export const lengthOf = (text: string): number => (paired.test(text) ? [...text].length : text.length)

/** `count` characters from position `from`, counted from 0. */
export function cut(text: string, from: number, count: number): string {
  const end = from + Math.max(0, Math.trunc(count))
  return paired.test(text) ? [...text].slice(from, end).join('') : text.slice(from, end)
}

/** Where `what` is first found at or after position `start`, both counted from 1; 0 when it is not. */
export function place(text: string, what: string, start: number): number {
  const from = Math.max(1, Math.trunc(start)) - 1
  if (!paired.test(text)) return text.indexOf(what, from) + 1

  const units = [...text].slice(0, from).join('').length
  const found = text.indexOf(what, units)
  return found < 0 ? 0 : [...text.slice(0, found)].length + 1
}
