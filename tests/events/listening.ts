/** A client of the event stream that reads it as a browser does, over a real connection. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { openApp } from '../support/world.ts'

export type Event = { id: string; event: string; data: unknown }
export type Listening = Awaited<ReturnType<typeof listen>>

type App = Awaited<ReturnType<typeof openApp>>

/** The app of a small fund, really listening; closed by the test that opened it. */
export async function serve({ app }: App): Promise<string> {
  return app.listen({ host: '127.0.0.1', port: 0 })
}

/** Opens the stream as whoever the token says. `next` waits for the next event of a kind that was not taken yet. */
export async function listen(
  origin: string,
  token: string,
  path = '/api/events',
  headers: Record<string, string> = {},
) {
  const sent = request(`${origin}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } })
  const reply = await replyTo(sent)
  const events: Event[] = []
  const waiting = new Set<() => void>()
  let [text, ended] = ['', false]
  const wake = () => {
    for (const one of waiting) one()
  }
  reply.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    events.push(...blocks.map(eventOf))
    wake()
  })
  reply.once('close', () => {
    ended = true
    wake()
  })
  const until = <T>(look: () => T | undefined) =>
    new Promise<T>((resolve) => {
      const again = () => {
        const found = look()
        if (found === undefined) return
        waiting.delete(again)
        resolve(found)
      }
      waiting.add(again)
      again()
    })

  return {
    reply,
    next: (event = 'message') =>
      until(() => {
        const at = events.findIndex((one) => one.event === event && one.data !== null)
        return at < 0 ? undefined : events.splice(at, 1)[0]
      }),
    /** The id a browser would resume from. */
    lastId: () => until(() => events.findLast(({ id }) => id !== '')?.id),
    ended: () => until(() => (ended ? true : undefined)),
    /** What came and was not taken, of one kind. */
    left: (event = 'message') => events.filter((one) => one.event === event && one.data !== null),
    stop: () => void sent.destroy(),
  }
}

function replyTo(sent: ClientRequest): Promise<IncomingMessage> {
  sent.on('error', () => {})
  sent.end()
  return new Promise((resolve) => {
    sent.once('response', resolve)
  })
}

function eventOf(block: string): Event {
  const lines = block.split('\n').map((line) => /^(\w*): ?(.*)$/.exec(line))
  const value = (name: string) => lines.find((line) => line?.[1] === name)?.[2]
  const data = value('data')
  return {
    id: value('id') ?? '',
    event: value('event') ?? 'message',
    data: data === undefined ? null : JSON.parse(data),
  }
}
