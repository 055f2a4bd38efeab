import type { Figures, Result } from './measure.ts'

/** Results as a table for people: medians, 95th percentiles, and our rate as a share of the bare one. */
export function asTable(results: Result[]): string {
  const header = ['', 'ours', 'p95', 'bare', 'p95', 'ratio', 'calls']
  const rows = [header, ...results.map(cells)]
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join('   ')
  return rows.map(line).join('\n')
}

function cells({ name, unit, ours, bare, ratio, calls }: Result): string[] {
  return [name, ...figures(ours, unit), ...figures(bare, unit), `${ratio.toFixed(2)}×`, String(calls)]
}

const figures = ({ median, p95 }: Figures, unit: Result['unit']) => [median, p95].map((figure) => shown(figure, unit))

const shown = (figure: number, unit: Result['unit']) =>
  unit === 'ms' ? `${figure.toFixed(3)} ms` : `${Math.round(figure).toLocaleString('en-US')} rows/s`
