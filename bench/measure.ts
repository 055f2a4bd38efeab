/** One piece of work, done our way and the barest way there is. */
export type Pair = {
  name: string
  ours: () => unknown
  bare: () => unknown
  /** Calls of each side at most, and seconds for both together. */
  calls?: number
  seconds?: number
  /** Rows one call works through: the figures are then rows a second. */
  rows?: number
}

export type Figures = { median: number; p95: number }
/** `ratio` is our rate against the bare one: 0.5 is half as fast. Figures in milliseconds, or in rows a second. */
export type Result = { name: string; unit: 'ms' | 'rows/s'; ours: Figures; bare: Figures; ratio: number; calls: number }

/**
 * Runs both sides in turns, so that whatever else the machine does hits both alike, and answers medians and 95th
 * percentiles. The first tenth of the calls warms up and is not counted.
 */
export async function compare(pair: Pair): Promise<Result> {
  const most = pair.calls ?? 400
  const ours: number[] = []
  const bare: number[] = []
  const end = performance.now() + (pair.seconds ?? 6) * 1000

  for (let call = 0; call < most && (call < 3 || performance.now() < end); call += 1) {
    const sides = [() => timed(pair.ours, ours), () => timed(pair.bare, bare)]
    for (const side of call % 2 === 0 ? sides : sides.reverse()) await side()
  }
  return resultOf(pair, ours.slice(ours.length / 10), bare.slice(bare.length / 10))
}

async function timed(work: () => unknown, times: number[]): Promise<void> {
  const start = performance.now()
  const outcome = work()
  if (outcome instanceof Promise) await outcome
  times.push(performance.now() - start)
}

function resultOf({ name, rows }: Pair, ours: number[], bare: number[]): Result {
  const figures = [figuresOf(ours), figuresOf(bare)] as const
  const ratio = figures[1].median / figures[0].median
  const rate = ({ median, p95 }: Figures) => ({
    median: ((rows ?? 0) / median) * 1000,
    p95: ((rows ?? 0) / p95) * 1000,
  })
  const [o, b] = rows ? [rate(figures[0]), rate(figures[1])] : figures
  return { name, unit: rows ? 'rows/s' : 'ms', ours: o, bare: b, ratio, calls: ours.length }
}

function figuresOf(times: number[]): Figures {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { median: at(0.5), p95: at(0.95) }
}
