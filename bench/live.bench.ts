import { createConnection, type Socket } from 'node:net'
import { type Bench, type Lab, sizes } from './lab.ts'
import { compare } from './measure.ts'
import { openWire } from './wire.ts'

const clients = 20

/** From one person's edit to the last of twenty open grids that heard of it; against writing the same bytes to as many sockets. */
export const live: Bench = {
  name: 'live',
  run: async (lab, report) => {
    const [ours, bare] = [await overTheLog(lab), await bareWrites(lab)]
    report(await compare({ name: `an edit, told to ${clients} open grids`, ours, bare }))
  },
}

async function overTheLog(lab: Lab) {
  const { origin, ids, headers } = await lab.widePanel(sizes.usual)
  const wire = await lab.once('live wire', () => openWire(origin))
  const listeners = await lab.once('listeners', () => listenAll(origin, headers.authorization))
  let n = 0
  return async () => {
    const heard = listeners.next()
    const path = `/api/fundraising/rows/${ids[++n % ids.length]}`
    const body = JSON.stringify({ values: { next_step: `Call on day ${n}` } })
    await wire.ask({ method: 'PATCH', path, body, headers: { ...headers, 'content-type': 'application/json' } })
    await heard
  }
}

/** A durable edit of the plain table by a bare Fastify that then writes a line to every listener. */
async function bareWrites(lab: Lab) {
  const { origin } = await lab.bareServer(sizes.usual)
  const { ids } = await lab.fund(sizes.usual)
  const wire = await lab.once('bare live wire', () => openWire(origin))
  const listeners = await lab.once('bare listeners', () => listenAll(origin, ''))
  let n = 0
  return async () => {
    const heard = listeners.next()
    const body = JSON.stringify({ city: `Faro ${n}` })
    const headers = { 'content-type': 'application/json' }
    await wire.ask({ method: 'PATCH', path: `/one/${ids[++n % ids.length]}`, body, headers })
    await heard
  }
}

/** `next` is kept when every listener received a message that was not there when it was asked. */
async function listenAll(origin: string, authorization: string) {
  const sockets = await Promise.all(Array.from({ length: clients }, () => listen(origin, authorization)))
  return {
    next: () => Promise.all(sockets.map(message)),
    close: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
}

function listen(origin: string, authorization: string): Promise<Socket> {
  const { hostname, port, host } = new URL(origin)
  const socket = createConnection({ host: hostname, port: Number(port), noDelay: true })
  socket.write(
    `GET /api/events HTTP/1.1\r\nhost: ${host}\r\nauthorization: ${authorization}\r\naccept: text/event-stream\r\n\r\n`,
  )
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('data', () => resolve(socket))
  })
}

const message = (socket: Socket) =>
  new Promise<void>((resolve) => {
    const hear = (chunk: Buffer) => {
      if (!chunk.includes('data:')) return
      socket.off('data', hear)
      resolve()
    }
    socket.on('data', hear)
  })
