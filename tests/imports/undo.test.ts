import { expect, test } from 'vitest'
import { columnsOf } from '../../server/funds/fund-columns.ts'
import { fundByName } from '../../server/funds/funds.ts'
import { openApp } from '../support/world.ts'

/** Files handed in through the API by Marcus, and what is left of them when they are taken back. */
async function openImports() {
  const world = await openApp()
  const { asMarcus, asInes } = world
  const importing = async (data: string, entity_type = 'investors', mapping?: object) =>
    (await asMarcus('POST', '/api/import/csv', { data, entity_type, mapping })).json().batch_id as string
  const undo = async (batch_id: string) => (await asMarcus('POST', '/api/fundraising/undo', { batch_id })).json()
  const rows = async () =>
    (await asInes('GET', '/api/fundraising/rows')).json().data as { id: string; values: Values }[]
  const people = async () => (await asInes('GET', '/api/contacts')).json().data as Person[]
  return {
    ...world,
    importing,
    undo,
    row: async (name: string) => (await rows()).find((one) => one.values.name === name),
    person: async (name: string) => (await people()).find((one) => one.name === name),
  }
}

type Values = Record<string, unknown> & { name: string }
type Person = { id: string; name: string; emails: string[]; investor_ids: string[]; investors: { name: string }[] }

const lps = 'Investor,Contact,Contact email,Fund III commitment\nOtter Vale,Lena Roth,lena@otter.example,$100\n'

test('a fund that somebody uses stays with its columns', async () => {
  const { db, importing, undo, asInes, alder, row } = await openImports()
  const batch = await importing(lps)
  const fund = fundByName(db, 'Fund III')
  const entry = { investor_id: alder.id, fund_id: fund?.id, measure: 'signed', amount: 5_000_000_00 }
  await asInes('POST', '/api/commitments', entry)

  await undo(batch)

  expect(columnsOf(db, fund?.id ?? '').map(({ label }) => label)).toEqual([
    'Fund III soft',
    'Fund III signed',
    'Fund III funded',
    'Fund III docs signed',
    'Fund III wire received',
    'Fund III K-1 sent',
  ])
  expect(await row('Otter Vale')).toBeUndefined()
  expect((await row('Alder Pension'))?.values['fund_iii_signed']).toBe(5_000_000_00)
})

test('a person somebody put at another investor stays with their addresses and where they are', async () => {
  const { importing, undo, asInes, alder, person } = await openImports()
  const batch = await importing(lps)
  const lena = await person('Lena Roth')
  await asInes('PATCH', `/api/contacts/${lena?.id}`, { investor_ids: [...(lena?.investor_ids ?? []), alder.id] })

  const { skipped } = await undo(batch)

  expect(await person('Lena Roth')).toMatchObject({
    emails: ['lena@otter.example'],
    investors: [{ name: 'Otter Vale' }, { name: 'Alder Pension' }],
  })
  expect(skipped).toContainEqual({ row_id: lena?.id, field: null })
})

test('undoing the older of two files keeps what the newer one builds on, whole', async () => {
  const { importing, undo, person } = await openImports()
  const older = await importing(lps)
  const newer = await importing('Name,Email,Investor\nLena Roth,lena@otter.example,Alder Pension\n', 'contacts')

  await undo(older)
  const between = await person('Lena Roth')
  await undo(newer)

  expect(between).toMatchObject({ emails: ['lena@otter.example'] })
  expect(await person('Lena Roth')).toMatchObject({ emails: ['lena@otter.example'] })
})

test('undoing the newer of two files first leaves nothing of either', async () => {
  const { importing, undo, person, row } = await openImports()
  const older = await importing(lps)
  const newer = await importing('Name,Email,Investor\nLena Roth,lena@otter.example,Alder Pension\n', 'contacts')

  await undo(newer)
  const { skipped } = await undo(older)

  expect({ skipped, left: [await person('Lena Roth'), await row('Otter Vale')] }).toEqual({
    skipped: [],
    left: [undefined, undefined],
  })
})

test('an option somebody has chosen stays in its column', async () => {
  const { importing, undo, asInes, alder } = await openImports()
  const tiers = 'Investor,Tier\nOtter Vale,Gold\nAsh Trust,Silver\nElm Trust,Gold\nFir Trust,Silver\n'
  await importing(tiers, 'investors', { Investor: 'name', Tier: 'new:single_select' })
  const batch = await importing('Investor,Tier\nYew Trust,Bronze\n', 'investors', { Investor: 'name', Tier: 'tier' })
  await asInes('PATCH', `/api/fundraising/rows/${alder.id}`, { values: { tier: 'Bronze' } })

  await undo(batch)

  const fields = (await asInes('GET', '/api/fundraising/fields')).json().data as Field[]
  const tier = fields.find((field) => field.key === 'tier')
  expect(tier?.options.choices.map(({ name }) => name)).toContain('Bronze')
})

type Field = { key: string; options: { choices: { name: string }[] } }

test('an option nobody has chosen since goes with the file that brought it', async () => {
  const { importing, undo, asInes } = await openImports()
  await importing('Investor,Tier\nOtter Vale,Gold\n', 'investors', { Investor: 'name', Tier: 'new:single_select' })
  const batch = await importing('Investor,Tier\nYew Trust,Bronze\n', 'investors', { Investor: 'name', Tier: 'tier' })

  const { skipped } = await undo(batch)

  const fields = (await asInes('GET', '/api/fundraising/fields')).json().data as Field[]
  expect(skipped).toEqual([])
  expect(fields.find((field) => field.key === 'tier')?.options.choices.map(({ name }) => name)).toEqual(['Gold'])
})

test('a file brought back and used since is not taken away again from under its users', async () => {
  const { importing, undo, asInes, row } = await openImports()
  const batch = await importing(lps)
  const redone = await undo((await undo(batch)).batch_id)
  const otter = await row('Otter Vale')
  await asInes('PATCH', `/api/fundraising/rows/${otter?.id}`, { values: { city: 'Oslo' } })

  const again = await undo(redone.batch_id)

  expect(again.what).toMatch(/^Undid: Imported/)
  expect((await row('Otter Vale'))?.values['city']).toBe('Oslo')
})

test('the answer counts what was taken back', async () => {
  const { importing, undo } = await openImports()
  const batch = await importing(`${lps}Alder Pension,,,$200\n`)

  const { taken_back } = await undo(batch)

  expect(taken_back).toContainEqual({ entity: 'investors', action: 'archived', count: 1 })
  expect(taken_back).toContainEqual({ entity: 'commitment_entries', action: 'archived', count: 2 })
  expect(taken_back).toContainEqual({ entity: 'contact_addresses', action: 'archived', count: 1 })
})
