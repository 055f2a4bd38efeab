import { afterAll, beforeAll, expect, test } from 'vitest'
import { cellOf, mark, saved } from '../web/grid-page.ts'
import { type Office, openOffice } from './fund.ts'
import { reads, stored, visitGrid } from './grid.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
})

afterAll(() => office?.close())

test('two people edit one row: both cells stay, and each sees the other’s at once with who wrote it', async () => {
  const [ines, marcus] = [await visitGrid(office, office.ines), await visitGrid(office, office.marcus)]
  const seen = Promise.all([
    ines.locator('[data-field=country][data-who^=Marcus]', { hasText: 'Portugal' }).waitFor(),
    marcus.locator('[data-field=city][data-who^=Ines]', { hasText: 'Lisbon' }).waitFor(),
  ])

  // Both cells are open before either is written, so that each writer has the row as it was.
  await mark(ines, 'Harbor', 'city')
  await ines.keyboard.type('Lisbon')
  await mark(marcus, 'Harbor', 'country')
  await marcus.keyboard.type('Portugal')
  await Promise.all([ines.keyboard.press('Enter'), marcus.keyboard.press('Enter')])
  await Promise.all([saved(ines), saved(marcus), seen])

  await reads(ines, 'Harbor', 'city', 'Lisbon')
  await reads(marcus, 'Harbor', 'country', 'Portugal')
  await expect
    .poll(() => ['city', 'country'].map((key) => stored(office, office.harbor.id, key)))
    .toEqual(['Lisbon', 'Portugal'])
})

test('two people write one cell: the second sees both values, who and when, and the first sees the choice', async () => {
  const marcus = await visitGrid(office, office.marcus)
  const ines = await visitGrid(office, office.ines, '/investors', { forgive: [/ 409 /] })

  await mark(ines, 'Alder', 'city')
  await ines.keyboard.type('Oslo')
  await mark(marcus, 'Alder', 'city')
  await marcus.keyboard.type('Bergen')
  await marcus.keyboard.press('Enter')
  await saved(marcus)
  await ines.keyboard.press('Enter')

  const choice = ines.getByRole('group', { name: 'Two values of City' })
  await choice.waitFor()
  await expect.poll(() => choice.innerText()).toMatch(/You wrote\s+Oslo\s+Marcus Lindqvist, .+\s+Bergen/)
  await expect.poll(() => stored(office, office.alder.id, 'city')).toBe('Bergen')
  await choice.getByRole('button', { name: 'Keep mine' }).click()
  await saved(ines)

  await reads(marcus, 'Alder', 'city', 'Oslo')
  await expect.poll(() => cellOf(ines, 'Alder', 'city').innerText()).toBe('Oslo')
  await expect.poll(() => stored(office, office.alder.id, 'city')).toBe('Oslo')
})
