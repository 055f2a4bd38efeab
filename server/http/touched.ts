/**
 * What a person changed in a form, told by the texts it started with, which it carries in a hidden field `was`: what was
 * left alone is not written, so that it does not overwrite what somebody else wrote meanwhile.
 */
export const withWas = <T extends object>(texts: T): T & { was: string } => ({ ...texts, was: JSON.stringify(texts) })

/** Those of `values` whose field was touched; all of them when the form does not say what it started with. */
export function touchedOnly<T extends object>(body: unknown, values: T): Partial<T> {
  const sent = (body ?? {}) as Record<string, unknown>
  const was = textsIn(sent['was'])
  const touched = Object.entries(values).filter(([name]) => was === null || asText(sent[name]) !== asText(was[name]))
  return Object.fromEntries(touched) as Partial<T>
}

function textsIn(json: unknown): Record<string, unknown> | null {
  try {
    const texts: unknown = JSON.parse(String(json))
    return typeof texts === 'object' ? (texts as Record<string, unknown> | null) : null
  } catch {
    return null
  }
}

/** Browsers send line breaks as CR LF, one value or several under one name, and blank for nothing. */
const asText = (value: unknown): string =>
  [value ?? '']
    .flat()
    .map((one) => String(one).replaceAll('\r\n', '\n'))
    .join('\0')
