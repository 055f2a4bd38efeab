import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

type Opened = Awaited<ReturnType<typeof openApp>>

const post = ({ app, tokens }: Opened, body: string | Buffer) =>
  app.inject({
    method: 'POST',
    url: '/api/tags',
    headers: { authorization: `Bearer ${tokens.ines}`, 'content-type': 'application/json' },
    payload: body,
  })

test.each([
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0x6e, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]), 400, 'bad_request'],
  ['broken JSON', '{"name":', 400, 'bad_request'],
  ['JSON without end', '['.repeat(200_000), 400, 'bad_request'],
  ['half a character', '{"name":"a\\ud800b"}', 422, 'invalid'],
  ['NUL', '{"name":"a\\u0000b"}', 422, 'invalid'],
  ['NUL in a key', '{"na\\u0000me":"a"}', 422, 'invalid'],
  ['a prototype', '{"name":"a","__proto__":{"admin":true}}', 422, 'invalid'],
  ['a prototype deep down', '{"name":"a","values":[{"\\u005f_proto__":1}]}', 422, 'invalid'],
  ['what every object has', '{"name":"a","constructor":{"prototype":{}}}', 422, 'invalid'],
])('%s in a body is refused', async (_what, body, status, code) => {
  const reply = await post(await openApp(), body)

  expect(reply.statusCode).toBe(status)
  expect(reply.json()).toMatchObject({ code, detail: expect.stringMatching(/\.$/) })
})

test('escaped letters among a million cells are read like any others', async () => {
  const { app, tokens } = await openApp()
  const headers = { authorization: `Bearer ${tokens.ines}`, 'content-type': 'application/json' }
  const payload = `{"caf\\u00e9":[${'[],'.repeat(1_000_000)}[]]}`
  const reply = await app.inject({ method: 'POST', url: '/api/fundraising/paste', headers, payload })

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields).toMatchObject({ café: '“café” is not known here.' })
})

test.each(['é', '\u{1d4b3}\u{1f600}', '\u202eright to left', ' \u00a0 '.concat('x'), '\ufffd'])(
  'any other text is stored as it was sent: %j',
  async (text) => {
    const { asInes, harbor } = await openApp()
    const at = `/api/fundraising/rows/${harbor.id}`
    await asInes('PATCH', at, { values: { notes: text } })

    expect((await asInes('GET', at)).json().values.notes).toBe(text)
  },
)

test.each([
  ['/api/contacts?search=%zz', 400],
  ['/api/contacts?search=%ff', 400],
  ['/api/contacts?search=100%25', 200],
  ['/api/contacts?search=a%00b', 422],
  ['/api/fundraising/rows?search=a%00b', 422],
])('GET %s answers %i', async (url, status) => {
  const { asInes } = await openApp()

  expect((await asInes('GET', url)).statusCode).toBe(status)
})

let opened: Opened | undefined
afterEach(() => opened?.app.close())

test.each([
  ['GARBAGE\r\n\r\n', '400', 'bad_request'],
  [`GET /api/me HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(40_000)}\r\n\r\n`, '431', 'too_large'],
])('what is no request (%#) is told so in the shape of every error', async (text, status, code) => {
  opened = await openApp()
  await opened.app.listen({ host: '127.0.0.1', port: 0 })
  const address = opened.app.server.address() as { port: number }

  const answer = await new Promise<string>((resolve, reject) => {
    let told = ''
    const socket = connect(address.port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (bytes) => {
      told += bytes
    })
    socket.on('close', () => resolve(told))
    socket.on('error', reject)
  })
  expect(answer).toContain(` ${status} `)
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code, detail: expect.stringMatching(/\.$/) })
})
