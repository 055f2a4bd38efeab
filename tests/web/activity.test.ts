import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { undo } from '../../server/undo/undo.ts'
import { days } from '../support/clock.ts'
import { actorFor } from '../support/world.ts'
import { openPanel, textOf } from './person.ts'

/** Ines moved Harbor to Lisbon, and the day after Marcus moved Alder to Porto. */
async function openActivity() {
  const panel = await openPanel()
  const { db, ines, marcus, harbor, alder, clock } = panel
  const move = (who: typeof ines, investor: typeof harbor, city: string) =>
    act(db, actorFor(who), `Moved ${investor.name}`, (tx) => writeCells(tx, investor.id, { city }), {
      now: clock.now(),
    })
  clock.advance(days(1))
  const harborMoved = move(ines, harbor, 'Lisbon')
  clock.advance(days(1))
  const alderMoved = move(marcus, alder, 'Porto')
  return { ...panel, harborMoved, alderMoved }
}

/** At once, or after asking. */
const isOffered = (page: string, batch: string) =>
  page.includes(`value="${batch}"`) || page.includes(`href="/undo/${batch}"`)

test('what the team did stands day by day, newest first, in words', async () => {
  const { inesAt } = await openActivity()

  const page = textOf((await inesAt.visit('/activity')).body)

  expect(page).toMatch(
    /Today .*Marcus changed City: Porto.*Alder Pension.*Yesterday .*Ines changed City: Boston → to Lisbon/,
  )
})

test.each([
  ['user_id', (w: Awaited<ReturnType<typeof openActivity>>) => w.marcus.id, 'Porto', 'Lisbon'],
  ['investor_id', (w: Awaited<ReturnType<typeof openActivity>>) => w.harbor.id, 'Lisbon', 'Porto'],
  ['since', () => '2026-11-18', 'Porto', 'Lisbon'],
  ['until', () => '2026-11-17', 'Lisbon', 'Porto'],
])('filtered by %s', async (name, value, shown, hidden) => {
  const world = await openActivity()

  const page = textOf((await world.inesAt.visit(`/activity?${name}=${value(world)}`)).body)

  expect(page).toContain(shown)
  expect(page).not.toContain(hidden)
})

test('everybody is offered to undo their own acts, an admin also those of others, a viewer none', async () => {
  const { inesAt, marcusAt, veraAt, harborMoved, alderMoved } = await openActivity()
  const offered = async (who: typeof inesAt) => {
    const { body } = await who.visit('/activity')
    return [harborMoved, alderMoved].map((done) => isOffered(body, done.batchId))
  }

  expect(await offered(inesAt)).toEqual([true, true])
  expect(await offered(marcusAt)).toEqual([false, true])
  expect(await offered(veraAt)).toEqual([false, false])
})

test('an undone act is marked and not offered again', async () => {
  const { inesAt, db, ines, harborMoved } = await openActivity()
  undo(db, actorFor(ines), harborMoved.batchId)

  const { body } = await inesAt.visit('/activity')

  expect(textOf(body)).toContain('undone')
  expect(isOffered(body, harborMoved.batchId)).toBe(false)
})

test('an act over many rows is told by its name and its number, not by its first row', async () => {
  const { inesAt, db, ines, harbor, clock } = await openActivity()
  const cities = Array.from({ length: 30 }, (_, n) => `City ${n}`)
  act(
    db,
    actorFor(ines, 'import'),
    'Imported lps.csv',
    (tx) => {
      for (const city of cities) writeCells(tx, harbor.id, { city })
    },
    { now: clock.now() },
  )

  expect(textOf((await inesAt.visit('/activity')).body)).toMatch(/Ines imported lps\.csv .*30 entries/)
})

test('activity is saved as CSV', async () => {
  const { inesAt } = await openActivity()

  const { body, headers } = await inesAt.visit('/activity.csv')

  expect(headers['content-type']).toContain('text/csv')
  expect(body).toContain('2026-11-18T09:00:00.000Z,Marcus Lindqvist,in the panel,changed City,,Porto,Alder Pension,1,')
})
