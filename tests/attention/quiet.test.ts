import { expect, test } from 'vitest'
import { goingQuiet } from '../../server/attention/going-quiet.ts'
import { quietDays, setQuietDays } from '../../server/attention/quiet-days.ts'
import { logCommunication } from '../../server/communications/log.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { openScene, type Scene } from './letters.ts'

const on = (day: string) => new Date(`${day}T12:00:00.000Z`)
const quiet = ({ db }: Scene, day: string) =>
  goingQuiet(db, on(day), {}, { limit: 100, offset: 0 }).investors.map(({ name, after }) => `${name} ${after}`)

/** Everybody was called on 16 November. */
function openCalled() {
  const scene = openScene()
  for (const { id } of [scene.harbor, scene.alder, scene.quill])
    scene.doing((tx) =>
      logCommunication(tx, {
        type: 'call',
        summary: 'We spoke',
        occurred_at: '2026-11-16T09:00:00.000Z',
        investor_id: id,
      }),
    )
  return scene
}

test('each list has its own patience', () => {
  const scene = openCalled()

  expect([quiet(scene, '2026-12-15'), quiet(scene, '2027-01-05'), quiet(scene, '2027-03-01')]).toEqual([
    [],
    ['Harbor Family Office 30', 'Alder Pension 45'],
    ['Harbor Family Office 30', 'Alder Pension 45', 'Quill Endowment 90'],
  ])
})

test('a contact starts the days anew', () => {
  const scene = openCalled()

  scene.log('call', '2026-12-20T09:00:00.000Z')

  expect(quiet(scene, '2027-01-05')).toEqual(['Alder Pension 45'])
})

test.each(['bulk', 'auto'] as const)('%s mail does not', (nature) => {
  const scene = openCalled()

  scene.fromMaya('2026-12-20T09:00:00.000Z', { nature })

  expect(quiet(scene, '2026-12-22')).toEqual(['Harbor Family Office 30'])
})

test('who has a meeting ahead is not quiet', () => {
  const scene = openCalled()

  scene.log('meeting', '2027-01-20T09:00:00.000Z')

  expect(quiet(scene, '2027-01-05')).toEqual(['Alder Pension 45'])
})

test('a stage stands in the place of the list', () => {
  const scene = openCalled()

  scene.doing((tx) =>
    flagOpportunity(tx, { investor_id: scene.harbor.id, fund_id: scene.fundII.id, stage: 'due_diligence' }),
  )

  expect(quiet(scene, '2026-12-05')).toEqual(['Harbor Family Office 14'])
})

test('the fund chooses its days, and 0 is never', () => {
  const scene = openCalled()

  scene.doing((tx) => setQuietDays(tx, { lists: { main: 5, follow_up: 0 }, stages: {} }))

  expect(quiet(scene, '2027-01-05')).toEqual(['Harbor Family Office 5'])
})

test('a stage can follow its list again', () => {
  const scene = openCalled()

  scene.doing((tx) => setQuietDays(tx, { lists: {}, stages: { meeting: null } }))

  expect(quietDays(scene.db).stages).toEqual({ due_diligence: 14, committed: 45, funded: 90 })
})

test('everybody can ask for their own', () => {
  const { db, ines, marcus } = openCalled()
  const total = (userId: string) => goingQuiet(db, on('2027-01-05'), { userId }, { limit: 0, offset: 0 }).total

  expect([total(ines.id), total(marcus.id)]).toEqual([1, 0])
})

test('whom nobody was ever in touch with is not going quiet', () => {
  expect(quiet(openScene(), '2027-06-01')).toEqual([])
})

test('the furthest in the pipeline come first', () => {
  const scene = openCalled()

  scene.doing((tx) => flagOpportunity(tx, { investor_id: scene.quill.id, fund_id: scene.fundII.id, stage: 'outreach' }))

  expect(quiet(scene, '2027-03-01').map((one) => one.split(' ')[0])).toEqual(['Quill', 'Harbor', 'Alder'])
})
