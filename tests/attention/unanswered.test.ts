import { expect, test } from 'vitest'
import { needNoAnswer, unanswered } from '../../server/attention/unanswered.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { openScene, type Scene } from './letters.ts'

const question = 'When does the fund close?'
const waiting = ({ db, clock }: Scene, userId?: string) =>
  unanswered(db, clock.now(), { userId }, { limit: 100, offset: 0 }).people.map((one) => [
    one.contact,
    one.since,
    one.letters,
  ])

test('whoever wrote and heard nothing waits for an answer', () => {
  const scene = openScene()

  scene.fromMaya('2026-11-10T09:00:00.000Z', { text: question })

  expect(waiting(scene)).toEqual([['Maya Chen', '2026-11-10T09:00:00.000Z', 1]])
})

const answers: [string, (scene: Scene) => unknown][] = [
  ['a reply in the thread', ({ toMaya }) => toMaya('2026-11-10T15:00:00.000Z', { re: question })],
  ['a reply by a colleague', ({ fromMarcus }) => fromMarcus('2026-11-10T15:00:00.000Z', { re: question })],
  ['a call', ({ log }) => log('call', '2026-11-11T09:00:00.000Z')],
  ['a text', ({ log }) => log('text', '2026-11-11T09:00:00.000Z')],
  ['a meeting', ({ log }) => log('meeting', '2026-11-11T09:00:00.000Z')],
  ['a call with the investor that names nobody', ({ log }) => log('call', '2026-11-11T09:00:00.000Z', [])],
]
test.each(answers)('%s answers', (_what, answer) => {
  const scene = openScene()
  scene.fromMaya('2026-11-10T09:00:00.000Z', { text: question })

  answer(scene)

  expect(waiting(scene)).toEqual([])
})

const noAnswers: [string, (scene: Scene) => unknown][] = [
  ['a letter about something else', ({ toMaya }) => toMaya('2026-11-10T15:00:00.000Z', { text: 'Our holiday card' })],
  ['an automatic answer of ours', ({ toMaya }) => toMaya('2026-11-10T15:00:00.000Z', { re: question, nature: 'auto' })],
  [
    'a colleague’s answer to their invitation',
    ({ fromMarcus }) => fromMarcus('2026-11-10T15:00:00.000Z', { re: question, nature: 'invite' }),
  ],
  [
    'that our mail did not reach them',
    ({ fromMaya }) => fromMaya('2026-11-10T15:00:00.000Z', { re: question, nature: 'bounce', text: 'Undeliverable' }),
  ],
  ['what was said before', ({ log }) => log('call', '2026-11-09T09:00:00.000Z')],
  ['a note', ({ log }) => log('note', '2026-11-11T09:00:00.000Z')],
  ['a meeting that is yet to come', ({ log }) => log('meeting', '2026-11-20T09:00:00.000Z')],
  [
    'a call with a colleague of theirs',
    ({ log, doing, harbor }) =>
      log('call', '2026-11-11T09:00:00.000Z', [
        doing((tx) => addContact(tx, { name: 'Nora Vik', investor_ids: [harbor.id] })).id,
      ]),
  ],
]
test.each(noAnswers)('%s is no answer', (_what, other) => {
  const scene = openScene()
  scene.fromMaya('2026-11-10T09:00:00.000Z', { text: question })

  other(scene)

  expect(waiting(scene).map(([name]) => name)).toEqual(['Maya Chen'])
})

test.each(['bulk', 'auto', 'bounce', 'invite'] as const)(
  '%s mail of theirs waits for nothing and is no contact',
  (nature) => {
    const scene = openScene()

    scene.fromMaya('2026-11-10T09:00:00.000Z', { text: question, nature })

    const last = 'SELECT last_contact_at FROM contact_summaries WHERE contact_id = ?'
    expect([waiting(scene), scene.db.$client.prepare(last).pluck().get(scene.maya.id)]).toEqual([[], null])
  },
)

test('whoever writes again after an answer waits again', () => {
  const scene = openScene()
  scene.fromMaya('2026-11-10T09:00:00.000Z', { text: question })
  scene.toMaya('2026-11-10T15:00:00.000Z', { re: question, text: 'In June.' })

  scene.fromMaya('2026-11-11T09:00:00.000Z', { re: 'In June.', text: 'And the first call?' })

  expect(waiting(scene)).toEqual([['Maya Chen', '2026-11-11T09:00:00.000Z', 1]])
})

test('somebody waits since the first of their letters', () => {
  const scene = openScene()
  scene.fromMaya('2026-11-10T09:00:00.000Z', { text: question })

  scene.fromMaya('2026-11-12T09:00:00.000Z', { re: question, text: 'Did you see this?' })

  expect(waiting(scene)).toEqual([['Maya Chen', '2026-11-10T09:00:00.000Z', 2]])
})

test('whoever was only in copy waits for nothing', () => {
  const scene = openScene()
  scene.doing((tx) =>
    addContact(tx, { name: 'Nora Vik', emails: ['nora@harborfo.example'], investor_ids: [scene.harbor.id] }),
  )

  scene.fromMaya('2026-11-10T09:00:00.000Z', { text: question, cc: ['nora@harborfo.example'] })

  expect(waiting(scene).map(([name]) => name)).toEqual(['Maya Chen'])
})

test('after two months nobody waits any more', () => {
  const scene = openScene()

  scene.fromMaya('2026-09-10T09:00:00.000Z', { text: question })

  expect(waiting(scene)).toEqual([])
})

test('a thank-you is set aside, and the next question is not', () => {
  const scene = openScene()
  scene.fromMaya('2026-11-10T09:00:00.000Z', { text: 'Thank you!' })
  scene.doing((tx) => needNoAnswer(tx, scene.maya.id, scene.clock.now()))
  expect(waiting(scene)).toEqual([])

  scene.fromMaya('2026-11-11T09:00:00.000Z', { text: question })

  expect(waiting(scene)).toEqual([['Maya Chen', '2026-11-11T09:00:00.000Z', 1]])
})

test('each colleague is asked about what reached them and about their own investors', () => {
  const scene = openScene()

  scene.fromMaya('2026-11-10T09:00:00.000Z', { text: question })

  expect([waiting(scene, scene.ines.id).length, waiting(scene, scene.marcus.id).length]).toEqual([1, 0])
})

test('one letter is one line, and counts once, when two people of the record have the address it came from', () => {
  const scene = openScene()
  const { doing, harbor, maya, db, clock } = scene
  doing((tx) => addContact(tx, { name: 'M. Chen', emails: ['maya.chen@harborfo.example'], investor_ids: [harbor.id] }))
  scene.fromMaya('2026-11-10T09:00:00.000Z', { text: question })

  const waits = waiting(scene)
  doing((tx) => needNoAnswer(tx, maya.id, clock.now()))

  expect(waits).toEqual([['Maya Chen', '2026-11-10T09:00:00.000Z', 1]])
  expect(unanswered(db, clock.now(), {}, { limit: 100, offset: 0 }).total).toBe(0)
})

test('who wrote last stands first, however long they wait', () => {
  const scene = openScene()
  const omar = scene.doing((tx) =>
    addContact(tx, { name: 'Omar Haddad', emails: ['omar@harborfo.example'], investor_ids: [scene.harbor.id] }),
  )
  scene.fromMaya('2026-11-08T09:00:00.000Z', { text: 'Thank you.' })
  scene.fromMaya('2026-11-12T09:00:00.000Z', { text: question, from: 'Omar Haddad <omar@harborfo.example>' })

  const before = waiting(scene).map(([name]) => name)
  scene.fromMaya('2026-11-14T09:00:00.000Z', { text: 'And what are the fees?' })

  expect([before, waiting(scene).map(([name]) => name)]).toEqual([
    [omar.name, 'Maya Chen'],
    ['Maya Chen', omar.name],
  ])
})
