/**
 * Numbers are binary fractions; people read decimals. Every result is rounded to 15 significant digits, which a double
 * always holds, as spreadsheets do: 0.1 + 0.2 is 0.3, and rounding starts from what a person sees (1.005, not
 * 1.00499999999999989…). https://learn.microsoft.com/office/troubleshoot/excel/floating-point-arithmetic-inaccurate-result
 */
export function tidy(value: number): number {
  if (Number.isInteger(value)) return value === 0 ? 0 : value
  return Number(value.toPrecision(15))
}

/** The sum, without what is left over below 15 digits where two numbers cancel: 0.1 + 0.2 − 0.3 is 0, as in spreadsheets. */
export function plus(one: number, other: number): number {
  const sum = one + other
  return Math.abs(sum) < 1e-15 * Math.abs(one) && !Number.isInteger(sum) ? 0 : sum
}

/** Below zero when `one` is less; 0 when both are the same to 15 digits. Only near neighbours need rounding to tell. */
export function gap(one: number, other: number): number {
  const plain = one - other
  return Math.abs(plain) > 1e-12 * (Math.abs(one) + Math.abs(other))
    ? plain
    : one === other
      ? 0
      : tidy(one) - tidy(other)
}

/** Moves the decimal point by its digits: no multiplication, so no new error. */
export function shift(value: number, places: number): number {
  const [digits, power = '0'] = String(value).split('e')
  return Number(`${digits}e${Number(power) + places}`)
}

/** Rounds at `precision` decimals (negative: tens, hundreds…) with `how` applied to the shifted number. */
export function roundAt(value: number, precision: number, how: (value: number) => number): number {
  const places = Math.max(-308, Math.min(308, Math.trunc(precision)))
  const clean = tidy(value)
  if (places === 0) return how(clean) + 0
  if (places > 0 && Number.isInteger(clean)) return clean

  const moved = shift(clean, places)
  return Number.isFinite(moved) ? shift(how(moved), -places) + 0 : clean
}

/** A number as text: no exponent up to 21 digits, no grouping. */
export const numberText = (value: number): string => String(tidy(value))
