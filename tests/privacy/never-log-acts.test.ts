import { expect, test } from 'vitest'
import { capture } from '../proposals/captured.ts'
import { openPanel } from '../web/person.ts'

const whom = { address: 'maya.chen@harborfo.example' }

/** Mail with Maya of Harbor is logged, and then she is listed as never logged. */
async function openListed(times = 1) {
  const panel = await openPanel()
  capture(panel)
  const since = Number(panel.db.$client.prepare('SELECT max(seq) FROM changes').pluck().get())
  panel.clock.advance(60_000)
  for (const _ of Array(times)) await panel.asInes('POST', '/api/admin/capture/never-log', whom)
  const entries = panel.db.$client.prepare('SELECT investor_id, entity_id FROM changes WHERE seq > ?').raw().all(since)
  const ids = entries.flat().filter((id) => id !== null)
  expect(ids).toContain(panel.harbor.id)
  return { ...panel, since: panel.clock.now().toISOString(), at: since }
}

type Panel = Awaited<ReturnType<typeof openListed>>

/** What is told of the act: its change entries as the API of the log has them. */
const told = async ({ asInes, since }: Panel, path: string) =>
  (await asInes('GET', `${path}?since=${encodeURIComponent(since)}`)).json()

test('Activity says to admins that somebody is never logged and by whom, and to others nothing', async () => {
  const panel = await openListed()
  const { inesAt, veraAt, marcusAt, asVera, harbor } = panel

  const { data, total } = await told(panel, '/api/activity')
  expect(total).toBe(1)
  expect(data).toMatchObject([{ what: 'Listed somebody as never logged', entries: 1, investors: [] }])
  expect(data[0].changes.map(({ entity }: { entity: string }) => entity)).toEqual(['never_log'])

  const deed = /<li class="deed[\s\S]*?<\/li>/.exec((await inesAt.visit('/activity')).body)?.[0]
  expect(deed).toContain('listed somebody as never logged')
  expect(deed).not.toContain('Harbor')
  expect(deed).not.toContain(harbor.id)
  for (const other of [veraAt, marcusAt]) {
    expect((await other.visit('/activity')).body).not.toContain('never logged')
    expect((await other.visit('/activity.csv')).body).not.toContain('never logged')
  }
  expect((await asVera('GET', '/api/activity')).body).not.toContain('never logged')
})

test('no investor is found by an act of never-log', async () => {
  const { asInes, asVera, inesAt, harbor } = await openListed()

  for (const as of [asInes, asVera]) {
    expect((await as('GET', `/api/activity?investor_id=${harbor.id}`)).body).not.toContain('never logged')
  }
  for (const path of [`/investors/${harbor.id}`, `/investors/${harbor.id}/history`]) {
    expect((await inesAt.visit(path)).body).not.toContain('never logged')
  }
})

test("an investor's history has no entry of it", async () => {
  const { asVera, harbor, since } = await openListed()

  const { data } = (await asVera('GET', `/api/fundraising/rows/${harbor.id}/history?limit=100`)).json()

  expect(data.filter(({ at }: { at: string }) => at >= since)).toEqual([])
})

test.each([1, 2])('the audit log says that it was done and by whom alone, listed %i times', async (times) => {
  const panel = await openListed(times)

  const { data } = await told(panel, '/api/audit-log')

  expect(data.map(({ entity, investor_id }: Record<string, unknown>) => [entity, investor_id])).toEqual(
    Array(times).fill(['never_log', null]),
  )
  const page = (await panel.inesAt.visit('/admin/audit')).body
  expect(page).not.toContain('archived a communication')
})

test('what an earlier listing left is put aside by listing once more, and that is told of nobody either', async () => {
  const panel = await openListed()
  const { db, asInes, harbor, clock } = panel
  db.$client.prepare("UPDATE communications SET deleted_at = NULL WHERE type = 'email'").run()
  db.$client.prepare('UPDATE communication_investors SET deleted_at = NULL WHERE investor_id = ?').run(harbor.id)
  const handmade = "UPDATE communications SET from_address = ?, mail_id = NULL WHERE type = 'email'"
  db.$client.prepare(handmade).run(whom.address)
  clock.advance(60_000)
  const since = clock.now().toISOString()

  const { erased } = (await asInes('POST', '/api/admin/capture/never-log', whom)).json()

  expect(erased.communications).toBeGreaterThan(0)
  const { data } = await told({ ...panel, since }, '/api/audit-log')
  expect(data.map(({ entity }: { entity: string }) => entity)).toEqual(['never_log'])
})
