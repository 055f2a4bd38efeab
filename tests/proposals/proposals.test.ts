import { expect, test } from 'vitest'
import { systemActor } from '../../server/db/actor.ts'
import type { Db } from '../../server/db/db.ts'
import { act } from '../../server/db/write.ts'
import { type NewProposal, propose } from '../../server/proposals/propose.ts'
import { openApp } from '../support/world.ts'

const machine = { ...systemActor('automation'), name: 'The machine' }

function proposed(db: Db, given: Partial<NewProposal> & Pick<NewProposal, 'kind' | 'payload'>, investorId: string) {
  const whole = { investorId, title: 'A change', evidence: [{ text: 'No contact for a year.' }], source: 'test' }
  return act(db, machine, 'Proposed', (tx) => propose(tx, { ...whole, occasion: null, ...given })).result
}

async function openReview() {
  const world = await openApp()
  const toGraveyard = { kind: 'move_list' as const, payload: { investor_id: world.quill.id, list: 'graveyard' } }
  const { proposal } = proposed(world.db, toGraveyard, world.quill.id)
  const listOf = async () => (await world.asInes('GET', `/api/fundraising/rows/${world.quill.id}`)).json().values.list
  return { ...world, proposal, toGraveyard, listOf }
}

test('a proposal changes nothing until somebody approves it', async () => {
  const { asInes, proposal, listOf } = await openReview()

  const { data } = (await asInes('GET', '/api/proposals?status=pending')).json()

  expect(await listOf()).toBe('longshot')
  expect(data).toMatchObject([
    {
      id: proposal.id,
      investor: { name: 'Quill Endowment' },
      changes: [{ field: 'list', label: 'List', current: 'longshot', proposed: 'graveyard' }],
      stale: false,
    },
  ])
})

test('approving does it as the person, in one act with the proposal', async () => {
  const { asMarcus, marcus, proposal, quill, listOf } = await openReview()

  const reply = await asMarcus('POST', `/api/proposals/${proposal.id}/approve`)
  const { data } = (await asMarcus('GET', `/api/fundraising/rows/${quill.id}/history?limit=50`)).json()

  expect(await listOf()).toBe('graveyard')
  expect(reply.json()).toMatchObject({ status: 'approved', decided_by: marcus.id })
  expect(reply.json().decision_batch_id).toBe(reply.json().batch_id)
  const moved = data.find((one: { field: string }) => one.field === 'list')
  expect(moved).toMatchObject({ actor: { name: 'Marcus Lindqvist' }, batch_id: reply.json().batch_id })
})

test('undoing the approval takes the change back and lets the proposal wait again', async () => {
  const { asMarcus, proposal, listOf } = await openReview()
  const { batch_id } = (await asMarcus('POST', `/api/proposals/${proposal.id}/approve`)).json()

  await asMarcus('POST', '/api/fundraising/undo', { batch_id })

  expect(await listOf()).toBe('longshot')
  expect((await asMarcus('GET', `/api/proposals/${proposal.id}`)).json()).toMatchObject({
    status: 'pending',
    decided_by: null,
  })
})

test('what was edited before approving is done instead', async () => {
  const { asInes, proposal, listOf } = await openReview()

  const payload = { list: 'follow_up' }
  const reply = await asInes('POST', `/api/proposals/${proposal.id}/approve`, { payload })

  expect(await listOf()).toBe('follow_up')
  expect(reply.json().payload).toMatchObject({ list: 'follow_up' })
})

test('an edit that is wrong is refused and nothing is done', async () => {
  const { asInes, proposal, listOf } = await openReview()

  const reply = await asInes('POST', `/api/proposals/${proposal.id}/approve`, { payload: { list: 'attic' } })

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields).toEqual({ list: expect.stringContaining('“attic” is not an option of “List”.') })
  expect(await listOf()).toBe('longshot')
})

test('what somebody changed since is shown first, and done only when confirmed', async () => {
  const { asInes, proposal, quill, listOf } = await openReview()
  await asInes('PATCH', `/api/fundraising/rows/${quill.id}`, { values: { list: 'main' } })

  const refused = await asInes('POST', `/api/proposals/${proposal.id}/approve`)
  expect(refused.statusCode).toBe(409)
  expect(refused.json().conflicts).toEqual([
    { field: 'list', seen: 'longshot', current: 'main', proposed: 'graveyard' },
  ])
  expect(await listOf()).toBe('main')

  await asInes('POST', `/api/proposals/${proposal.id}/approve`, { confirm: true })
  expect(await listOf()).toBe('graveyard')
})

test('of two people who decide at once the second is told', async () => {
  const { asInes, asMarcus, proposal } = await openReview()
  await asMarcus('POST', `/api/proposals/${proposal.id}/reject`, { reason: 'They called yesterday' })

  const late = await asInes('POST', `/api/proposals/${proposal.id}/approve`)

  expect(late.statusCode).toBe(409)
  expect(late.json().detail).toContain('Marcus Lindqvist rejected this already')
})

test('the same machine proposes once per occasion, also after a rejection', async () => {
  const { db, asInes, quill, toGraveyard } = await openReview()
  const first = proposed(
    db,
    { ...toGraveyard, payload: { ...toGraveyard.payload, list: 'main' }, occasion: 'a' },
    quill.id,
  )
  await asInes('POST', `/api/proposals/${first.proposal.id}/reject`)

  const again = proposed(db, { ...toGraveyard, occasion: 'a' }, quill.id)

  expect(again).toMatchObject({ isNew: false, proposal: { id: first.proposal.id } })
})

test('the very same thing is not proposed twice while it waits', async () => {
  const { db, quill, proposal, toGraveyard } = await openReview()

  const again = proposed(db, { ...toGraveyard, occasion: 'another' }, quill.id)

  expect(again.proposal.id).toBe(proposal.id)
})

test('a proposed task is added when it is approved', async () => {
  const { db, asInes, ines, harbor } = await openReview()
  const payload = { title: 'Call Maya', due_on: '2026-11-20', owner: ines.id, investor_id: harbor.id }
  const { proposal } = proposed(db, { kind: 'create_task', payload }, harbor.id)

  await asInes('POST', `/api/proposals/${proposal.id}/approve`)

  const { data } = (await asInes('GET', `/api/tasks?investor_id=${harbor.id}`)).json()
  expect(data).toMatchObject([{ title: 'Call Maya', due_on: '2026-11-20', owner: ines.id }])
})

test('proposals about an archived investor are gone with it', async () => {
  const { asInes, quill, proposal } = await openReview()

  await asInes('DELETE', `/api/fundraising/rows/${quill.id}`)

  expect((await asInes('GET', '/api/proposals?status=pending')).json().total).toBe(0)
  expect((await asInes('POST', `/api/proposals/${proposal.id}/approve`)).statusCode).toBe(404)
})

test('a viewer reads proposals and decides none', async () => {
  const { asVera, proposal } = await openReview()

  expect((await asVera('GET', '/api/proposals')).json().total).toBe(1)
  expect((await asVera('POST', `/api/proposals/${proposal.id}/approve`)).statusCode).toBe(403)
})
