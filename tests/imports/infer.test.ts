import { describe, expect, test } from 'vitest'
import type { Column } from '../../server/imports/infer.ts'
import { recognise } from '../../server/imports/recognise.ts'
import { csv } from './importing.ts'

async function column(header: string, values: string[]): Promise<Column> {
  const { columns } = await recognise({ text: csv([['Key', header], ...values.map((value, n) => [`k${n}`, value])]) })
  const [, found] = columns
  if (!found) throw new Error('The column is missing')

  return found
}

describe('the type every value of a column fits', () => {
  test.each<[type: string, header: string, values: string[]]>([
    ['checkbox', 'Warm', ['checked', '', 'checked']],
    ['checkbox', 'Warm', ['true', 'false']],
    ['number', 'Score', ['4', '', '-1', '3.50']],
    ['number', 'Year', ['2031', '1,250']],
    ['currency', 'Ticket', ['$1250000.0', '$85000', '$0.50']],
    ['currency', 'Ticket', ['$1250000.0', '85000']],
    ['percent', 'Share', ['12%', '0.63%', '-69.9%']],
    ['date', 'Met', ['4/3/2031', '19/10/2031']],
    ['date', 'Met', ['March 4, 2031', '']],
    ['datetime', 'Met', ['19/10/2031 9:40am', '4/3/2031 2:03pm']],
    ['email', 'Mail', ['maya@harbor.example', 'jo@alder.example']],
    ['url', 'Site', ['harbor.example', 'https://alder.example/team', 'www.quill.example']],
    ['phone', 'Mobile', ['4155550100', '+47 22 00 00 00']],
    ['phone', 'Call', ['+1 (415) 555-0100', '+47 22 00 00 00']],
    ['attachments', 'Deck', ['Deck v2 (final).pdf (https://v5.airtableusercontent.com/v3/u/0)', '']],
    ['long_text', 'Memo', ['Met in May.\nSaid "maybe".', 'short']],
    ['single_select', 'State', ['Lead', 'Meeting', 'Lead', 'Lead', 'Meeting', 'Lead']],
    ['multi_select', 'Links', ['"Otter Vale, LLC",Fenwick & Moss', 'Kestrel']],
    ['multi_select', 'Sectors', ['Climate,Seed', 'Seed', 'Climate,Fintech', 'Seed,Fintech']],
    ['text', 'Firm', ['Otter Vale, L.P.', 'Fenwick & Moss', 'None', 'True North', '1/2 Capital']],
    ['text', 'Seats', ['12', '100+', '7', '8', '9']],
    ['text', 'Ticket', ['$50k to $1M', '₹5 Cr to ₹25 Cr']],
    ['text', 'Zip', ['02110', '10001']],
    ['text', 'Account', ['12345678901234567', '1']],
    ['text', 'Ticket', ['$5', '€5']],
    ['text', 'Price', ['$0.1234', '$2.5']],
    ['text', 'Fee', ['150 BPS', '200 BPS']],
    ['text', 'Quote', ['"Hello, world" he said', 'a, b and c', 'x,y']],
    ['text', 'Nothing', ['', '']],
  ])('%s: %s', async (type, header, values) => {
    expect((await column(header, values)).type).toBe(type)
  })

  test('one value that does not fit keeps the column text, and is shown', async () => {
    const seats = await column('Seats', ['12', '100+', '7', '8', '9'])

    expect(seats.doubt).toBe('1 of 5 values is no number: “100+”.')
  })

  test('plain numbers among amounts are amounts: only what is neither is shown', async () => {
    const ticket = await column('Ticket', ['$5', '6', '7', '$8', 'TBD'])

    expect(ticket.doubt).toBe('1 of 5 values is no amount: “TBD”.')
  })

  const nine = (...texts: string[]) => Array.from({ length: 9 }, (_, n) => texts[n % texts.length] ?? '')

  test.each<[type: string, values: string[], odd: string]>([
    ['number', nine('4', '7'), '100+'],
    ['number', nine('4', '7'), '3,4,5'],
    ['currency', nine('$85000', '6'), 'TBD'],
    ['percent', nine('12%', '0.63%'), '5'],
    ['date', nine('2031-03-04'), 'soon'],
    ['datetime', nine('19/10/2031 9:40am', '2031-03-04'), 'soon'],
    ['checkbox', nine('checked'), 'maybe'],
  ])('one odd value among nine is no reason for another type: %s', async (type, values, odd) => {
    const found = await column('Seats', [odd, ...values])

    expect(found).toMatchObject({ type, doubt: expect.stringMatching(/^1 of 10 values is no .*: “.*”/) })
    expect(found.doubt).toContain(`“${odd}”`)
    expect((await column('Seats', [odd, 'other', ...values])).type).not.toBe(type)
  })

  test.each([
    ['zip codes', [...nine('02110'), 'none']],
    ['numbers with too many digits', [...nine('12345678901234567'), 'none']],
    ['amounts in two currencies', [...nine('$5', '€5'), 'none']],
    ['years as names of firms among names', [...nine('2031'), 'True North', '1/2 Capital']],
  ])('what would lose something stays text however few the others are: %s', async (_what, values) => {
    expect((await column('Code', values)).type).toBe('text')
  })

  test('an open date order and a value that is no date are told together', async () => {
    const met = await column('Met', [...nine('4/3/2031'), 'soon'])

    expect(met).toMatchObject({ type: 'date', order: 'undecided' })
    expect(met.doubt).toMatch(/^Nothing shows whether .* 1 of 10 values is no date: “soon”/)
  })

  test('a currency sign that comes after many plain numbers is seen', async () => {
    const ticket = await column('Ticket', [...Array.from({ length: 60 }, (_, n) => `${n}`), '$85000'])

    expect(ticket).toMatchObject({ type: 'currency', currency: 'USD' })
  })

  test('items with a comma and a space are text, with an offer to split them', async () => {
    const sectors = await column('Sectors', ['Climate, Seed', 'Seed, Growth', 'Growth'])

    expect(sectors).toMatchObject({ type: 'text', doubt: expect.stringContaining('Choose multi-select') })
  })

  test('three samples are the first different values, as written', async () => {
    const city = await column('Town', ['', ' Oslo', ' Oslo', 'Lima', 'Rome', 'Nice'])

    expect(city).toMatchObject({ filled: 5, blank: 1, samples: [' Oslo', 'Lima', 'Rome'] })
  })
})

describe('what a column settles for its cells', () => {
  test.each([
    ['dmy', ['4/3/2031', '19/10/2031']],
    ['mdy', ['4/3/2031', '10/19/2031']],
    ['undecided', ['4/3/2031', '1/2/2031']],
    ['contradictory', ['19/10/2031', '10/19/2031']],
    [undefined, ['4/4/2031', '2031-03-04']],
    ['dmy', ['None', '19/10/2031']],
  ])('date order %s', async (order, values) => {
    expect((await column('Met', values)).order).toBe(order)
  })

  test('a contradiction is shown with both values', async () => {
    const met = await column('Met', ['19/10/2031', '10/19/2031'])

    expect(met.doubt).toBe('“19/10/2031” can only be day first, “10/19/2031” only month first.')
  })

  test.each([
    ['comma', '€1.250.000,00'],
    ['point', '€1,250,000.00'],
  ])('a decimal %s, proved by one value for all', async (mark, value) => {
    expect(await column('Ticket', ['€1.250', value])).toMatchObject({ currency: 'EUR', mark })
  })

  test('ids of its own rows, and ids of rows elsewhere', async () => {
    const own = await column('Record', ['recAbCdEfGhIjKlMn', 'recAbCdEfGhIjKlMo'])
    const links = await column('Deals', ["['recAbCdEfGhIjKlMn', 'recAbCdEfGhIjKlMo']", 'recAbCdEfGhIjKlMn'])

    expect(own).toMatchObject({ ids: 'own', type: 'text' })
    expect(links).toMatchObject({ ids: 'links', type: 'multi_select' })
  })
})
