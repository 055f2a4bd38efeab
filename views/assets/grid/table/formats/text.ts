import { formatInstant } from '../../../../../shared/dates.ts'
import type { FieldInfo, GridData } from '../../../../../shared/grid-page.ts'
import { formatMoney, percentText } from '../../../../../shared/money.ts'
import { listLabel } from '../../../../../shared/words.ts'
import type { GridState } from '../../state.ts'

/** A formula that failed for a row is the cell `{error: {code, message}}`. */
export function errorOf(value: unknown): { code: string; message: string } | null {
  if (typeof value !== 'object' || value === null || !('error' in value)) return null
  return value.error as { code: string; message: string }
}

export const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** The currency of a column's amounts: its own, else that of the fund they are committed to. */
export const currencyOf = ({ funds }: Pick<GridData, 'funds'>, field: FieldInfo): string =>
  field.options.currency ?? funds.find((fund) => fund.id === field.options.fund_id)?.currency ?? 'USD'

export const personOf = (state: GridState, id: unknown): string =>
  state.data.users.find((user) => user.id === id)?.name ?? ''

/** An option as people read it: the lists and the stages have names beside their keys. */
export function choiceLabel(state: GridState, field: FieldInfo, name: string): string {
  if (field.key === 'list' && field.builtin) return listLabel(name)
  if (field.key === 'stage' && field.builtin)
    return state.data.stages.find((stage) => stage.key === name)?.label ?? name
  if (field.key === 'last_contact_type' && field.builtin) return kindsOfContact[name] ?? name
  return name
}

const kindsOfContact: Record<string, string> = { email: 'E-mail', call: 'Call', meeting: 'Meeting', text: 'Text' }

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 })

/** How a number reads: with as many decimals as its column shows, else as many as it has. */
export function numberText(value: number, precision?: number): string {
  if (precision === undefined) return number.format(value)
  return value.toLocaleString('en-US', { minimumFractionDigits: precision, maximumFractionDigits: precision })
}

/** A value as text, whole: as it is copied, shown on hover, and put into an editor. */
export function textOf(state: GridState, field: FieldInfo, value: unknown): string {
  if (isBlank(value)) return ''
  const failed = errorOf(value)
  if (failed) return `#${failed.code.toUpperCase()}`

  switch (field.result_type) {
    case 'currency':
    case 'commitment':
      return typeof value === 'number' ? formatMoney(value, currencyOf(state.data, field)) : String(value)
    case 'percent':
      return typeof value === 'number' ? percentText(value) : String(value)
    case 'number':
      return typeof value === 'number' ? numberText(value) : String(value)
    case 'checkbox':
      return value === true || value === 1 ? 'Yes' : 'No'
    case 'datetime':
    case 'created_at':
    case 'updated_at':
      return formatInstant(String(value), state.data.zone)
    case 'user':
    case 'created_by':
    case 'updated_by':
      return personOf(state, value)
    case 'single_select':
      return choiceLabel(state, field, String(value))
    case 'multi_select':
      return (value as string[]).join(', ')
    case 'contacts':
      return (value as string[]).map((id) => state.names.of(id) ?? '…').join(', ')
    case 'attachments':
      return (value as { name: string }[]).map(({ name }) => name).join(', ')
    default:
      return String(value)
  }
}
