import type { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { UnreadableMessage } from '../../../server/mail/message/read.ts'
import { openReader, type Reader, ReaderClosed } from '../../../server/mail/message/reader.ts'
import { fromMaya, raw } from './raw.ts'

const mebibyte = 2 ** 20
const opened: Reader[] = []
const reading = (...given: Parameters<typeof openReader>) => {
  const reader = openReader(...given)
  opened.push(reader)
  return reader
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((reader) => reader.close()))
})

/** The threads that were made since this was asked. */
function threads() {
  const made: Worker[] = []
  process.on('worker', (worker: Worker) => made.push(worker))
  return made
}

/** A letter with a file of so many bytes. */
function withFile(bytes: number): Buffer {
  const lines = Buffer.alloc(bytes, 'Harbor ').toString('base64').replace(/.{76}/g, '$&\r\n')
  const part = 'Content-Type: application/pdf; name=deck.pdf\r\nContent-Transfer-Encoding: base64'
  const body = `--e\r\n\r\nHello Ines\r\n--e\r\n${part}\r\n\r\n${lines}\r\n--e--\r\n`
  return raw([...fromMaya, ['Content-Type', 'multipart/mixed; boundary=e']], Buffer.from(body))
}

test('a small message is read where it is', async () => {
  const made = threads()

  const { text } = await reading().message(withFile(10_000))

  expect(text).toBe('Hello Ines')
  expect(made).toEqual([])
})

test('a large one is read in a thread beside, to the same message', async () => {
  const made = threads()
  const { message } = reading()

  const [large, again] = [await message(withFile(3 * mebibyte)), await message(withFile(3 * mebibyte))]

  expect(made).toHaveLength(1)
  expect(large).toMatchObject({ text: 'Hello Ines', attachments: [{ name: 'deck.pdf', size: 3 * mebibyte }] })
  expect(again).toEqual(large)
})

test('while it reads 25 MB, everything else goes on', async () => {
  let isRead = false
  const all = reading()
    .message(withFile(25_000_000))
    .then(() => (isRead = true))

  // Each is a turn of the event loop; were the message read in it, they would come after it.
  for (let turn = 0; turn < 100; turn += 1) await new Promise((next) => setImmediate(next))

  expect(isRead).toBe(false)
  await all
})

test('an attachment of a large message comes whole', async () => {
  const file = await reading().attachment(withFile(3 * mebibyte), 0)

  expect(file).toMatchObject({ name: 'deck.pdf', type: 'application/pdf' })
  expect(file?.content.equals(Buffer.alloc(3 * mebibyte, 'Harbor '))).toBe(true)
})

test('what cannot be read says why, as it does in place', async () => {
  const failure = reading().message(Buffer.concat([Buffer.from('\r\n'), withFile(3 * mebibyte)]))

  await expect(failure).rejects.toThrow(new UnreadableMessage('It has no headers.'))
})

test('a message that takes too much memory is unreadable, and the next one is read', async () => {
  const { message } = reading({ memory: 24, patience: 60_000 })
  const manyLines = raw(fromMaya, Buffer.from('=\r\n'.repeat(900_000)))

  await expect(message(manyLines)).rejects.toThrow(UnreadableMessage)
  await expect(message(withFile(2 * mebibyte))).resolves.toMatchObject({ text: 'Hello Ines' })
})

test('a message that takes too long is unreadable', async () => {
  const { message } = reading({ memory: 500, patience: 1 })

  await expect(message(withFile(3 * mebibyte))).rejects.toThrow('It takes longer to read than a message may.')
})

test('closing ends what is being read, and what waits', async () => {
  const reader = reading()
  const [first, second] = [reader.message(withFile(3 * mebibyte)), reader.message(withFile(3 * mebibyte))]
  const failures = Promise.allSettled([first, second])

  await reader.close()

  expect(await failures).toMatchObject([{ reason: expect.any(ReaderClosed) }, { reason: expect.any(ReaderClosed) }])
})
