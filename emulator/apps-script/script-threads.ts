import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import { type HostHandlers, serveHostCalls } from './bridge.ts'
import type { ExecutionOrder, ExecutionResult } from './execution.ts'
import { outOfTime } from './services/budget.ts'
import type { HostServices } from './services/host.ts'

/** A thread that runs one script at a time, so that the script can block while this thread answers it. */
interface ScriptThread {
  worker: Worker
  /** Who answers the script that runs now. */
  handlers: HostHandlers
}

// Threads are slow to start and keep nothing between executions, so a finished one waits for the next script.
const idle: ScriptThread[] = []
const mostIdle = 4

/** Runs one execution; a script that does not come to an end within the limit is ended with its thread. */
export async function execute(
  order: ExecutionOrder,
  services: HostServices | null,
  limitMs: number,
): Promise<ExecutionResult> {
  const thread = idle.pop() ?? (await startThread())
  thread.handlers = { ...services }
  const outcome = await answerOf(thread.worker, order, limitMs)
  if (outcome && idle.length < mostIdle) idle.push(thread)
  else await thread.worker.terminate()
  return (
    outcome ?? { functions: [], result: null, error: { name: 'Exception', message: outOfTime, stack: '' }, logs: [] }
  )
}

async function startThread(): Promise<ScriptThread> {
  const { port1, port2 } = new MessageChannel()
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const workerData = { port: port2, signal }
  const worker = new Worker(new URL('./execution.ts', import.meta.url), { workerData, transferList: [port2] })
  const thread: ScriptThread = { worker, handlers: {} }
  serveHostCalls({ port: port1, signal }, () => thread.handlers)
  await once(worker, 'message')
  // An idle thread must not keep the program alive.
  worker.unref()
  return thread
}

/** The answer, or null when none came within the limit. */
function answerOf(worker: Worker, order: ExecutionOrder, limitMs: number): Promise<ExecutionResult | null> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: ExecutionResult | null) => {
      clearTimeout(timer)
      worker.removeAllListeners('message').removeAllListeners('error')
      resolve(outcome)
    }
    const timer = setTimeout(() => settle(null), limitMs)
    worker.once('message', settle)
    worker.once('error', reject)
    worker.postMessage(order)
  })
}
