import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AnswerFate } from './faults.ts'
import type { Workspace } from './workspace.ts'

/** Lets the scripted faults hit every call of Google's APIs, whatever it asks. */
export function strikeFaults(app: FastifyInstance, workspace: Workspace) {
  const fates = new WeakMap<FastifyRequest, AnswerFate>()

  app.addHook('preHandler', async (request) => {
    const path = request.url.split('?')[0] ?? ''
    const user = userOf(workspace, request)
    fates.set(request, await workspace.faults.strike({ path, method: request.method, user }))
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const fate = fates.get(request)
    if (fate === 'dropped') request.raw.socket.destroy()
    if (fate !== 'cut') return payload
    const bytes = Buffer.from(String(payload))
    reply.header('content-length', bytes.length)
    return Readable.from(halfOf(bytes))
  })
}

function userOf({ grants }: Workspace, { headers }: FastifyRequest): string | null {
  return grants.get(headers.authorization?.replace('Bearer ', '') ?? '')?.subject ?? null
}

/** Promises everything and breaks off in the middle; the pause lets the first half reach the caller. */
async function* halfOf(bytes: Buffer) {
  yield bytes.subarray(0, Math.floor(bytes.length / 2))
  await wait(5)
  throw new Error('The emulator was told to break this answer off.')
}
