import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

test('a lost opportunity is not taken up again beside the one that followed it', async () => {
  const { asInes, harbor, fundI } = await openApp()
  const flag = async () =>
    (await asInes('POST', '/api/opportunities', { investor_id: harbor.id, fund_id: fundI.id })).json()
  const move = (id: string, stage: string) =>
    asInes('PATCH', `/api/opportunities/${id}/stage`, { stage, reason: 'Budget' })
  const first = await flag()
  await move(first.id, 'lost')
  const second = await flag()

  const reply = await move(first.id, 'meeting')

  expect(reply.json()).toMatchObject({ code: 'conflict', opportunity_id: second.id })
})

test('a lost opportunity is taken up again when there is no other', async () => {
  const { asInes, harbor, fundI } = await openApp()
  const { id } = (await asInes('POST', '/api/opportunities', { investor_id: harbor.id, fund_id: fundI.id })).json()
  await asInes('PATCH', `/api/opportunities/${id}/stage`, { stage: 'lost', reason: 'Budget' })

  const reply = await asInes('PATCH', `/api/opportunities/${id}/stage`, { stage: 'meeting' })

  expect(reply.json()).toMatchObject({ stage: 'meeting' })
})
