import { describe, expect, test } from 'vitest'
import { proposeMapping } from '../../server/imports/mapping.ts'
import { recognise } from '../../server/imports/recognise.ts'
import { type EntityType, groundOf } from '../../server/imports/targets.ts'
import { openWorld } from '../support/world.ts'
import { csv } from './importing.ts'

async function proposals(columns: Record<string, string[]>, entityType: EntityType = 'investors') {
  const { db } = openWorld()
  const headers = Object.keys(columns)
  const length = Math.max(...Object.values(columns).map((values) => values.length))
  const rows = Array.from({ length }, (_, n) => headers.map((header) => columns[header]?.[n] ?? ''))
  const file = await recognise({ text: csv([headers, ...rows]) })

  return proposeMapping(file.columns, groundOf(db, entityType))
}

async function targetOf(header: string, ...values: string[]): Promise<string | null | undefined> {
  return (await proposals({ Name: ['Otter Vale'], [header]: values }))[1]?.target
}

describe('what a column of investors is taken for', () => {
  test.each([
    ['Notes', 'Met in May.', 'notes'],
    ['Website', 'otter.example', 'website'],
    ['HQ City', 'Oslo', 'city'],
    ['Lead source', 'Conference', 'source'],
    ['Next step due', '2031-03-04', 'next_step_at'],
    ['List', 'Follow-up', 'list'],
    ['List', 'A-team', 'new:text'],
    ['Owner', 'Ines Okafor', 'owner'],
    ['Owner', 'marcus@northlight.example', 'owner'],
    ['Owner', 'Somebody Else', 'new:text'],
    ['Tags', 'Seed,Climate', 'tags'],
    ['Record ID', 'recAbCdEfGhIjKlMn', 'record_id'],
    ['Stage', 'Meeting', 'new:text'],
    ['Fund I commitment', '$1250000.0', 'commitment:Fund I:signed'],
    ['Fund II soft circle', '$85000', 'commitment:Fund II:soft'],
    ['Fund II funded', '85000', 'commitment:Fund II:funded'],
    ['Commitment (Fund I)', '$85000', 'commitment:Fund I:signed'],
    ['Fund III – soft circled ($)', '$85000', 'commitment:Fund III:soft'],
    ['Northlight Fund IV committed', '$85000', 'commitment:Northlight Fund IV:signed'],
    ['Fund I commitment', 'verbal only', 'new:text'],
    ['Fund I commitment ($M)', '12', 'new:number'],
    ['Total fund commitments', '$85000', 'new:currency'],
    ['Ticket', '$85000', 'new:currency'],
    ['Warm', 'checked', 'new:checkbox'],
    ['Contact', 'Mia Koch', 'contact.name'],
    ['Primary contact', 'Mia Koch', 'contact.name'],
    ['Email (from Contact)', 'mia@otter.example', 'contact.email'],
    ['E-mail', 'mia@otter.example', 'contact.email'],
    ['Contact 2', 'Ana Lee', 'contact.name'],
    ['Contacts', "['recAbCdEfGhIjKlMn']", 'new:multi_select'],
  ])('%s with %s', async (header, value, target) => {
    expect(await targetOf(header, value)).toBe(target)
  })

  test('the first column is the name, whatever it is called', async () => {
    expect((await proposals({ 'Deal partner': ['Otter Vale'], City: ['Oslo'] }))[0]?.target).toBe('name')
  })

  test('two columns never fill one place', async () => {
    const found = await proposals({
      Name: ['Otter Vale'],
      City: ['Oslo'],
      Town: ['Bergen'],
      Company: ['Otter Vale AS'],
    })

    expect(found.map(({ target }) => target)).toEqual(['name', 'city', 'new:text', 'new:text'])
  })

  test('amounts whose header speaks of millions are not taken for full amounts', async () => {
    const [, found] = await proposals({ Name: ['Otter Vale'], 'Fund I commitment ($M)': ['12'] })

    expect(found?.doubt).toContain('millions')
  })

  test('doubts come with the proposal', async () => {
    const [, found] = await proposals({ Name: ['Otter Vale', 'Fenwick'], Met: ['4/3/2031', '1/2/2031'] })

    expect(found).toEqual({ header: 'Met', target: 'new:date', doubt: expect.stringContaining('day or the month') })
  })
})

describe('what a column of contacts is taken for', () => {
  test('facts of a person; the rest has no place and says so', async () => {
    const found = await proposals(
      {
        'Full name': ['Mia Koch'],
        'E-mail address': ['mia@otter.example'],
        'Job title': ['CIO'],
        Organisation: ['Harbor Family Office'],
        Birthday: ['2031-03-04'],
      },
      'contacts',
    )

    expect(found.map(({ target }) => target)).toEqual(['name', 'email', 'title', 'investor', null])
    expect(found[4]?.doubt).toContain('left out')
  })
})

test('what was agreed before comes first, as long as it still exists', async () => {
  const { db } = openWorld()
  const file = await recognise({ text: 'Name,City,Region\nOtter Vale,Oslo,EU' })
  const remembered = { City: null, Region: 'a_column_that_is_gone' }

  const found = proposeMapping(file.columns, groundOf(db, 'investors'), remembered)

  expect(found.map(({ target }) => target)).toEqual(['name', null, 'new:text'])
})

test('a commitment column with a word among its amounts is still one, with a doubt that shows it', async () => {
  const found = await proposals({ Name: ['A', 'B', 'C'], 'Fund II soft circle': ['85000', '$5', 'TBD'] })

  expect(found[1]).toMatchObject({
    target: 'commitment:Fund II:soft',
    doubt: '1 of 3 values is no amount: “TBD”. That row would be left out.',
  })
})

const many = (n: number, ...texts: string[]) => Array.from({ length: n }, (_, at) => texts[at % texts.length] ?? '')
const ids = (n: number) => Array.from({ length: n }, (_, at) => `recAbCdEfGhIjKlM${at}`)

test.each<[header: string, values: string[], target: string, doubt: string]>([
  ['List', [...many(19, 'Main', 'Follow-up'), 'Nonlist'], 'list', '1 of 20 values is no list: “Nonlist”.'],
  ['List', [...many(19, 'Main'), `Nonlist ${'x'.repeat(200)}`], 'list', '1 of 20 values is no list'],
  ['Owner', [...many(18, 'Ines Okafor'), 'Max', 'Mo'], 'owner', '2 of 20 values are no colleagues, such as “Max”.'],
  ['Next step due', ['2031-03-04', '2031-03-05', 'soon'], 'next_step_at', '1 of 3 values is no date: “soon”.'],
  [
    'Website',
    ['otter.example', 'kestrel.example', 'none yet'],
    'website',
    '1 of 3 values is no web address: “none yet”.',
  ],
  ['Record ID', [...ids(9), 'lost'], 'record_id', '1 of 10 values is no record id: “lost”.'],
  ['Record ID', [...ids(9), ...ids(1)], 'record_id', 'all but the first'],
  [
    'Fund II soft circle',
    [...many(27, '$85000', '6'), 'TBD'],
    'commitment:Fund II:soft',
    '1 of 28 values is no amount: “TBD”.',
  ],
])('one odd value does not turn %s away from its place', async (header, values, target, doubt) => {
  const found = await proposals({ Name: values.map((_value, n) => `Otter ${n}`), [header]: values })

  expect(found[1]).toMatchObject({ target, doubt: expect.stringContaining(doubt) })
})

test.each([
  ['a multi-select', many(20, 'Pension,Public', 'Endowment'), 'new:multi_select'],
  ['options, one with a comma', [...many(19, 'Pension', 'Endowment'), 'Pension,Endowment'], 'type'],
])('the type column of %s', async (_what, values, target) => {
  const found = await proposals({ Name: values.map((_value, n) => `Otter ${n}`), Type: values })

  expect(found[1]?.target).toBe(target)
})

test('a header that speaks of websites over words is a column of its own', async () => {
  expect(await targetOf('Domain', 'Biotech', 'Climate')).toBe('new:text')
})
