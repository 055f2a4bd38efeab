import { expect, test } from 'vitest'
import { get, hello, ines, openWorkspace, readonly, requestToken, signAssertion, tokenFor, tomas } from './support.ts'

const profile = '/gmail/v1/users/me/profile'

test('the next two calls fail as told, the third works', async () => {
  const workspace = await openWorkspace()
  const token = await tokenFor(workspace)
  workspace.faults.failNext({ path: '/gmail/', status: 429, reason: 'rateLimitExceeded', times: 2 })

  const replies = [
    await get(workspace, profile, token),
    await get(workspace, profile, token),
    await get(workspace, profile, token),
  ]

  expect(replies.map((reply) => reply.status)).toEqual([429, 429, 200])
  expect(replies[0]?.body.error).toMatchObject({
    status: 'RESOURCE_EXHAUSTED',
    errors: [{ domain: 'usageLimits', reason: 'rateLimitExceeded' }],
  })
})

test('a fault for one path leaves the others alone', async () => {
  const workspace = await openWorkspace()
  workspace.faults.failNext({ path: '/token', method: 'POST', status: 503, reason: 'backendError' })

  expect((await fetch(`${workspace.url}/oauth2/v3/certs`)).status).toBe(200)
  expect(await tokenFor(workspace)).toBe('')
})

test('a dropped answer breaks the connection after the work was done', async () => {
  const workspace = await openWorkspace()
  workspace.faults.dropNextAnswer({ path: '/token' })

  await expect(tokenFor(workspace)).rejects.toThrow()

  expect(workspace.grants.size).toBe(1)
})

test('a delayed call is answered after those that came later', async () => {
  const workspace = await openWorkspace()
  const token = await tokenFor(workspace)
  const order: string[] = []
  workspace.faults.delayNext({ path: profile, ms: 50 })

  const slow = get(workspace, profile, token).then(() => order.push('slow'))
  await get(workspace, '/gmail/v1/users/me/messages', token).then(() => order.push('quick'))
  await slow

  expect(order).toEqual(['quick', 'slow'])
})

test('a cut answer breaks the connection in the middle of its body', async () => {
  const workspace = await openWorkspace()
  const token = await tokenFor(workspace)
  workspace.faults.cutNextAnswer({ path: profile })

  const reply = await fetch(`${workspace.url}${profile}`, { headers: { authorization: `Bearer ${token}` } })

  expect(reply.status).toBe(200)
  expect(Number(reply.headers.get('content-length'))).toBeGreaterThan(50)
  await expect(reply.text()).rejects.toThrow()
  expect((await get(workspace, profile, token)).status).toBe(200)
})

test('a fault may let calls pass first, and hit one person only', async () => {
  const workspace = await openWorkspace()
  const [inesToken, tomasToken] = [await tokenFor(workspace), await tokenFor(workspace, { sub: tomas.email })]
  workspace.faults.failNext({ path: profile, user: ines.email, after: 1, status: 500, reason: 'backendError' })

  const statuses = []
  for (const token of [inesToken, tomasToken, tomasToken, inesToken, inesToken]) {
    statuses.push((await get(workspace, profile, token)).status)
  }

  expect(statuses).toEqual([200, 200, 200, 500, 200])
})

test('something may happen just before a call', async () => {
  const workspace = await openWorkspace()
  const { copies } = await workspace.deliver(hello)
  const [id = ''] = copies.map((copy) => copy.id)
  const token = await tokenFor(workspace)
  const messages = '/gmail/v1/users/me/messages'
  workspace.faults.beforeNext({ path: `${messages}/`, happens: () => workspace.deleteForever(ines.email, id) })

  expect((await get(workspace, messages, token)).body.messages).toHaveLength(1)
  expect((await get(workspace, `${messages}/${id}`, token)).status).toBe(404)
})

test('a message may be deleted between the list and the get', async () => {
  const workspace = await openWorkspace({ messages: [hello] })
  const token = await tokenFor(workspace)
  workspace.controls.deleteAfterListing(ines.email)
  const messages = '/gmail/v1/users/me/messages'

  const { body } = await get(workspace, messages, token)

  expect((await get(workspace, `${messages}/${body.messages[0].id}`, token)).status).toBe(404)
})

test('a person who left has neither tokens nor a mailbox any more', async () => {
  const workspace = await openWorkspace()
  const token = await tokenFor(workspace)
  workspace.controls.deleteUser(ines.email)

  expect((await get(workspace, profile, token)).status).toBe(401)
  expect((await requestToken(workspace, await signAssertion(workspace))).body).toMatchObject({ error: 'invalid_grant' })
})

test('a revoked token is refused, the next one works', async () => {
  const workspace = await openWorkspace()
  const token = await tokenFor(workspace)
  workspace.controls.revokeTokens(ines.email)

  expect((await get(workspace, profile, token)).status).toBe(401)
  expect((await get(workspace, profile, await tokenFor(workspace))).status).toBe(200)
})

test('a scope that is delegated again can be asked for again', async () => {
  const workspace = await openWorkspace()
  workspace.controls.revokeScope(readonly)
  expect(await tokenFor(workspace)).toBe('')

  workspace.controls.delegateScope(readonly)

  expect((await get(workspace, profile, await tokenFor(workspace))).status).toBe(200)
})

test('cleared faults do not strike', async () => {
  const workspace = await openWorkspace()
  const token = await tokenFor(workspace)
  workspace.faults.failNext({ status: 500, reason: 'backendError', times: 9 })
  workspace.faults.clear()

  expect((await get(workspace, profile, token)).status).toBe(200)
})

test('past the quota of a minute a person’s calls are refused until the next minute', async () => {
  const workspace = await openWorkspace()
  const [inesToken, tomasToken] = [await tokenFor(workspace), await tokenFor(workspace, { sub: tomas.email })]
  workspace.controls.capQuota(10)
  const list = (token: string) => get(workspace, '/gmail/v1/users/me/messages', token)

  expect([(await list(inesToken)).status, (await list(inesToken)).status]).toEqual([200, 200])
  expect(await list(inesToken)).toMatchObject({
    status: 429,
    body: { error: { errors: [{ reason: 'rateLimitExceeded' }] } },
  })
  expect((await list(tomasToken)).status).toBe(200)
  workspace.clock.advance(60_000)
  expect((await list(inesToken)).status).toBe(200)
})

test('reading a new project’s mailbox stops at 300 messages a minute', async () => {
  const workspace = await openWorkspace()
  const { copies } = await workspace.deliver(hello)
  const token = await tokenFor(workspace)
  const path = `/gmail/v1/users/me/messages/${copies[0]?.id}?format=minimal`

  const statuses = []
  for (let call = 0; call < 301; call++) statuses.push((await get(workspace, path, token)).status)

  expect(statuses.indexOf(429)).toBe(300)
})

test('controls refuse people the workspace does not have', async () => {
  const { controls } = await openWorkspace()

  expect(() => controls.expireHistory('maya@harbor.example')).toThrow('maya@harbor.example has no mailbox')
  expect(() => controls.deleteUser('maya@harbor.example')).toThrow('is not a user of northgate.example')
  expect(() => controls.expireSyncTokens('maya@harbor.example')).toThrow('maya@harbor.example has no calendar')
  expect(() => controls.suspendUser('maya@harbor.example')).toThrow('is not a user of northgate.example')
})
