import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'
import { registered } from './registered.ts'

type Operation = { summary?: string; tags?: string[]; security?: unknown[]; responses?: Record<string, unknown> }

test('the document has every route of the API and no other', async () => {
  const { app, asVera } = await openApp()
  const document = (await asVera('GET', '/api/docs/json')).json()

  const documented = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const real = registered(app)
    .filter(({ method, url }) => url.startsWith('/api/') && method !== 'HEAD')
    .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`)

  expect(real.length).toBeGreaterThan(50)
  expect(documented.toSorted()).toEqual(real.toSorted())
})

test('every operation says what it is for, who may use it and how it fails', async () => {
  const { asVera } = await openApp()
  const document = (await asVera('GET', '/api/docs/json')).json()

  for (const [path, item] of Object.entries(document.paths as Record<string, Record<string, Operation>>)) {
    for (const [method, operation] of Object.entries(item)) {
      const where = `${method} ${path}`
      expect(operation.summary, where).toMatch(/^[A-Z].{5,}/)
      expect(operation.tags, where).toHaveLength(1)
      expect(operation.security, where).toBeInstanceOf(Array)
      expect(Object.keys(operation.responses ?? {}), where).toEqual(expect.arrayContaining(['422']))
    }
  }
})

test('parameters and bodies come from the schemas the routes check with', async () => {
  const { asVera } = await openApp()
  const { paths } = (await asVera('GET', '/api/docs/json')).json()

  const { parameters } = paths['/api/fundraising/rows'].get
  const body = paths['/api/opportunities'].post.requestBody.content['application/json'].schema
  expect(parameters).toContainEqual(
    expect.objectContaining({
      name: 'limit',
      in: 'query',
      schema: expect.objectContaining({ type: 'integer', minimum: 0 }),
    }),
  )
  expect(body).toMatchObject({ required: ['investor_id', 'fund_id'], additionalProperties: false })
})

test('the page needs no sign-in, no script and nothing from elsewhere', async () => {
  const { app } = await openApp()

  const reply = await app.inject('/api/docs')

  expect(reply.statusCode).toBe(200)
  expect(reply.body).toContain('/api/fundraising/rows/{id}')
  expect(reply.body).not.toMatch(/(src|href)="(https?:)?\/\//)
  expect(reply.body).not.toMatch(/<script(?! [^>]*src="\/)|<style| style=/)
})

test('every write takes an Idempotency-Key, and the import a file', async () => {
  const { asVera } = await openApp()
  const { paths } = (await asVera('GET', '/api/docs/json')).json()

  const takers = ['/api/funds', '/api/auth/invite', '/api/fundraising/backup', '/api/admin/capture/run']
  for (const path of takers) {
    expect(paths[path].post.parameters, path).toContainEqual(
      expect.objectContaining({ name: 'idempotency-key', in: 'header' }),
    )
  }
  expect(paths['/api/fundraising/rows/query'].post.parameters).toBeUndefined()
  expect(Object.keys(paths['/api/import/csv'].post.requestBody.content)).toEqual(['application/json', 'text/csv'])
})

test('failures are documented as JSON, those of routes without a sign-in too', async () => {
  const { asVera } = await openApp()
  const { paths } = (await asVera('GET', '/api/docs/json')).json()

  expect(Object.keys(paths['/api/auth/login'].post.responses)).toEqual(expect.arrayContaining(['200', '401', '429']))
  expect(Object.keys(paths['/api/auth/setup'].post.responses)).toEqual(expect.arrayContaining(['201', '403', '409']))
  expect(Object.keys(paths['/api/auth/accept-invite'].post.responses)).toEqual(expect.arrayContaining(['404', '409']))
  expect(paths['/api/events'].get.responses['401'].content).toHaveProperty('application/json')
})
