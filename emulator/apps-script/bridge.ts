import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { ScriptProblem } from './script-problem.ts'

/** What the two sides of one script host share: a port for the words, a number to wait on. */
export interface Bridge {
  port: MessagePort
  signal: Int32Array
}

// biome-ignore lint/suspicious/noExplicitAny: each call has its own arguments, typed by HostServices
export type HostHandlers = Record<string, (...args: any[]) => unknown>
type Reply = { value: unknown } | { problem: string }

/** Worker side: asks the host and blocks until it answered, as every call of Apps Script does. */
export function callHost(bridge: Bridge, name: string, args: unknown[]): unknown {
  Atomics.store(bridge.signal, 0, 0)
  bridge.port.postMessage({ name, args })
  Atomics.wait(bridge.signal, 0, 0)
  const reply = receiveMessageOnPort(bridge.port)?.message as Reply
  if ('problem' in reply) throw new ScriptProblem(reply.problem)
  return reply.value
}

/** Main side: answers calls one after the other; a script is never doing two things at once. */
export function serveHostCalls(bridge: Bridge, handlers: () => HostHandlers) {
  bridge.port.on('message', async ({ name, args }: { name: string; args: unknown[] }) => {
    bridge.port.postMessage(await answer(handlers()[name], args))
    Atomics.store(bridge.signal, 0, 1)
    Atomics.notify(bridge.signal, 0)
  })
  bridge.port.unref()
}

async function answer(handler: HostHandlers[string] | undefined, args: unknown[]): Promise<Reply> {
  if (!handler) return { problem: 'The script host does not know that call.' }
  try {
    return { value: await handler(...args) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
