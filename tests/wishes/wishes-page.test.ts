import { expect, test } from 'vitest'
import { listWishes } from '../../server/wishes/wishes.ts'
import { openPanel, textOf } from '../web/person.ts'

async function openWishing() {
  const panel = await openPanel()
  await panel.marcusAt.submit('/wishes', { title: 'Export to Sheets', detail: 'Every Monday.' })
  const id = listWishes(panel.db, panel.marcus.id)[0]?.wish.id ?? ''
  const seenBy = async (who: typeof panel.inesAt, url = '/wishes') => textOf((await who.visit(url)).body)
  return { ...panel, at: `/wishes/${id}`, seenBy }
}

test('the empty page says what it is for and leads to the form', async () => {
  const { inesAt, veraAt } = await openPanel()

  const page = (await inesAt.visit('/wishes')).body
  expect(textOf(page)).toContain('Nobody has wished for anything yet')
  expect(page).toContain('href="/wishes/new"')
  expect((await veraAt.visit('/wishes')).body).not.toContain('href="/wishes/new"')
})

test('a wish stands on the page with its author, its vote and its status', async () => {
  const { inesAt, seenBy } = await openWishing()

  expect(await seenBy(inesAt)).toMatch(/1 Export to Sheets Open Every Monday\. Marcus Lindqvist/)
})

test('everybody’s menu leads there', async () => {
  const { veraAt } = await openPanel()

  expect((await veraAt.visit('/contacts')).body).toContain('href="/wishes"')
})

test('voting without script comes back to the page with Undo', async () => {
  const { inesAt, at, db, ines, seenBy } = await openWishing()

  const reply = await inesAt.submit(`${at}/vote`, {})

  expect(reply.headers.location).toBe('/wishes')
  expect(await seenBy(inesAt)).toMatch(/Voted for “Export to Sheets” Undo/)
  expect(listWishes(db, ines.id)[0]).toMatchObject({ votes: 2, voted: true })

  await inesAt.submit(`${at}/unvote`, {})
  expect(listWishes(db, ines.id)[0]).toMatchObject({ votes: 1, voted: false })
})

test('an admin answers, and the wish moves to its status', async () => {
  const { inesAt, marcusAt, at, seenBy } = await openWishing()

  await inesAt.submit(`/admin${at}/answer`, { status: 'planned', answer: 'In spring.' })

  expect(await seenBy(marcusAt, '/wishes?status=planned')).toMatch(/Export to Sheets Planned .*Answer: In spring\./)
  expect(await seenBy(marcusAt, '/wishes?status=open')).toContain('No wish is open')
  expect((await marcusAt.submit(`/admin${at}/answer`, { status: 'done' })).statusCode).toBe(403)
})

test('the author edits the words, and a mistake shows the form again', async () => {
  const { marcusAt, inesAt, at, seenBy } = await openWishing()

  await marcusAt.submit(at, { title: 'Export to Google Sheets', detail: '' })
  expect(await seenBy(inesAt)).toContain('Export to Google Sheets')
  expect(await seenBy(inesAt)).not.toContain('Every Monday.')

  const blank = await marcusAt.submit(at, { title: ' ' })
  expect(blank.statusCode).toBe(422)
  expect(textOf(blank.body)).toContain('Say what you wish for.')

  const others = await inesAt.submit(at, { title: 'Mine' })
  expect(others.statusCode).toBe(403)
  expect(textOf(others.body)).toContain('Only whoever made this wish can change its words.')
})

test('archiving a wish can be undone', async () => {
  const { marcusAt, db, at, seenBy } = await openWishing()

  await marcusAt.submit(`${at}/archive`, {})

  expect(await seenBy(marcusAt)).toMatch(/Archived “Export to Sheets” Undo/)
  expect(listWishes(db, null)).toEqual([])
})

test('the activity page tells wishes in words', async () => {
  const { inesAt, at, seenBy } = await openWishing()
  await inesAt.submit(`${at}/vote`, {})
  await inesAt.submit(`/admin${at}/answer`, { status: 'done', answer: 'It is there.' })

  const activity = await seenBy(inesAt, '/activity')

  expect(activity).toContain('wished for “Export to Sheets”')
  expect(activity).toContain('voted for “Export to Sheets”')
  expect(activity).toMatch(/changed the status of the wish “Export to Sheets”.*open.*done/)
  expect(activity).toMatch(/changed the answer to the wish “Export to Sheets”.*It is there\./)
})
