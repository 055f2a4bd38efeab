import { expect, test } from 'vitest'
import { openMailroom } from './mailroom.ts'

async function openFormatted() {
  const room = await openMailroom()
  const id = room.receive({
    text: 'We allocate.',
    html: `<p onclick="steal()">We <b>allocate</b>.</p><script>steal()</script><form action="/undo"><button>Go</button></form>
      <img src="https://track.example/open.png"><blockquote>You asked.</blockquote>`,
    attachments: [{ part: 2, name: 'Terms & <b>.html', type: 'text/html', size: 10, sha256: 'f', inline: false }],
  })
  return { ...room, id }
}

test('the frame of an e-mail runs nothing, sends nothing and may stand nowhere but here', async () => {
  const { inesAt, id } = await openFormatted()

  const { headers, body } = await inesAt.visit(`/mail/${id}/body`)
  const policy = String(headers['content-security-policy'])

  for (const rule of ["default-src 'none'", 'img-src data:;', "form-action 'none'", "frame-ancestors 'self'"])
    expect(policy).toContain(rule)
  expect(policy).toMatch(/sandbox (?!.*allow-scripts)(?!.*allow-same-origin)/)
  expect(headers['referrer-policy']).toBe('no-referrer')
  expect(body).not.toMatch(/steal|<script|<form|<button|onclick|track\.example/)
  expect(body).toContain('We <b>allocate</b>.')
})

test('in a page of ours it may be measured, but never while it fetches from elsewhere', async () => {
  const { inesAt, id } = await openFormatted()
  const framed = { 'sec-fetch-dest': 'iframe' }
  const policyOf = async (url: string) =>
    String((await inesAt.visit(url, framed)).headers['content-security-policy']).match(/sandbox [^;]*/)?.[0]

  expect(await policyOf(`/mail/${id}/body`)).toBe(
    'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  )
  expect(await policyOf(`/mail/${id}/body?remote=1`)).toBe('sandbox allow-popups allow-popups-to-escape-sandbox')
})

test('pictures from elsewhere are there for one look, and the next look is without them', async () => {
  const { inesAt, id } = await openFormatted()

  const asked = await inesAt.visit(`/mail/${id}/body?remote=1`)
  const next = await inesAt.visit(`/mail/${id}/body`)

  expect(asked.body).toContain('https://track.example/open.png')
  expect(asked.headers['content-security-policy']).toContain('img-src data: https:')
  expect(next.body).not.toContain('track.example')
})

test('what the e-mail quotes is folded', async () => {
  const { inesAt, id } = await openFormatted()

  const { body } = await inesAt.visit(`/mail/${id}/body`)

  expect(body).toMatch(
    /<details class="quoted"><summary[^>]*>…<\/summary><blockquote>You asked\.<\/blockquote><\/details>/,
  )
})

test('what is attached is listed with its size and type, and its name is inert', async () => {
  const { inesAt, id } = await openFormatted()

  const { body } = await inesAt.visit(`/mail/${id}`)

  expect(body).toContain(`/mail/${id}/attachments/2`)
  expect(body).toContain('Terms &amp; &lt;b&gt;.html')
  expect(body).toContain('text/html')
})

test('a message that is kept private has no frame and no attachments for others', async () => {
  const { inesAt, marcusAt, ines, decide, id } = await openFormatted()
  decide(ines, id, 'subject')

  const replies = await Promise.all(['body', 'attachments/2'].map((part) => marcusAt.visit(`/mail/${id}/${part}`)))

  expect(replies.map((reply) => reply.statusCode)).toEqual([404, 404])
  expect((await inesAt.visit(`/mail/${id}/body`)).statusCode).toBe(200)
})
