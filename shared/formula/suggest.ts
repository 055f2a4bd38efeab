import { fold } from '../fold.ts'

/** The name nearest to a misspelt one, when it is near enough to be meant. */
export function suggestion(written: string, names: Iterable<string>): string | undefined {
  const wanted = fold(written).slice(0, 60)
  const most = Math.max(1, Math.floor(wanted.length / 3))
  let best: { name: string; distance: number } | undefined

  for (const name of names) {
    const distance = editDistance(wanted, fold(name).slice(0, 60), best ? best.distance - 1 : most)
    if (distance <= (best ? best.distance - 1 : most)) best = { name, distance }
  }
  return best?.name
}

/** Insertions, deletions, changes and swapped neighbours between two texts; more than `most` is not told apart. */
function editDistance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, at) => at)

  for (let row = 1; row <= one.length; row += 1) {
    const line = nextLine(one, other, row, last, before)
    before = last
    last = line
  }
  return last.at(-1) ?? 0
}

function nextLine(one: string, other: string, row: number, last: number[], before: number[]): number[] {
  const line = [row]
  for (let at = 1; at <= other.length; at += 1) {
    const changed = one[row - 1] === other[at - 1] ? 0 : 1
    const swapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]
    const paths = [(last[at] ?? 0) + 1, (line[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + changed]
    line.push(Math.min(...paths, swapped ? (before[at - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY))
  }
  return line
}
