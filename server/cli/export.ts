import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, Option } from 'commander'
import { exportInvestors, jsonFile } from '../grid/export.ts'
import { csvStream } from '../http/csv.ts'
import { withBox } from './box.ts'

export function exportCommand(program: Command): void {
  program
    .command('export')
    .description('write all investors with every column, to standard output or a file')
    .addOption(new Option('--format <format>', 'csv or json').choices(['csv', 'json']).default('csv'))
    .option('--to <file>', 'the file to write')
    .action(writeExport)
}

function writeExport({ format, to }: { format: 'csv' | 'json'; to?: string }): Promise<void> {
  return withBox(async ({ db, config, now }) => {
    const time = { now, zone: config.timezone }
    const { headers, rows } = exportInvestors(db, {}, time)
    const file = format === 'csv' ? csvStream(rows, headers) : Readable.from(jsonFile(db, {}, time))
    if (to) await pipeline(file, createWriteStream(to, { mode: 0o600 }))
    else await pipeline(file, process.stdout, { end: false })
  })
}
