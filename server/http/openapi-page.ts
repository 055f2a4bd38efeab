/** The OpenAPI document cut into what a page of it shows. */
import { schemaText } from './schema-text.ts'

type Json = Record<string, unknown>
export type Parameter = { name: string; place: string; type: string; required: boolean; description: string }
export type Endpoint = {
  id: string
  method: string
  path: string
  summary: string
  who: string
  parameters: Parameter[]
  body: string | null
  answers: { status: string; description: string; schema: string | null }[]
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

/** Endpoints by tag, in the order they were registered. */
export function endpoints(document: object): { tag: string; endpoints: Endpoint[] }[] {
  const paths = Object.entries(((document as Json)['paths'] ?? {}) as Record<string, Json>)
  const all = paths.flatMap(([path, item]) =>
    methods.filter((method) => method in item).map((method) => ({ path, method, operation: item[method] as Json })),
  )
  const groups = Map.groupBy(all, ({ operation }) => String((operation['tags'] as string[] | undefined)?.[0] ?? 'More'))
  return [...groups].map(([tag, own]) => ({ tag, endpoints: own.map(endpoint) }))
}

function endpoint({ path, method, operation }: { path: string; method: string; operation: Json }): Endpoint {
  return {
    id: `${method}-${path.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '')}`,
    method: method.toUpperCase(),
    path,
    summary: String(operation['summary'] ?? ''),
    who: String(operation['description'] ?? ''),
    parameters: ((operation['parameters'] ?? []) as Json[]).map(parameter),
    body: bodyText(operation['requestBody']),
    answers: Object.entries((operation['responses'] ?? {}) as Record<string, Json>).map(([status, answer]) => ({
      status,
      description: plainDescription(String(answer['description'] ?? '')),
      schema: Number(status) < 400 ? bodyText(answer) : null,
    })),
  }
}

function parameter(sent: Json): Parameter {
  const schema = (sent['schema'] ?? {}) as Json
  return {
    name: String(sent['name']),
    place: String(sent['in']),
    type: [schema['type'] ?? 'text', ...((schema['enum'] as string[] | undefined) ?? [])].join(' '),
    required: Boolean(sent['required']),
    description: String(sent['description'] ?? schema['description'] ?? ''),
  }
}

function bodyText(holder: unknown): string | null {
  const content = (holder as { content?: Record<string, { schema?: Json }> } | undefined)?.content
  const schema = content?.['application/json']?.schema
  return schema ? schemaText(schema) : null
}

const plainDescription = (text: string) => (text === 'Default Response' ? 'Done' : text)
