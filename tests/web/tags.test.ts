import { expect, test } from 'vitest'
import { allTags, setTags, tagsOf } from '../../server/contacts/tags.ts'
import { act } from '../../server/db/write.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor } from '../support/world.ts'
import { openPanel, textOf } from './person.ts'

/** Harbor and Alder are anchors; Harbor is warm, too. */
async function openTagged() {
  const panel = await openPanel()
  const { db, ines, harbor, alder } = panel
  act(db, actorFor(ines), 'Tagged', (tx) => {
    setTags(tx, harbor.id, ['Anchor', 'Warm'])
    setTags(tx, alder.id, ['Anchor'])
  })
  const tag = (name: string) => allTags(db).find((one) => one.name === name)?.id ?? ''
  return { ...panel, tag }
}

test('the page says how many investors have each tag', async () => {
  const { inesAt } = await openTagged()

  expect(textOf((await inesAt.visit('/admin/tags')).body)).toMatch(/Anchor\s+2 .*Warm\s+1 /)
})

test('a tag gets another name and colour everywhere', async () => {
  const { inesAt, db, harbor, tag } = await openTagged()

  await inesAt.submit(`/admin/tags/${tag('Anchor')}`, { name: 'Cornerstone', color: 'teal' })

  expect(tagsOf(db, harbor.id)[0]).toMatchObject({ name: 'Cornerstone', color: 'teal' })
  expect(textOf((await inesAt.visit('/investors/list?q=cornerstone')).body)).toContain('Harbor Family Office')
})

test.each([
  [{ name: 'WARM', color: 'teal' }, 'There is already a tag called Warm.'],
  [{ name: ' ', color: 'teal' }, 'Give the tag a name.'],
  [{ name: 'Anchor', color: 'mauve' }, 'Choose one of the colours.'],
])('%j is refused beside its field', async (form, sentence) => {
  const { inesAt, tag } = await openTagged()

  const reply = await inesAt.submit(`/admin/tags/${tag('Anchor')}`, form)

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain(sentence)
})

test('archiving a tag takes it off its investors, and Undo gives it back', async () => {
  const { inesAt, db, ines, harbor, tag } = await openTagged()

  await inesAt.submit(`/admin/tags/${tag('Anchor')}/archive`, {})
  expect(tagsOf(db, harbor.id).map((one) => one.name)).toEqual(['Warm'])
  expect(textOf((await inesAt.visit('/investors/list?q=anchor')).body)).toContain('No investor matches')

  undo(db, actorFor(ines))
  expect(
    tagsOf(db, harbor.id)
      .map((one) => one.name)
      .sort(),
  ).toEqual(['Anchor', 'Warm'])
})

test('the page of tags is for admins', async () => {
  const { marcusAt, tag } = await openTagged()

  expect((await marcusAt.visit('/admin/tags')).statusCode).toBe(403)
  expect((await marcusAt.submit(`/admin/tags/${tag('Anchor')}/archive`, {})).statusCode).toBe(403)
})
