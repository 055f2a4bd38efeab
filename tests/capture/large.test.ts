import type { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { deliverRaw } from '../../emulator/gmail/deliver.ts'
import { ines, maya, messages, openFund, post } from './fund.ts'

/** A letter with a file of so many bytes. */
function withFile(bytes: number): Buffer {
  const lines = Buffer.alloc(bytes, 'Harbor ').toString('base64').replace(/.{76}/g, '$&\r\n')
  const head = `From: ${maya}\r\nTo: ${ines}\r\nSubject: The data room\r\nMessage-ID: <room@harborfo.example>\r\n`
  const part = 'Content-Type: application/pdf; name=room.pdf\r\nContent-Transfer-Encoding: base64'
  const body = `--e\r\n\r\nAll of it.\r\n--e\r\n${part}\r\n\r\n${lines}\r\n--e--\r\n`
  return Buffer.from(`${head}Content-Type: multipart/mixed; boundary=e\r\n\r\n${body}`)
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
