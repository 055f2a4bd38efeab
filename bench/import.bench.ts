import { parse } from 'csv-parse/sync'
import { inventInvestors } from '../emulator/seed/investors.ts'
import { randomFrom } from '../emulator/seed/random.ts'
import { recognise } from '../server/imports/recognise.ts'
import { runImport } from '../server/imports/run.ts'
import { openFund } from './fund.ts'
import type { Bench } from './lab.ts'
import { compare } from './measure.ts'
import { openThin, thinColumns } from './thin.ts'

const rows = 10_000

/** A file of 10,000 rows and 24 columns into an empty fund: read, typed, matched, written, logged; against parse and insert. */
export const imports: Bench = {
  name: 'import',
  run: async (lab, report) => {
    const text = airtableFile()
    let [n, m] = [0, 0]
    const ours = async () => {
      const fund = openFund(lab.folder, 0, false, `import-${++n}`)
      const request = { entityType: 'investors', key: 'Record id' } as const
      const outcome = await runImport(fund.db, fund.actor, await recognise({ text }), request, { zone: 'UTC' })
      fund.close()
      if (outcome.created !== rows) throw new Error(`imported ${outcome.created} rows`)
    }
    const bare = () => {
      const thin = openThin(lab.folder, null, `import-${++m}`)
      thin.insertAll((parse(text, { from_line: 2 }) as string[][]).map((row) => row.slice(0, thinColumns.length)))
      thin.close()
    }
    report(await compare({ name: 'import of 10,000 × 24', ours, bare, rows, calls: 4, seconds: 60 }))
  },
}

const headers = [
  'Record id',
  'Name',
  'List',
  'Type',
  'City',
  'Country',
  'Website',
  'Phone',
  'Source',
  'Next step',
  'Next step due',
  'Notes',
  'Tags',
  'Contact',
  'Contact email',
  'Fund II signed',
  'Rating',
  'Ticket',
  'First met',
  'Re-up',
  'Score',
  'Sector',
  'Adviser',
  'Region',
]

function airtableFile(): string {
  const plans = inventInvestors(randomFrom('import'), 500)
  const lines = Array.from({ length: rows }, (_, n) => {
    const plan = plans[n % plans.length]
    const person = plan?.people[0]
    return [
      `rec${String(n).padStart(14, '0')}`,
      `${plan?.name} ${n}`,
      n % 3 === 0 ? 'follow_up' : 'main',
      plan?.type,
      plan?.city,
      plan?.country,
      `https://www.${n}.${plan?.domain}`,
      plan?.phone,
      plan?.source,
      'Call again',
      `2026-12-${String(1 + (n % 28)).padStart(2, '0')}`,
      plan?.notes,
      (plan?.tags ?? []).join(','),
      `${person?.name} ${n}`,
      `p${n}@${plan?.domain}`,
      n % 4 === 0 ? `$${(n % 90) + 1},250,000.00` : '',
      'ABC'[n % 3],
      `$${plan?.ticket}.00`,
      `2024-0${1 + (n % 9)}-17`,
      n % 2 === 0 ? 'checked' : '',
      String((n * 7) % 100),
      'Software',
      'Stillwater',
      'North',
    ]
  })
  const cell = (text = '') => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [headers, ...lines].map((line) => line.map(cell).join(',')).join('\n')
}
