import { createConnection } from 'node:net'

export type Request = { method?: string; path: string; headers?: Record<string, string>; body?: string }

/**
 * A client that costs next to nothing: one kept-alive connection, requests written as text, answers read by their
 * Content-Length. What is measured through it is the server.
 */
export async function openWire(origin: string) {
  const { hostname, port, host } = new URL(origin)
  const socket = createConnection({ host: hostname, port: Number(port), noDelay: true })
  let received = Buffer.alloc(0)
  let answer: ((body: string) => void) | null = null
  let fail: ((error: Error) => void) | null = null

  socket.on('error', (error) => fail?.(error))
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const whole = wholeAnswer(received)
    if (!whole) return
    received = Buffer.alloc(0)
    if (whole.status >= 400) fail?.(new Error(`${whole.status}: ${whole.body.slice(0, 300)}`))
    else answer?.(whole.body)
  })
  await new Promise<void>((resolve, reject) => {
    fail = reject
    socket.once('connect', resolve)
  })

  const ask = (request: Request) =>
    new Promise<string>((resolve, reject) => {
      answer = resolve
      fail = reject
      socket.write(asText(host, request))
    })
  return { ask, close: () => void socket.destroy() }
}

function asText(host: string, { method = 'GET', path, headers = {}, body = '' }: Request): string {
  const all = { host, ...headers, ...(body && { 'content-length': String(Buffer.byteLength(body)) }) }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

function wholeAnswer(bytes: Buffer): { status: number; body: string } | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null

  const head = bytes.toString('latin1', 0, end)
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
  if (bytes.length < end + 4 + length) return null
  return { status: Number(head.slice(9, 12)), body: bytes.toString('utf8', end + 4) }
}
