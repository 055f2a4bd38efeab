/**
 * Reads messages for a service that has others to answer. A large one would hold up everything for as long as it takes, so it
 * is read in a thread beside; what it does to that thread is its own fault alone. One thread is enough for what is rare.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { UnreadableMessage } from './bounds.ts'
import { type AttachedFile, type ReadMessage, readAttachment, readMessage } from './read.ts'
import type { Answer, Question } from './reader-thread.ts'

/** Both throw `UnreadableMessage`, or `ReaderClosed` once it is closed, and take `raw` with them: it may be empty afterwards. */
export type Reader = {
  message: (raw: Buffer) => Promise<ReadMessage>
  attachment: (raw: Buffer, part: number) => Promise<AttachedFile | null>
  /** Ends what is being read. */
  close: () => Promise<unknown>
}

export class ReaderClosed extends Error {}

/** What one message may take: MiB of JavaScript's memory, and milliseconds. */
export type Allowance = { memory: number; patience: number }

const usual: Allowance = { memory: 768, patience: 2 * 60_000 }
/** In bytes; a message below it takes some 20 ms. */
const large = 2 ** 20

export function openReader(allowance: Allowance = usual): Reader {
  const thread = openThread(allowance)
  return {
    message: async (raw) =>
      raw.length < large ? readMessage(raw) : ((await thread.ask({ raw, part: null })) as ReadMessage),
    attachment: async (raw, part) => {
      if (raw.length < large) return readAttachment(raw, part)
      const file = (await thread.ask({ raw, part })) as AttachedFile | null
      return file && { ...file, content: Buffer.from(file.content) }
    },
    close: thread.close,
  }
}

const idleFor = 30_000

/** A thread that is made when it is asked something, answers one question at a time, and ends when it is not asked for long. */
function openThread({ memory, patience }: Allowance) {
  const closing = new AbortController()
  let worker: Worker | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined

  const end = () => {
    const ended = worker
    worker = null
    return ended?.terminate()
  }
  const answered = async (question: Question): Promise<Answer> => {
    if (closing.signal.aborted) throw new ReaderClosed('Reading was stopped.')
    clearTimeout(idle)
    worker ??= startWorker(memory)
    try {
      return await answerOf(worker, question, AbortSignal.any([closing.signal, AbortSignal.timeout(patience)]))
    } catch (error) {
      end()
      throw closing.signal.aborted ? new ReaderClosed('Reading was stopped.') : reasonFor(error)
    } finally {
      idle = setTimeout(end, idleFor).unref()
    }
  }
  return {
    ask: async (question: Question) => {
      const mine = turn.then(() => answered(question))
      turn = mine.catch(() => undefined)
      const answer = await mine
      if ('unreadable' in answer) throw new UnreadableMessage(answer.unreadable)
      return answer.found
    },
    close: async () => {
      closing.abort()
      clearTimeout(idle)
      await end()
    },
  }
}

function startWorker(memory: number): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: memory }
  const worker = new Worker(new URL('./reader-thread.ts', import.meta.url), { resourceLimits })
  // Who waits for an answer hears of it as well; without a listener it would end the service.
  return worker.on('error', () => undefined)
}

/** The process stays for as long as somebody waits. */
async function answerOf(worker: Worker, { raw, part }: Question, signal: AbortSignal): Promise<Answer> {
  const bytes = new Uint8Array(raw)
  worker.ref()
  worker.postMessage({ raw: bytes, part } satisfies Question, [bytes.buffer])
  try {
    const [answer] = await once(worker, 'message', { signal })
    return answer
  } finally {
    worker.unref()
  }
}

function reasonFor(error: unknown): unknown {
  const { name, code } = error as { name?: string; code?: string }
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new UnreadableMessage('It takes more memory to read than a message may.')
  return name === 'AbortError' ? new UnreadableMessage('It takes longer to read than a message may.') : error
}
