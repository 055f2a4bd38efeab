import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

const path = '/api/feature-requests'

/** Marcus wishes for exports to Sheets, and is for it himself. */
async function openWishes() {
  const world = await openApp()
  const { asMarcus } = world
  const made = await asMarcus('POST', path, { title: 'Export to Sheets', detail: 'Every Monday, by hand.' })
  const wish = made.json<{ id: string; batch_id: string }>()
  return { ...world, made, wish, at: `${path}/${wish.id}` }
}

test('a wish is answered as it stands, with its author’s vote', async () => {
  const { made, marcus } = await openWishes()

  expect(made.statusCode).toBe(201)
  expect(made.json()).toMatchObject({
    title: 'Export to Sheets',
    detail: 'Every Monday, by hand.',
    status: 'open',
    answer: null,
    author: { id: marcus.id, name: 'Marcus Lindqvist' },
    votes: 1,
    voted: true,
    batch_id: expect.any(String),
  })
})

test('wishes are listed by votes, and tell each reader whether theirs is among them', async () => {
  const { asInes, asMarcus, wish } = await openWishes()
  const dark = (await asMarcus('POST', path, { title: 'A darker dark' })).json()
  await asInes('POST', `${path}/${wish.id}/vote`)

  const [first, second] = (await asInes('GET', path)).json().data
  expect(first).toMatchObject({ id: wish.id, votes: 2, voted: true })
  expect(second).toMatchObject({ id: dark.id, votes: 1, voted: false })
})

test('a second vote of one person changes nothing', async () => {
  const { asInes, at } = await openWishes()
  await asInes('POST', `${at}/vote`)

  const again = await asInes('POST', `${at}/vote`)

  expect(again.statusCode).toBe(200)
  expect(again.json()).toMatchObject({ votes: 2, voted: true, batch_id: null })
})

test('a vote is taken back, given again, and counted once', async () => {
  const { asMarcus, at } = await openWishes()

  expect((await asMarcus('DELETE', `${at}/vote`)).json()).toMatchObject({ votes: 0, voted: false })
  expect((await asMarcus('POST', `${at}/vote`)).json()).toMatchObject({ votes: 1, voted: true })
})

test('undoing a wish takes its vote with it', async () => {
  const { asMarcus, at, wish } = await openWishes()

  await asMarcus('POST', '/api/fundraising/undo', { batch_id: wish.batch_id })

  expect((await asMarcus('GET', at)).statusCode).toBe(404)
  expect((await asMarcus('GET', path)).json()).toMatchObject({ data: [], total: 0 })
})

test('its author changes the words, an admin the status and the answer', async () => {
  const { asInes, asMarcus, at } = await openWishes()

  const words = await asMarcus('PATCH', at, { title: 'Export to Google Sheets', detail: null })
  expect(words.json()).toMatchObject({ title: 'Export to Google Sheets', detail: null })

  const answer = await asInes('PATCH', at, { status: 'planned', answer: 'In spring.' })
  expect(answer.json()).toMatchObject({ status: 'planned', answer: 'In spring.', votes: 1 })
  expect((await asInes('GET', `${path}?status=planned`)).json().total).toBe(1)
  expect((await asInes('GET', `${path}?status=open`)).json().total).toBe(0)
})

test('nobody else changes either', async () => {
  const { asInes, asMarcus, asVera, at } = await openWishes()

  expect((await asInes('PATCH', at, { title: 'Mine now' })).statusCode).toBe(403)
  expect((await asMarcus('PATCH', at, { status: 'done' })).statusCode).toBe(403)
  expect((await asVera('POST', `${at}/vote`)).statusCode).toBe(403)
  expect((await asVera('POST', path, { title: 'Read only' })).statusCode).toBe(403)
  expect((await asVera('GET', at)).statusCode).toBe(200)
})

test('its author or an admin archives it', async () => {
  const { asInes, asMarcus, at } = await openWishes()
  const other = (await asInes('POST', path, { title: 'Fewer clicks' })).json()

  expect((await asMarcus('DELETE', `${path}/${other.id}`)).statusCode).toBe(403)
  expect((await asInes('DELETE', at)).json()).toMatchObject({ archived: true })
  expect((await asInes('GET', at)).statusCode).toBe(404)
})

test.each([
  [{ title: '  ' }, 'Say what you wish for.'],
  [{}, 'This is missing.'],
  [{ title: 'x'.repeat(201) }, 'Keep it under 200 characters.'],
])('%j is refused with a sentence', async (body, sentence) => {
  const { asInes } = await openWishes()

  const reply = await asInes('POST', path, body)

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields.title).toBe(sentence)
})

test('an unknown status is refused', async () => {
  const { asInes, at } = await openWishes()

  expect((await asInes('PATCH', at, { status: 'someday' })).statusCode).toBe(422)
  expect((await asInes('GET', `${path}?status=someday`)).statusCode).toBe(422)
})
