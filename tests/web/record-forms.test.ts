import { expect, test } from 'vitest'
import { logCommunication } from '../../server/communications/log.ts'
import { act } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { actorFor } from '../support/world.ts'
import { openPanel } from './person.ts'

/** One of everything a form can be about. */
async function openRecord() {
  const panel = await openPanel()
  const { db, ines, harbor, fundII, maya } = panel
  const { result } = act(db, actorFor(ines), 'Filled', (tx) => {
    const call = { type: 'call' as const, summary: 'They are in.', occurred_at: '2026-11-10T10:00:00.000Z' }
    return {
      deal: flagOpportunity(tx, { investor_id: harbor.id, fund_id: fundII.id }).id,
      said: logCommunication(tx, { investor_id: harbor.id, ...call }).communication.id,
      entry: enterCommitment(tx, { investor_id: harbor.id, fund_id: fundII.id, measure: 'soft', amount: 5 }).id,
    }
  })
  const changes = () => db.$client.prepare('SELECT count(*) FROM changes').pluck().get()
  return { ...panel, ...result, harbor: harbor.id, maya: maya.id, changes }
}

const forms = [
  '/investors',
  '/investors/:harbor/commitments',
  '/investors/:nobody',
  '/investors/:nobody/facts/city',
  '/investors/:harbor/facts/no_such_column',
  '/investors/:harbor/facts/total_committed',
  '/investors/:nobody/archive',
  '/investors/:nobody/tags',
  '/contacts',
  '/contacts/:maya',
  '/contacts/:nobody',
  '/opportunities',
  '/opportunities/:nobody/move',
  '/opportunities/:deal/move',
  '/communications',
  '/communications/:said',
  '/communications/:nobody/archive',
  '/commitments/:nobody/archive',
]

test.each(forms)('an empty or foreign %s is a mistake with a sentence, and writes nothing', async (path) => {
  const { inesAt, changes, ...record } = await openRecord()
  const ids: Record<string, string> = { ...record, nobody: '01990000-0000-7000-8000-000000000000' } as never
  const before = changes()

  const reply = await inesAt.submit(
    path.replace(/:(\w+)/g, (_, name: string) => String(ids[name])),
    {},
  )

  expect(reply.statusCode).toBeGreaterThanOrEqual(400)
  expect(reply.statusCode).toBeLessThan(500)
  expect(changes()).toBe(before)
})

const writes = [
  '/investors/:harbor/archive',
  '/investors/:harbor/restore',
  '/investors/:harbor/next-step',
  '/investors/:harbor/contacts/:maya/remove',
  '/contacts/:maya/archive',
  '/opportunities/:deal',
  '/opportunities/:deal/archive',
  '/communications/:said/archive',
  '/commitments/:entry/archive',
  ...forms.filter((path) => !path.includes('nobody')),
]

test.each(writes)('a viewer is refused %s', async (path) => {
  const { veraAt, changes, ...record } = await openRecord()
  const ids = record as unknown as Record<string, string>
  const before = changes()

  const reply = await veraAt.submit(
    path.replace(/:(\w+)/g, (_, name: string) => String(ids[name])),
    {},
  )

  expect(reply.statusCode).toBe(403)
  expect(changes()).toBe(before)
})
