import { beforeAll, expect, test } from 'vitest'
import { archiveCommunication } from '../../server/communications/log.ts'
import { act } from '../../server/db/write.ts'
import { actorFor } from '../support/world.ts'
import { openPanel } from '../web/person.ts'

let panel: Awaited<ReturnType<typeof openTalkative>>

beforeAll(async () => {
  panel = await openTalkative()
})

/** 12,000 calls with Harbor, one a minute, every fourth about the fee; those of Alder in between are few. */
async function openTalkative() {
  const made = await openPanel()
  const { db, ines, harbor } = made
  db.$client.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
    INSERT INTO communications (id, version, created_at, updated_at, type, summary, occurred_at, user_id, privacy)
    SELECT printf('call-%05d', i), 1, '2026-01-01T00:00:00.000Z', printf('2026-02-%02dT00:00:00.000Z', 1 + i % 28), 'call',
      CASE i % 4 WHEN 0 THEN 'About the fee' ELSE 'About the deck' END,
      strftime('%Y-%m-%dT%H:%M:%fZ', '2026-01-01', i || ' minutes'), '${ines.id}', 'full' FROM n;
    INSERT INTO communication_investors (id, version, created_at, updated_at, communication_id, investor_id, occurred_at)
    SELECT 'l-' || id, 1, created_at, updated_at, id, '${harbor.id}', occurred_at FROM communications WHERE id LIKE 'call-%'`)
  return made
}

const list = async (query: string) => (await panel.asInes('GET', `/api/communications?${query}`)).json()

test('the total of a list that is narrowed is exact, however long it is', async () => {
  expect((await list(`investor_id=${panel.harbor.id}&limit=1`)).total).toBe(12_000)
  expect((await list('type=call&limit=1')).total).toBe(12_000)
  expect((await list(`user_id=${panel.ines.id}&since=2026-01-02T00:00:00Z&limit=1`)).total).toBe(12_000 - 1439)
})

test('so is that of a search, and its last page is there', async () => {
  const { total, data } = await list('search=the fee&limit=10&offset=2995')

  expect([total, data.length]).toEqual([3000, 5])
})

test('any order is of all there are, and not of the newest', async () => {
  const { total, data } = await list(`investor_id=${panel.harbor.id}&sort=occurred_at&limit=2`)

  expect([total, data.map(({ id }: { id: string }) => id)]).toEqual([12_000, ['call-00001', 'call-00002']])
})

test('a page says “more than” of a search that finds very many, and leads on', async () => {
  const first = (await panel.inesAt.visit('/communications?search=the%20fee')).body

  expect(first).toMatch(/1–50 of more than 1,000/)
  expect((await panel.inesAt.visit('/communications?search=the%20fee&offset=1000')).body).toMatch(
    /1,001–1,050 of more than 1,050/,
  )
  expect((await panel.inesAt.visit('/communications?search=the%20fee&offset=2950')).body).toMatch(
    /2,951–3,000 of 3,000/,
  )
})

test('what is archived is counted no more', async () => {
  const { db, ines, clock } = panel
  act(db, actorFor(ines), 'Archived', (tx) => archiveCommunication(tx, 'call-00001'), { now: clock.now() })

  expect((await list('type=call&limit=1')).total).toBe(11_999)
})
