import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import Fastify from 'fastify'
import { openDb } from '../server/db/db.ts'
import type { Fund } from './fund.ts'

/**
 * The limit: the same investors in one plain table of 24 columns, prepared statements, nothing else. No rights, no
 * history, no validation, no custom columns.
 */
export type Thin = ReturnType<typeof openThin>

export const thinColumns = [
  'id',
  'name',
  'list',
  'type',
  'owner',
  'city',
  'country',
  'website',
  'phone',
  'source',
  'next_step',
  'next_step_at',
  'notes',
  'external_id',
  'created_at',
  'updated_at',
  'created_by',
  'updated_by',
  'version',
  'rating',
  'ticket',
  'first_met',
  'total_committed',
  'last_contact_at',
]

export function openThin(folder: string, fund: Fund | null, name: string) {
  const db = openDb(join(folder, `thin-${name}.db`)).$client
  db.exec(`CREATE TABLE thin (${thinColumns.join(', ')}, PRIMARY KEY (id))`)
  db.exec('CREATE INDEX thin_page ON thin (list, name)')
  if (fund) copy(fund.db.$client, db)

  const page = db.prepare('SELECT * FROM thin WHERE list = ? AND total_committed > ? ORDER BY name LIMIT 100 OFFSET ?')
  const count = db.prepare('SELECT count(*) FROM thin WHERE list = ? AND total_committed > ?').pluck()
  const one = db.prepare('SELECT * FROM thin WHERE id = ?')
  const all = db.prepare('SELECT * FROM thin ORDER BY name')
  const sorted = db.prepare('SELECT * FROM thin WHERE list <> ? ORDER BY type, total_committed DESC LIMIT 100')
  const grouped = db.prepare(`SELECT type, count(*) AS n, sum(total_committed) AS committed, avg(ticket) AS ticket
    FROM thin WHERE list <> ? GROUP BY type ORDER BY type`)
  const texts = db.prepare('SELECT id, city FROM thin')
  const edit = db.prepare('UPDATE thin SET city = ? WHERE id = ?')
  const insert = insertInto(db)
  return {
    db,
    page: (more: number, offset: number) =>
      JSON.stringify({ data: page.all('main', more, offset), total: count.get('main', more) }),
    whole: () => JSON.stringify({ data: all.all() }),
    grouped: (list: string) => JSON.stringify({ groups: grouped.all(list), data: sorted.all(list) }),
    /** Reads a cell of every row and writes another, in one transaction: what working out a column costs at least. */
    workOut: db.transaction((work: (city: string) => string) => {
      for (const { id, city } of texts.all() as { id: string; city: string }[]) edit.run(work(city), id)
    }),
    one: (id: string) => JSON.stringify(one.get(id)),
    edit: (id: string, city: string) => edit.run(city, id),
    insertAll: db.transaction((rows: unknown[][]) => {
      for (const row of rows) insert.run(...row)
    }),
    close: () => void db.close(),
  }
}

function copy(from: Database.Database, to: Database.Database): void {
  const rows = from.prepare(`
    SELECT i.id, i.name, i.list, i.type, i.owner, i.city, i.country, i.website, i.phone, i.source, i.next_step, i.next_step_at,
      i.notes, i.external_id, i.created_at, i.updated_at, i.created_by, i.updated_by, i.version, i.cells ->> 'rating',
      i.cells ->> 'ticket', i.cells ->> 'first_met', s.total_committed, s.last_contact_at
    FROM live_investors i JOIN investor_summaries s ON s.investor_id = i.id`)
  const insert = insertInto(to)
  to.transaction(() => {
    for (const row of rows.raw().iterate() as Iterable<unknown[]>) insert.run(...row)
  })()
}

const insertInto = (db: Database.Database) =>
  db.prepare(`INSERT INTO thin VALUES (${thinColumns.map(() => '?').join(', ')})`)

/** A bare Fastify in front of the thin table. */
export async function serveThin(thin: Thin): Promise<{ origin: string; close: () => Promise<void> }> {
  const app = Fastify({ logger: false })
  app.get<{ Querystring: { more: string; offset: string } }>('/page', (request, reply) => {
    const { more, offset } = request.query
    return reply.type('application/json').send(thin.page(Number(more), Number(offset)))
  })
  app.get<{ Params: { id: string } }>('/one/:id', (request, reply) =>
    reply.type('application/json').send(thin.one(request.params.id)),
  )
  const listeners = new Set<ServerResponse>()
  app.get('/api/events', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n')
    listeners.add(reply.raw)
    reply.raw.on('close', () => listeners.delete(reply.raw))
  })
  app.get<{ Querystring: { list: string } }>('/grouped', (request, reply) =>
    reply.type('application/json').send(thin.grouped(request.query.list)),
  )
  app.patch<{ Params: { id: string }; Body: { city: string } }>('/one/:id', (request, reply) => {
    thin.edit(request.params.id, request.body.city)
    for (const listener of listeners) listener.write(`data: ${request.params.id}\n\n`)
    return reply.type('application/json').send(thin.one(request.params.id))
  })
  app.get('/whole', (_request, reply) => reply.type('application/json').send(thin.whole()))
  app.get('/table', (_request, reply) => reply.type('text/html').send(barePage))
  app.get('/nothing', () => ({ ok: true }))
  return { origin: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() }
}

/** The barest grid there is: the same rows fetched, the first hundred drawn as a plain table; a click marks, Enter writes. */
const barePage = `<!doctype html><title>Bare</title><style>main { height: 800px; overflow: auto }</style>
<main id="grid-table"></main><script type="module">
const { data } = await (await fetch('/page?more=0&offset=0')).json()
const table = document.createElement('table')
for (const row of data) {
  const line = table.insertRow()
  line.className = 'tabulator-row'
  for (const [key, value] of Object.entries(row)) {
    const cell = line.insertCell()
    cell.className = 'tabulator-cell'
    cell.setAttribute('data-field', key)
    cell.textContent = value
  }
}
document.querySelector('main').append(table)
let typed = ''
addEventListener('click', ({ target }) => {
  document.querySelector('[aria-selected]')?.removeAttribute('aria-selected')
  target.closest('td')?.setAttribute('aria-selected', 'true')
})
addEventListener('keydown', ({ key }) => {
  if (key === 'Enter') {
    document.querySelector('[aria-selected]').textContent = typed
    typed = ''
  } else if (key.length === 1) typed += key
})
</script>`
