import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { setCommitment } from '../../server/funds/commitments.ts'
import { addFund, archiveFund, editFund, type FundForm } from '../../server/funds/funds.ts'
import { findRows } from '../../server/grid/rows.ts'
import { applyView } from '../../server/grid/views/applied.ts'
import { archiveView, editView, viewByKey, viewsFor } from '../../server/grid/views/saved-views.ts'
import { layGround } from '../../server/ground.ts'
import { plainView } from '../../shared/views.ts'
import { actorFor, openWorld } from '../support/world.ts'

function openViews() {
  const world = openWorld()
  const { db, clock, ines } = world
  const asInes = <T>(work: Parameters<typeof act<T>>[3]) =>
    act(db, actorFor(ines), 'Worked', work, { now: clock.now() }).result
  const names = () => viewsFor(db, ines.id).map((view) => view.name)
  const shown = (key: string) => {
    const { query } = applyView(db, ines.id, viewByKey(db, key)?.id ?? '', {})
    const { rows } = findRows(db, { ...query, limit: 100, offset: 0 }, { now: clock.now(), zone: 'UTC', me: ines.id })
    return rows.map((row) => row.values['name'])
  }
  return { ...world, asInes, names, shown, add: (form: FundForm) => asInes((tx) => addFund(tx, form)) }
}

test('every fund starts with the lists, each fund’s LP status, re-up candidates and the silent ones', () => {
  const { names, shown } = openViews()

  expect(names()).toEqual([
    'All investors',
    'Main',
    'Follow up',
    'Longshot',
    'Graveyard',
    'Not contacted for 30 days',
    'LP status · Fund I',
    'LP status · Fund II',
    'Re-up candidates',
  ])
  expect(shown('all')).toEqual(['Alder Pension', 'Harbor Family Office', 'Quill Endowment'])
  expect([shown('main'), shown('follow_up'), shown('longshot'), shown('graveyard')]).toEqual([
    ['Harbor Family Office'],
    ['Alder Pension'],
    ['Quill Endowment'],
    [],
  ])
  expect(shown('quiet')).toEqual(['Harbor Family Office'])
})

test('LP status shows who signed for the fund, with what came of it', () => {
  const { db, ines, asInes, shown, fundII, harbor } = openViews()
  asInes((tx) => setCommitment(tx, harbor.id, fundII.id, 'signed', 500))

  const key = `lp_status_${fundII.id}`
  const { fields } = applyView(db, ines.id, viewByKey(db, key)?.id ?? '', {})

  expect(shown(key)).toEqual(['Harbor Family Office'])
  expect(fields.slice(0, 5)).toEqual(['name', 'type', 'owner', 'fund_ii_signed', 'fund_ii_funded'])
})

test('re-up candidates signed in an earlier fund and have said nothing in the newest', () => {
  const { asInes, shown, fundI, fundII, harbor, alder, quill } = openViews()
  asInes((tx) => {
    for (const investor of [harbor, alder, quill]) {
      setCommitment(tx, investor.id, fundI.id, 'signed', 500)
    }
    setCommitment(tx, alder.id, fundII.id, 'soft', 100)
  })

  expect(shown('reup')).toEqual(['Harbor Family Office', 'Quill Endowment'])
})

test('re-up candidates are seen from a newer fund, unless somebody made the view their own', () => {
  const { db, asInes, add } = openViews()
  const definition = () => JSON.stringify(viewByKey(db, 'reup')?.definition)

  add({ name: 'Fund III' })
  expect(definition()).toContain('fund_iii_soft')

  asInes((tx) => editView(tx, viewByKey(db, 'reup')?.id ?? '', { definition: plainView }))
  add({ name: 'Fund IV' })
  expect(definition()).not.toContain('fund_iv')
})

test('a fund’s view comes, is renamed and goes with it', () => {
  const { asInes, names, add } = openViews()

  const { id } = add({ name: 'Fund III' })
  expect(names()).toContain('LP status · Fund III')
  asInes((tx) => editFund(tx, id, { name: 'Growth I' }))
  expect(names()).toContain('LP status · Growth I')
  asInes((tx) => archiveFund(tx, id))
  expect(names()).not.toContain('LP status · Growth I')
})

test('a view somebody archived does not come back with the next start', () => {
  const { db, clock, asInes, names } = openViews()
  asInes((tx) => archiveView(tx, viewByKey(db, 'longshot')?.id ?? ''))
  const before = names()

  layGround(db, clock.now())

  expect(names()).toEqual(before)
  expect(before).not.toContain('Longshot')
})

test('laying the ground again writes nothing', () => {
  const { db, clock } = openViews()
  const count = () => db.$client.prepare('SELECT count(*) FROM changes').pluck().get()
  const before = count()

  layGround(db, clock.now())

  expect(count()).toBe(before)
})
