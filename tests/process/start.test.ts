import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../support/folder.ts'
import { freePort, run } from '../support/process.ts'

const setupToken = 'a-set-up-token-for-the-tests'
const ines = { email: 'ines@northlight.example', password: 'a long enough passphrase', full_name: 'Ines Okafor' }

async function startService(dataDir: string, settings: Record<string, string> = {}) {
  const [port, gatewayPort] = [await freePort(), await freePort()]
  const env = {
    CRM_DATA_DIR: dataDir,
    CRM_PORT: `${port}`,
    CRM_GATEWAY_PORT: `${gatewayPort}`,
    CRM_SETUP_TOKEN: setupToken,
  }
  const service = run('server/main.ts', [], { ...env, CRM_LOG_LEVEL: 'error', ...settings })
  const base = `http://127.0.0.1:${port}`
  const send = (method: string, path: string, body?: unknown, token?: string) =>
    fetch(`${base}/api${path}`, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  return { ...service, base, gateway: `http://127.0.0.1:${gatewayPort}`, send }
}

async function startWithInes(dataDir: string) {
  const service = await startService(dataDir)
  await service.said('Web panel')
  await service.send('POST', '/auth/setup', { token: setupToken, ...ines })
  const { email, password } = ines
  const { token } = await (await service.send('POST', '/auth/login', { email, password })).json()
  return { ...service, token: String(token) }
}

test('the first start prints the address that creates the first admin, and it works once', async () => {
  const service = await startService(emptyFolder())

  const [, address] = await service.said(/first admin at {2}(\S+)/)
  const first = await service.send('POST', '/auth/setup', { token: setupToken, ...ines })
  const second = await service.send('POST', '/auth/setup', {
    token: setupToken,
    ...ines,
    email: 'eve@elsewhere.example',
  })

  expect(address).toBe(`${service.base}/setup?token=${setupToken}`)
  expect([first.status, second.status]).toEqual([201, 409])
})

test('both listeners answer, and the gateway nothing but its own', async () => {
  const service = await startService(emptyFolder())
  await service.said('Web panel')

  const health = await service.send('GET', '/health')
  const [alive, hidden] = [await fetch(`${service.gateway}/healthz`), await fetch(`${service.gateway}/api/health`)]

  expect([health.status, alive.status, hidden.status]).toEqual([200, 200, 404])
})

test('what was acknowledged survives kill -9, and the folder is free again at once', async () => {
  const dataDir = emptyFolder()
  const service = await startWithInes(dataDir)
  const row = await service.send(
    'POST',
    '/fundraising/rows',
    { values: { name: 'Harbor Family Office' } },
    service.token,
  )
  service.child.kill('SIGKILL')
  await service.ended

  const again = await startService(dataDir)
  await again.said('Web panel')
  const rows = await (await again.send('GET', '/fundraising/rows', undefined, service.token)).json()

  expect(row.status).toBe(201)
  expect(rows.data.map((r: { values: { name: string } }) => r.values.name)).toEqual(['Harbor Family Office'])
})

test('a second process on the same folder is refused with a sentence', async () => {
  const dataDir = emptyFolder()
  const first = await startService(dataDir)
  await first.said('Web panel')

  const second = await (await startService(dataDir)).ended

  expect(second.code).toBe(1)
  expect(second.stderr).toContain('Another process is using the data folder')
})

test('a port in use is a sentence that names the setting', async () => {
  const first = await startService(emptyFolder())
  await first.said('Web panel')

  const second = await (await startService(emptyFolder(), { CRM_PORT: new URL(first.base).port })).ended

  expect(second.code).toBe(1)
  expect(second.stderr).toMatch(/^Cannot listen on 127\.0\.0\.1:\d+: the port is in use\. .* set CRM_PORT/)
})

test('SIGTERM ends it cleanly, and is named', async () => {
  const service = await startService(emptyFolder())
  await service.said('Web panel')

  service.child.kill('SIGTERM')

  expect(await service.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('SIGTERM received, stopping.') })
})

test('SIGTERM ends it cleanly when nobody reads what it says any more', async () => {
  const service = await startService(emptyFolder())
  await service.said('Web panel')

  service.child.stdout?.destroy()
  service.child.kill('SIGTERM')

  expect(await service.ended).toMatchObject({ code: 0, stderr: '' })
})

test('only its owner can read the data', async () => {
  const dataDir = join(emptyFolder(), 'data')
  const service = await startService(dataDir)
  await service.said('Web panel')

  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  expect(statSync(join(dataDir, 'crm.db')).mode & 0o077).toBe(0)
})

test.each([
  ['CRM_PORT', 'eighty', 'CRM_PORT must be a port number. Example: CRM_PORT=8080'],
  ['CRM_TIMEZONE', 'Mars/Olympus', 'CRM_TIMEZONE must be a time zone name'],
  ['CRM_ENV', 'production', 'CRM_SECRET_KEY is required in production'],
  ['CRM_SETUP_TOKEN', 'short', 'CRM_SETUP_TOKEN must be at least 16 characters'],
])('a wrong %s=%s stops it with the name and an example', async (name, value, sentence) => {
  const service = await startService(emptyFolder(), { [name]: value })

  const { code, stderr } = await service.ended

  expect(code).toBe(1)
  expect(stderr).toContain(sentence)
})
