import { expect, test } from 'vitest'
import { createRows } from '../../views/assets/grid/model/rows.ts'

const harbor = (version: number, city: string) => ({
  kind: 'row' as const,
  id: 'harbor',
  version,
  color: null,
  values: { city },
})

test('an answer that was under way while the row was saved does not bring the old value back', () => {
  const rows = createRows()
  rows.put(harbor(4, 'Porto'))

  rows.put(harbor(3, 'Faro'))

  expect(rows.get('harbor')).toEqual(harbor(4, 'Porto'))
})

test('what is worked out anew without a change of the row is taken', () => {
  const rows = createRows()
  rows.put(harbor(4, 'Porto'))

  rows.put(harbor(4, 'Lisbon'))

  expect(rows.get('harbor')?.values).toEqual({ city: 'Lisbon' })
})

test('what is not saved yet stays painted over what the server says', () => {
  const rows = createRows()
  rows.put(harbor(4, 'Porto'))

  rows.put(harbor(5, 'Faro'), { city: 'Lisbon' })

  expect(rows.get('harbor')?.values).toEqual({ city: 'Lisbon' })
})
