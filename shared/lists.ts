/** One item of a list cell: quoted (with its quotes doubled inside) or bare, up to the next comma or the end. */
const item = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/y

/**
 * A multi-select, link or look-up cell: itself one line of CSV, so `"Otter Vale, LLC",Fenwick` is two names. Also reads
 * the `["Seed"]` and `['Seed']` that scripts write. Bare items lose the spaces around them; blank ones are no items.
 */
export function parseList(text: string): string[] {
  const scripted = /^\s*\[.*\]\s*$/s.test(text) ? scriptedList(text.trim()) : null
  if (scripted) return scripted
  if (!text.includes('"')) return bareItems(text.split(','))

  return nestedLine(text) ?? bareItems(text.split(','))
}

/** The items when the cell is one well-formed line of CSV, else null: a quote stands in the middle of prose. */
export function nestedLine(text: string): string[] | null {
  const items: string[] = []
  item.lastIndex = 0
  while (item.lastIndex <= text.length) {
    const found = item.exec(text)
    if (!found || found[2]?.includes('"')) return null

    items.push(found[1]?.replaceAll('""', '"') ?? found[2]?.trim() ?? '')
    if (found[3] === '') break
  }
  return items.filter((one) => one !== '')
}

function bareItems(items: string[]): string[] {
  return items.map((one) => one.trim()).filter((one) => one !== '')
}

function scriptedList(text: string): string[] | null {
  const json = /^\[\s*'/.test(text) ? pythonToJson(text) : text
  try {
    const items: unknown = JSON.parse(json)
    return Array.isArray(items) && items.every((one) => typeof one === 'string') ? items : null
  } catch {
    return null
  }
}

/** `['it\'s', "a"]` as JSON: each Python string is re-quoted, everything between them is left. */
function pythonToJson(text: string): string {
  return text.replace(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/gs, (_all, single?: string, double?: string) =>
    JSON.stringify((single ?? double ?? '').replace(/\\(['"\\])/g, '$1')),
  )
}

/** A list as Airtable writes it: joined by bare commas, an item in quotes when it could be misread. */
export function formatList(items: readonly string[]): string {
  return items.map((one) => (/[",\n\r]|^\s|\s$|^\[/.test(one) ? `"${one.replaceAll('"', '""')}"` : one)).join(',')
}
