import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { deliverRaw } from '../../emulator/gmail/deliver.ts'
import { openCapture } from '../../server/capture/engine.ts'
import { onCommit } from '../../server/db/committed.ts'
import { config, ines, maya, messages, openFund, post } from './fund.ts'
import { nearClient } from './near.ts'

/** A letter with a file of so many bytes. */
function withFile(bytes: number): Buffer {
  const lines = Buffer.alloc(bytes, 'Harbor ').toString('base64').replace(/.{76}/g, '$&\r\n')
  const head = `From: ${maya}\r\nTo: ${ines}\r\nSubject: The data room\r\nMessage-ID: <room@harborfo.example>\r\n`
  const part = 'Content-Type: application/pdf; name=room.pdf\r\nContent-Transfer-Encoding: base64'
  const body = `--e\r\n\r\nAll of it.\r\n--e\r\n${part}\r\n\r\n${lines}\r\n--e--\r\n`
  return Buffer.from(`${head}Content-Type: multipart/mixed; boundary=e\r\n\r\n${body}`)
}

/** A letter of so many characters. */
function withWords(n: number, characters: number): Buffer {
  const head = `From: ${maya}\r\nTo: ${ines}\r\nSubject: Letter ${n}\r\nMessage-ID: <${n}@harborfo.example>\r\n`
  return Buffer.from(`${head}Content-Type: text/html\r\n\r\n<p>${`Harbor ${n}\r\n`.repeat(characters / 10)}</p>`)
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes of JavaScript's memory that somebody still holds. */
function heldNow(): number {
  collect()
  return process.memoryUsage().heapUsed
}

test('a large message is read in a thread beside the service, and stored with the small ones', async () => {
  const made: Worker[] = []
  process.on('worker', (worker: Worker) => made.push(worker))
  const fund = openFund([ines])
  deliverRaw(fund.workspace, withFile(2 * 2 ** 20), { receivedAt: fund.clock.now() })
  await post(fund.workspace, { subject: 'The deck' })

  const [visited] = await fund.capture.run()
  await fund.capture.stop()

  expect(visited).toMatchObject({ stored: 2, unreadable: 0, problem: null })
  expect(messages(fund)).toEqual(['The data room', 'The deck'])
  expect(made.length).toBeGreaterThan(0)
})

test('told to stop while it reads a large message, capture ends, and reads it the next time', async () => {
  const fund = openFund([ines])
  deliverRaw(fund.workspace, withFile(8 * 2 ** 20), { receivedAt: fund.clock.now() })
  const isBegun = new Promise((begun) => process.once('worker', begun))

  const run = fund.capture.run()
  await isBegun
  await fund.capture.stop()

  expect(await run).toMatchObject([{ stored: 0, unreadable: 0, problem: { reason: 'stopped' } }])
  expect(messages(fund)).toEqual([])
})

test('words that are stored are let go of before the next are read', async () => {
  const fund = openFund([ines])
  for (let n = 0; n < 24; n += 1) deliverRaw(fund.workspace, withWords(n, 900_000), { receivedAt: fund.clock.now() })
  const held: number[] = []
  onCommit(fund.db, () => held.push(heldNow()))
  const client = (address: string) => nearClient(fund.workspace, address, undefined, 100)
  const capture = openCapture({ db: fund.db, config, now: fund.clock.now, log: { error: () => undefined }, client })

  const [visited] = await capture.run()
  await capture.stop()

  expect(visited).toMatchObject({ stored: 24, problem: null })
  expect(Math.max(...held) - Math.min(...held)).toBeLessThan(12 * 900_000)
})
