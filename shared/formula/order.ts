/**
 * The order in which formulas are worked out, each after those it names; or, when some name each other in a circle, that
 * circle: `['a', 'b']` says a names b and b names a.
 */
export function orderFormulas(
  formulas: ReadonlyMap<string, { uses: readonly string[] }>,
): { order: string[] } | { cycle: string[] } {
  const order: string[] = []
  const done = new Set<string>()
  for (const key of formulas.keys()) {
    const cycle = visit(key, formulas, done, order)
    if (cycle) return { cycle }
  }
  return { order }
}

/** Goes down from one formula with its own stack, so that a long chain of formulas is no deep recursion. */
function visit(
  start: string,
  formulas: ReadonlyMap<string, { uses: readonly string[] }>,
  done: Set<string>,
  order: string[],
): string[] | null {
  const path = done.has(start) ? [] : [{ key: start, left: usesOf(start, formulas) }]
  const open = new Set(path.map(({ key }) => key))

  for (let last = path.at(-1); last; last = path.at(-1)) {
    const next = last.left.pop()
    if (next === undefined) {
      path.pop()
      open.delete(last.key)
      done.add(last.key)
      order.push(last.key)
    } else if (open.has(next)) {
      return path.slice(path.findIndex(({ key }) => key === next)).map(({ key }) => key)
    } else if (!done.has(next)) {
      path.push({ key: next, left: usesOf(next, formulas) })
      open.add(next)
    }
  }
  return null
}

function usesOf(key: string, formulas: ReadonlyMap<string, { uses: readonly string[] }>): string[] {
  return (formulas.get(key)?.uses ?? []).filter((used) => formulas.has(used)).reverse()
}
