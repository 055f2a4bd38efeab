import { expect, test } from 'vitest'
import { domain, type Gateway, openGateway } from './support.ts'

/** What the log holds, at its most talkative, without the name of the machine. A test has to swap pino's own stream. */
function listen({ app }: Gateway): () => string {
  const stream = Object.getOwnPropertySymbols(app.log).find((symbol) => symbol.description === 'pino.stream')
  if (!stream) throw new Error('pino keeps its stream elsewhere now')

  const lines: string[] = []
  Object.assign(app.log, { [stream]: { write: (line: string) => lines.push(line) } })
  return () => lines.map((line) => JSON.stringify({ ...JSON.parse(line), hostname: undefined })).join('\n')
}

const hello = {
  from: 'Maya Chen <maya.chen@harborfo.example>',
  to: `ines@${domain}`,
  subject: 'Fund II documents',
  date: '2026-11-10T09:30:00Z',
  text: 'We have read the deck.',
}

test('the log holds reasons, and neither people nor addresses nor tokens', async () => {
  const gateway = await openGateway({ delegation: true, settings: { CRM_LOG_LEVEL: 'trace' } })
  const log = listen(gateway)
  const { asInes, asMarcus, asVera, app, workspace, harbor } = gateway
  const { copies } = await workspace.deliver(hello)
  const email = {
    investor_id: harbor.id,
    type: 'email',
    summary: 'Secret summary',
    occurred_at: '2026-11-12T08:00:00Z',
  }

  await asInes('POST', '/dossier', { addresses: ['maya.chen@harborfo.example', 'li@unknown.example'] })
  await asInes('GET', '/search?q=maya.chen@harborfo.example')
  workspace.faults.failNext({ path: '/gmail', status: 403, reason: 'insufficientPermissions' })
  await asInes('POST', '/communications', { ...email, message_id: copies[0]?.id })
  await asMarcus('POST', '/contacts', { investor_id: harbor.id, name: 'Li Wei', emails: ['not an address'] })
  await asVera('POST', '/communications', email)
  await app.inject({ url: '/addon/v1/home', headers: { authorization: 'Bearer eyJ.made.up' } })
  const stranger = await workspace.identityToken(`stranger@${domain}`)
  await app.inject({ url: '/addon/v1/home', headers: { authorization: `Bearer ${stranger}` } })
  await app.inject({ url: '/nothing?of=maya.chen@harborfo.example' })

  expect(log()).toContain('"reason":"google_denied"')
  expect(log()).toContain('"reason":"not_staff"')
  expect(log()).toContain('"route":"/addon/v1/search"')
  expect(log()).not.toMatch(/@|%40|harbor|maya|chen|li wei|okafor|marcus|stranger|secret|bearer|eyJ/i)
})
