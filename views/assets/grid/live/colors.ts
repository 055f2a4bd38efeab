import { optionColors } from '../../../../shared/fields.ts'

const usable = optionColors.filter((color) => color !== 'gray' && color !== 'yellow')

/** Everybody keeps one colour, on every page and machine. */
export function colorOf(userId: string): string {
  let sum = 0
  for (const letter of userId) sum = (sum * 31 + letter.charCodeAt(0)) % 997
  return usable[sum % usable.length] ?? 'blue'
}
