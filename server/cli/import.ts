import { createWriteStream, existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import type { DateOrder } from '../../shared/dates.ts'
import { UserError } from '../errors.ts'
import type { Mapping } from '../imports/mapping.ts'
import type { ImportRequest } from '../imports/plan.ts'
import { problemsFile } from '../imports/problem-rows.ts'
import { recognise } from '../imports/recognise.ts'
import type { Report } from '../imports/report.ts'
import { planImport, runImport } from '../imports/run.ts'
import { plainFileName } from '../imports/uploads.ts'
import { say, withBox } from './box.ts'

type Options = {
  type: string
  mapping?: string
  key?: string
  dateOrder: Record<string, DateOrder>
  dryRun?: boolean
  errors?: string
  json?: boolean
}

export function importCommand(program: Command): void {
  program
    .command('import <file>')
    .description('import a CSV file; what was wrong with it is listed, and the rest is in')
    .option('--type <type>', 'what a row is: investors or contacts', 'investors')
    .option('--mapping <file>', 'a JSON file {"<header>": "<target>" or null}; headers left out take the proposal')
    .option('--key <header>', 'the column that identifies a record')
    .option('--date-order <header=order>', 'dmy or mdy for a column of dates; may be repeated', oneOrder, {})
    .option('--dry-run', 'say what would happen and write nothing')
    .option('--errors <file>', 'write the problems to a CSV file')
    .option('--json', 'print the whole report as JSON')
    .action(importFile)
}

/** `First met=dmy` */
function oneOrder(text: string, before: Record<string, DateOrder>): Record<string, DateOrder> {
  const [, header, order] = /^(.+)=(dmy|mdy)$/.exec(text) ?? []
  if (!header || !order) throw new UserError('invalid', `“${text}” is no date order. Write it like "First met=dmy".`)

  return { ...before, [header]: order as DateOrder }
}

async function importFile(file: string, options: Options): Promise<void> {
  const request = await requestOf(options)
  if (!existsSync(file) || !statSync(file).isFile()) throw new UserError('not_found', `There is no file ${file}.`)

  await withBox(
    async ({ db, config, actor }) => {
      const recognised = await recognise({ path: file })
      const how = { zone: config.timezone, fileName: plainFileName(basename(file)), onProgress: progressLine() }
      const report = options.dryRun
        ? await planImport(db, recognised, request, how)
        : await runImport(db, actor, recognised, request, how)

      if (options.errors)
        await pipeline(problemsFile(report.errors), createWriteStream(options.errors, { mode: 0o600 }))
      say(...(options.json ? [JSON.stringify(report)] : inWords(report).map(printable)))
    },
    { isNew: true },
  )
}

async function requestOf({ type, mapping, key, dateOrder }: Options): Promise<ImportRequest> {
  if (type !== 'investors' && type !== 'contacts')
    throw new UserError('invalid', `“${type}” is neither investors nor contacts.`)

  return {
    entityType: type,
    dateOrder,
    ...(key ? { key } : {}),
    ...(mapping ? { mapping: await mappingIn(mapping) } : {}),
  }
}

async function mappingIn(file: string): Promise<Mapping> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UserError('not_found', `There is no file ${file}.`)
  })
  const mapping = parsed(text)
  const isMapping =
    typeof mapping === 'object' &&
    mapping !== null &&
    Object.values(mapping).every((target) => target === null || typeof target === 'string')
  if (!isMapping) throw new UserError('invalid', `${file} is not JSON like {"Investor": "name", "Score": null}.`)

  return mapping as Mapping
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Rows done, on one line of a terminal; a line per tenth where standard error is a file. */
function progressLine(): (done: number, total: number) => void {
  const isTerminal = process.stderr.isTTY
  let said = -1

  return (done, total) => {
    const tenth = Math.floor((done * 10) / Math.max(total, 1))
    if (!isTerminal && tenth === said) return
    said = tenth
    const line = `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} rows`
    process.stderr.write(isTerminal ? `\r${line}${done === total ? '\n' : ''}` : `${line}\n`)
  }
}

const mostListed = 20

function inWords({ dry_run, total, created, updated, unchanged, errors, warnings, batch_id }: Report): string[] {
  const wrong = new Set(errors.map(({ row }) => row)).size
  const listed = errors.slice(0, mostListed).map(({ row, column, value, message }) => {
    const place = column ? `row ${row}, ${column}` : `row ${row}`
    return `  ${place}: ${message}${value && !message.includes(value) ? ` (${value.slice(0, 80)})` : ''}`
  })
  return [
    `${total} rows: ${created} created, ${updated} updated, ${unchanged} unchanged, ${wrong} with problems`,
    ...warnings.map((warning) => `Note: ${warning}`),
    ...(errors.length > 0 ? ['Problems:', ...listed] : []),
    ...(errors.length > mostListed
      ? [`  … and ${errors.length - mostListed} more; --errors writes all to a file`]
      : []),
    dry_run ? 'Nothing was written (dry run).' : batch_id ? `Batch ${batch_id}` : nothingWritten(wrong),
  ]
}

function nothingWritten(wrong: number): string {
  if (wrong === 0) return 'Nothing had to be written.'
  return `Nothing had to be written; ${wrong === 1 ? '1 row has a problem and is' : `${wrong} rows have problems and are`} not in the CRM.`
}

/** Sentences quote cells; a terminal must find nothing in them that it would obey. */
const printable = (line: string) => line.replace(/\p{Cc}+/gu, ' ')
