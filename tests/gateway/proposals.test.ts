import { expect, test } from 'vitest'
import { setPolicies } from '../../server/proposals/policies.ts'
import { listProposals } from '../../server/proposals/proposals.ts'
import { capture } from '../proposals/captured.ts'
import { asInesInWeb, openGateway } from './support.ts'

const message = { messageId: 'deck@harborfo.example' }
const aboutIt = { addresses: ['maya.chen@harborfo.example'], rfc_message_id: '<deck@harborfo.example>' }

async function openAsking() {
  const gateway = await openGateway()
  asInesInWeb(gateway, (tx) => setPolicies(tx, { auto: { exact_address: false } }))
  const [proposal, ...others] = (() => {
    capture(gateway, message)
    return listProposals(gateway.db)
  })()
  expect(others).toEqual([])
  return { ...gateway, id: String(proposal?.proposal.id) }
}

test('the sidebar shows what waits about the open message', async () => {
  const { asInes, harbor, id } = await openAsking()

  const { body } = await asInes('POST', '/dossier', aboutIt)

  expect(body.proposals).toEqual([
    { id, kind: 'log_email', investor_id: harbor.id, text: 'Log this e-mail', reason: 'From an address of Maya Chen.' },
  ])
})

test('approved there, the message is logged and nothing waits', async () => {
  const { asMarcus, asInes, id, db } = await openAsking()

  const { status, body } = await asMarcus('POST', `/proposals/${id}/approve`, {})

  expect(status).toBe(200)
  expect(body).toMatchObject({ id, status: 'approved', batch_id: expect.any(String) })
  expect(db.$client.prepare('SELECT count(*) FROM live_communications').pluck().get()).toBe(1)
  const after = (await asInes('POST', '/dossier', aboutIt)).body
  expect(after.proposals).toEqual([])
  expect(after.logged).toMatchObject([{ by: 'Marcus' }])
})

test('what a policy logged shows as logged, by nobody in particular', async () => {
  const gateway = await openGateway()
  capture(gateway, message)

  const { body } = await gateway.asInes('POST', '/dossier', aboutIt)

  expect(body.logged).toMatchObject([{ investor_id: gateway.harbor.id, by: null }])
})

test('a stranger on the message is proposed by name', async () => {
  const gateway = await openGateway()
  capture(gateway, { ...message, cc: ['Nadia Roth <nadia@harborfo.example>'] })

  const { body } = await gateway.asInes('POST', '/dossier', { addresses: ['Nadia@harborfo.example'] })

  expect(body.proposals).toMatchObject([
    {
      kind: 'new_contact',
      text: 'New contact: Nadia Roth (nadia@harborfo.example)',
      reason: 'Maya Chen, who is on the same message, writes from harborfo.example too.',
    },
  ])
})

test('rejected there with a reason, twice is a conflict', async () => {
  const { asInes, id, db } = await openAsking()

  await asInes('POST', `/proposals/${id}/reject`, { reason: 'Not about the fund' })
  const again = await asInes('POST', `/proposals/${id}/approve`, {})

  expect(again.status).toBe(409)
  expect(listProposals(db)[0]?.proposal).toMatchObject({ status: 'rejected', reason: 'Not about the fund' })
})

test('a double click approves once', async () => {
  const { asInes, id } = await openAsking()
  const press = () => asInes('POST', `/proposals/${id}/approve`, {}, { 'idempotency-key': 'one' })

  const first = await press()

  expect((await press()).body).toEqual(first.body)
})

test('a viewer decides nothing, and an unknown one is nowhere', async () => {
  const { asVera, asInes, id } = await openAsking()

  expect((await asVera('POST', `/proposals/${id}/approve`, {})).status).toBe(403)
  expect((await asInes('POST', '/proposals/nothing/reject', {})).status).toBe(404)
  expect((await asInes('POST', `/proposals/${id}/approve`, { payload: {} })).status).toBe(422)
})
