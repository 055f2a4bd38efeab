import { parseArgs } from 'node:util'
import { browserBench } from './browser.bench.ts'
import { captureBench } from './capture.bench.ts'
import { dossier } from './dossier.bench.ts'
import { edit } from './edit.bench.ts'
import { formulaBench } from './formulas.bench.ts'
import { grid } from './grid.bench.ts'
import { imports } from './import.bench.ts'
import { openLab } from './lab.ts'
import { live } from './live.bench.ts'
import type { Result } from './measure.ts'
import { page } from './page.bench.ts'
import { search } from './search.bench.ts'
import { asTable } from './table.ts'

const benches = [page, grid, edit, formulaBench, live, browserBench, dossier, search, imports, captureBench]
const legend = 'Medians and 95th percentiles of calls taken in turns. Ratio: our rate as a share of the bare one.'

/** `npm run bench [-- --only page] [-- --json]`: what we cost beside the barest way there is, on this machine, now. */
const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'boolean', default: false } } })
const chosen = benches.filter((bench) => !values.only || bench.name === values.only)

if (chosen.length === 0) {
  process.stderr.write(
    `There is no bench “${values.only}”. There are: ${benches.map((bench) => bench.name).join(', ')}.\n`,
  )
  process.exitCode = 1
} else {
  const results = await measureAll()
  process.stdout.write(values.json ? `${JSON.stringify(results, null, 2)}\n` : `\n${asTable(results)}\n\n${legend}\n`)
}

async function measureAll(): Promise<Result[]> {
  const lab = openLab()
  const results: Result[] = []
  const report = (result: Result) => {
    results.push(result)
    if (!values.json) process.stderr.write(`${result.name}: ${result.ratio.toFixed(2)}×\n`)
  }
  try {
    for (const bench of chosen) await bench.run(lab, report)
  } finally {
    await lab.close()
  }
  return results
}
