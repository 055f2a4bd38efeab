import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { migrateDb, openDb } from '../../server/db/db.ts'
import { remembered } from '../../server/grid/memo.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** The service, and a command beside it that has the same file open. */
function openTwice() {
  const folder = mkdtempSync(join(tmpdir(), 'venture-epoch-'))
  folders.push(folder)
  const file = join(folder, 'crm.db')
  const service = openDb(file)
  migrateDb(service)
  return { service, command: openDb(file) }
}

test('what a command beside the service wrote without a word in the log is in the service’s next answer', () => {
  const { service, command } = openTwice()
  const answer = () =>
    remembered(service, 'states', () => service.$client.prepare('SELECT address FROM mailbox_states').pluck().all())
  expect(answer()).toEqual([])

  command.$client.prepare("INSERT INTO mailbox_states (address) VALUES ('ines@northlight.example')").run()

  expect(answer()).toEqual(['ines@northlight.example'])
})

test('as long as nobody writes, an answer is remembered', () => {
  const { service, command } = openTwice()
  let made = 0
  const answer = () => remembered(service, 'made', () => (made += 1))
  answer()
  command.$client.prepare('SELECT count(*) FROM changes').get()

  expect([answer(), answer()]).toEqual([1, 1])
})
