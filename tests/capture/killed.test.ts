/** The real command against the stand-in workspace, killed as hard as a process can be. */
import { expect, test } from 'vitest'
import { run } from '../support/process.ts'
import { fundOnDisk, openGoogle, readFund } from './far.ts'
import { ines, maya, messages, post } from './fund.ts'

async function openBox() {
  const { workspace, settings } = await openGoogle()
  const { folder } = await fundOnDisk()
  const env = { CRM_DATA_DIR: folder, ...settings }
  const capture = () => run('server/cli.ts', ['capture'], env)
  return { workspace, folder, capture }
}

test('killed at any request, the next run ends with every message once', { timeout: 180_000 }, async () => {
  const { workspace, folder, capture } = await openBox()
  for (const n of [...Array(45).keys()]) {
    await post(workspace, { subject: `Letter ${n}`, ...(n % 3 === 0 && { from: ines, to: maya }) })
  }

  for (const after of [2, 27, 12]) {
    const process = capture()
    workspace.faults.beforeNext({ path: '/gmail/v1', after, happens: () => process.child.kill('SIGKILL') })
    expect(await process.ended).toMatchObject({ signal: 'SIGKILL' })
    workspace.faults.clear()
  }
  const last = await capture().ended

  expect(last).toMatchObject({ code: 0, stdout: expect.stringContaining(`ok    ${ines}`) })
  const { kept, copies, sound } = readFund(folder, (db) => ({
    kept: messages({ db }),
    copies: db.$client.prepare('SELECT count(*) FROM mail_copies').pluck().get(),
    sound: db.$client.pragma('integrity_check', { simple: true }),
  }))
  expect(new Set(kept).size).toBe(45)
  expect({ kept: kept.length, copies, sound }).toEqual({ kept: 45, copies: 45, sound: 'ok' })
})

test('a mailbox with a problem is named, and the command fails', async () => {
  const { workspace, capture } = await openBox()
  workspace.controls.suspendUser(ines)

  const { code, stdout } = await capture().ended

  expect(code).toBe(1)
  expect(stdout).toMatch(new RegExp(`LOOK {2}${ines}.*google_sign_in`))
  expect(stdout).toContain('Google has no such person')
})

test('without the key the command refuses, and leaves what is known of the mailbox as it is', async () => {
  const { folder } = await fundOnDisk()

  const { code, stderr } = await run('server/cli.ts', ['capture'], { CRM_DATA_DIR: folder }).ended

  expect(code).not.toBe(0)
  expect(stderr).toContain('CRM_GOOGLE_KEY_FILE')
  expect(readFund(folder, (db) => db.$client.prepare('SELECT * FROM mailbox_states').all())).toEqual([])
})

test('a service told to stop does so while Google keeps a pass waiting', async () => {
  const { workspace, settings } = await openGoogle()
  const { folder, token } = await fundOnDisk()
  const env = { CRM_DATA_DIR: folder, CRM_PORT: '0', CRM_GATEWAY_PORT: '0', CRM_LOG_LEVEL: 'error' }
  const service = run('server/main.ts', [], { ...env, ...settings })
  const [, address] = await service.said(/Web panel +(\S+)/)
  const asked = new Promise<void>((resolve) => workspace.faults.beforeNext({ path: '/gmail/v1', happens: resolve }))
  workspace.faults.delayNext({ path: '/gmail/v1', ms: 60_000 })
  const headers = { authorization: `Bearer ${token}` }
  const answer = fetch(`${address}/api/admin/capture/run`, { method: 'POST', headers }).then((reply) => reply.json())
  await asked

  service.child.kill('SIGTERM')

  expect(await answer).toMatchObject({ mailboxes: [{ address: ines, problem: 'stopped' }] })
  expect(await service.ended).toMatchObject({ code: 0 })
})
