/** A JSON schema the way a person writes it down: `{ name: string, emails?: string[] }`. */
type Schema = Record<string, unknown>

export function schemaText(schema: Schema, indent = ''): string {
  const choices = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined
  if (choices) return [...new Set(choices.map((one) => schemaText(one, indent)))].join(' | ')
  if (schema['enum']) return (schema['enum'] as unknown[]).map((value) => JSON.stringify(value)).join(' | ')
  if ('const' in schema) return JSON.stringify(schema['const'])
  if (schema['items']) return listText(schema['items'] as Schema, indent)
  if (schema['properties']) return objectText(schema, indent)
  if (schema['additionalProperties'] && schema['type'] === 'object') {
    return `{ [key]: ${schemaText(schema['additionalProperties'] as Schema, indent)} }`
  }
  return [schema['type'] ?? 'anything'].flat().join(' | ')
}

function listText(items: Schema, indent: string): string {
  const one = schemaText(items, indent)
  return one.includes(' | ') && !one.startsWith('{') ? `(${one})[]` : `${one}[]`
}

function objectText(schema: Schema, indent: string): string {
  const required = new Set((schema['required'] ?? []) as string[])
  const deeper = `${indent}  `
  const lines = Object.entries(schema['properties'] as Record<string, Schema>).map(([key, value]) => {
    const about = value['description'] ? `  — ${value['description']}` : ''
    return `${deeper}${key}${required.has(key) ? '' : '?'}: ${schemaText(value, deeper)}${about}`
  })
  return `{\n${lines.join('\n')}\n${indent}}`
}
