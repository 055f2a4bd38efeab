import { createConnection } from 'node:net'

export type Request = { method?: string; path: string; headers?: Record<string, string>; body?: string }

/**
 * A client that costs next to nothing: one kept-alive connection, requests written as text, answers read by their
 * Content-Length. What is measured through it is the server. A server hangs up on whoever asks nothing for a minute, so
 * the connection is made again when it is needed.
 */
export async function openWire(origin: string) {
  let line = await connect(origin)
  const ask = async (request: Request): Promise<string> => {
    if (line.socket.destroyed) line = await connect(origin)
    return line.ask(request)
  }
  return { ask, close: () => void line.socket.destroy() }
}

async function connect(origin: string) {
  const { hostname, port, host } = new URL(origin)
  const socket = createConnection({ host: hostname, port: Number(port), noDelay: true })
  let received = nothing()
  let answer: ((body: string) => void) | null = null
  let fail: ((error: Error) => void) | null = null

  socket.on('error', (error) => fail?.(error))
  socket.on('data', (chunk) => {
    received.chunks.push(chunk)
    received.length += chunk.length
    const whole = wholeAnswer(received)
    if (!whole) return
    received = nothing()
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
  return { ask, socket }
}

function asText(host: string, { method = 'GET', path, headers = {}, body = '' }: Request): string {
  const all = { host, ...headers, ...(body && { 'content-length': String(Buffer.byteLength(body)) }) }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

/** What has come of an answer so far; `expected` is its length with the head, once that is known. */
type Received = { chunks: Buffer[]; length: number; expected: number | null }

const nothing = (): Received => ({ chunks: [], length: 0, expected: null })

/** A large answer comes in many pieces: they are put together once, when the last of them is there. */
function wholeAnswer(received: Received): { status: number; body: string } | null {
  received.expected ??= expectedLength(Buffer.concat(received.chunks))
  if (received.expected === null || received.length < received.expected) return null

  const bytes = Buffer.concat(received.chunks)
  const end = bytes.indexOf('\r\n\r\n')
  return { status: Number(bytes.toString('latin1', 9, 12)), body: bytes.toString('utf8', end + 4) }
}

function expectedLength(bytes: Buffer): number | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null

  return end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1] ?? 0)
}
