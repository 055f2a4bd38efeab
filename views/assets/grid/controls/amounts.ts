/** Numbers in the boxes of the controls: read in the currency of their column, shown as they are easily read. */
import type { FieldInfo, GridData } from '../../../../shared/grid-page.ts'
import type { Parsed } from '../../../../shared/parsed.ts'
import { currencyOf } from '../table/formats/text.ts'
import { readNumber, typedNumber } from '../table/formats/typed-number.ts'

type Funds = Pick<GridData, 'funds'>

export const readAmount = (page: Funds, field: FieldInfo, text: string): Parsed<number | null> =>
  readNumber(field, currencyOf(page, field), text)

/** Amounts have commas: nobody counts zeros. */
export function amountText(page: Funds, field: FieldInfo, value: unknown): string {
  const text = typedNumber(field, currencyOf(page, field), value)
  if (field.result_type !== 'currency') return text

  const [whole = '', cents] = text.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return cents === undefined ? grouped : `${grouped}.${cents}`
}
