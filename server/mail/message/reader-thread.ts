/** The thread of `reader.ts`. What fails here in another way than a message that cannot be read may, ends it. */
import { parentPort } from 'node:worker_threads'
import { UnreadableMessage } from './bounds.ts'
import { type AttachedFile, type ReadMessage, readAttachment, readMessage } from './read.ts'

/** `part` asks for one of its attachments. */
export type Question = { raw: Uint8Array; part: number | null }
export type Answer = { found: ReadMessage | AttachedFile | null } | { unreadable: string }

parentPort?.on('message', async (question: Question) => parentPort?.postMessage(await answerTo(question)))

async function answerTo({ raw, part }: Question): Promise<Answer> {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  try {
    return { found: part === null ? await readMessage(bytes) : await readAttachment(bytes, part) }
  } catch (error) {
    if (error instanceof UnreadableMessage) return { unreadable: error.message }
    throw error
  }
}
