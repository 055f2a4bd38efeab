import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'
import { registered } from './registered.ts'

/**
 * Who may use what, written down a second time: anybody signed in may read, members and admins may write, and these are
 * the exceptions. A new route that is more open than the rule has to be named here.
 */
const open = [
  'GET /*',
  'GET /api/docs',
  'GET /api/docs/json',
  'GET /api/health',
  'POST /api/auth/setup',
  'POST /api/auth/login',
  'POST /api/auth/logout',
  'POST /api/auth/accept-invite',
  'GET /brand.css',
  'GET /favicon.svg',
  'GET /sign-in',
  'POST /sign-in',
  'GET /sign-in/link/:secret',
  'POST /sign-in/link/:secret',
  'POST /sign-out',
  'POST /theme',
  'GET /setup',
  'POST /setup',
  'GET /invite/:secret',
  'POST /invite/:secret',
]
/** One's own account, and how one looks at a view, is nobody else's record; a question with a body is no write. */
const viewersWrite = [
  'POST /api/fundraising/rows/query',
  'POST /api/fundraising/rows/groups',
  'POST /api/fundraising/rows/order',
  'POST /api/fundraising/contact-names',
  'PUT /api/fundraising/views/:id/drift',
  'DELETE /api/fundraising/views/:id/drift',
  'POST /api/presence',
  'POST /api/fundraising/automations/:id/dry-run',
  'POST /account/password',
  'POST /account/tokens',
  'POST /account/tokens/:id/revocation',
]
const membersRead = /\/(new|edit|move|next-step|delete)$|^GET \/(import|undo)/
const admins =
  /^\w+ (\/api)?\/(admin|audit-log|auth\/invite$|fundraising\/(backup|restore))|^PATCH \/api\/users|^(POST|PATCH) \/api\/funds/
/** Rules act for everybody: anybody may see what they would do, admins write them. */
const rules =
  /^(POST|PATCH|DELETE) (\/api\/fundraising)?\/automations(?!\/:id\/dry-run)|^GET \/automations\/(new|:id\/edit)$/

type Expected = 'public' | 'viewer' | 'member' | 'admin'

function expected(route: string): Expected {
  if (open.includes(route)) return 'public'
  if (admins.test(route) || rules.test(route)) return 'admin'
  if (viewersWrite.includes(route)) return 'viewer'
  return route.startsWith('GET') && !membersRead.test(route) ? 'viewer' : 'member'
}

test('every route lets in exactly who may use it', async () => {
  const { app, tokens } = await openApp()
  const people = { nobody: null, vera: tokens.vera, marcus: tokens.marcus, ines: tokens.ines }
  const rank = { public: 0, viewer: 1, member: 2, admin: 3 }
  const wrong: string[] = []
  const routes = registered(app).filter(({ method }) => method !== 'HEAD')

  for (const { method, url } of routes) {
    const needed = expected(`${method} ${url}`)
    for (const [n, [name, token]] of Object.entries(people).entries()) {
      const headers = token ? { authorization: `Bearer ${token}` } : {}
      // The stream of events does not end; its status comes first.
      const payloadAsStream = url === '/api/events'
      const path = url.replace(/:\w+/g, 'nobody')
      const reply = await app.inject({ method: method as 'GET', url: path, headers, payloadAsStream })
      const refused = reply.statusCode === 401 ? 'not_signed_in' : reply.statusCode === 403 ? 'forbidden' : null
      const wanted = n >= rank[needed] ? null : name === 'nobody' ? 'not_signed_in' : 'forbidden'
      if (refused !== wanted) wrong.push(`${method} ${url} (${needed}) for ${name}: ${reply.statusCode}`)
    }
  }

  expect(routes.length).toBeGreaterThan(100)
  expect(wrong).toEqual([])
})

test('nothing is written for a viewer, whatever is sent', async () => {
  const { app, asVera, db, harbor, fundI } = await openApp()
  const before = db.$client.prepare('SELECT count(*) FROM changes').pluck().get()

  const replies = await Promise.all([
    asVera('POST', '/api/fundraising/rows', { values: { name: 'Hers' } }),
    asVera('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Hers' } }),
    asVera('DELETE', `/api/fundraising/rows/${harbor.id}`),
    asVera('PUT', '/api/fundraising/state', { expected_version: 1, rows: [] }),
    asVera('POST', '/api/fundraising/undo', {}),
    asVera('POST', '/api/commitments', { investor_id: harbor.id, fund_id: fundI.id, measure: 'soft', amount: 1 }),
    asVera('POST', '/api/tokens', { name: 'hers' }),
  ])

  expect(replies.map((reply) => reply.statusCode)).toEqual(replies.map(() => 403))
  expect(db.$client.prepare('SELECT count(*) FROM changes').pluck().get()).toBe(before)
  await app.close()
})
