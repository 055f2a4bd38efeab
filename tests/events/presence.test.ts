import { afterEach, expect, test } from 'vitest'
import { openApp } from '../support/world.ts'
import { type Listening, listen, serve } from './listening.ts'

type App = Awaited<ReturnType<typeof openApp>>
type Told = { people: { name: string; row_id: string | null; field: string | null; view_id: string | null }[] }
let app: App
let open: Listening[] = []

async function openLive() {
  app = await openApp()
  const origin = await serve(app)
  const hear = async (token: string, path?: string) => {
    const made = await listen(origin, token, path)
    open.push(made)
    return made
  }
  return { ...app, hear }
}

afterEach(async () => {
  for (const one of open) one.stop()
  open = []
  await app.app.close()
})

/** Waits for the presence event in which this holds. */
async function until(stream: Listening, holds: (told: Told) => boolean): Promise<Told> {
  for (;;) {
    const told = (await stream.next('presence')).data as Told
    if (holds(told)) return told
  }
}

test('everybody sees who has which cell open, and that they moved on', async () => {
  const { hear, tokens, asVera, harbor, vera } = await openLive()
  const marcus = await hear(tokens.marcus)
  expect((await marcus.next('presence')).data).toEqual({ people: [] })

  await asVera('POST', '/api/presence', { client_id: 'tab', view_id: 'main', row_id: harbor.id, field: 'city' })
  const there = await until(marcus, ({ people }) => people.length > 0)
  await asVera('POST', '/api/presence', { client_id: 'tab', view_id: 'main' })
  const gone = await until(marcus, ({ people }) => people[0]?.row_id === null)

  expect(there.people).toEqual([
    { user_id: vera.id, name: 'Vera Novak', view_id: 'main', row_id: harbor.id, field: 'city', at: expect.any(String) },
  ])
  expect(gone.people).toMatchObject([{ name: 'Vera Novak', view_id: 'main', row_id: null, field: null }])
})

test('who closes the page is not there any more', async () => {
  const { hear, tokens, asVera } = await openLive()
  const marcus = await hear(tokens.marcus)
  const vera = await hear(tokens.vera, '/api/events?client_id=tab')
  await asVera('POST', '/api/presence', { client_id: 'tab', view_id: 'main' })
  await until(marcus, ({ people }) => people.length === 1)

  vera.stop()

  expect(await until(marcus, ({ people }) => people.length === 0)).toEqual({ people: [] })
})

test('who comes later sees who is there already', async () => {
  const { hear, tokens, asVera } = await openLive()
  await asVera('POST', '/api/presence', { client_id: 'tab', view_id: 'main' })

  const marcus = await hear(tokens.marcus)

  expect((await marcus.next('presence')).data).toMatchObject({ people: [{ name: 'Vera Novak' }] })
})

test('nobody speaks for the tab of another', async () => {
  const { hear, tokens, asVera, asMarcus } = await openLive()
  await asVera('POST', '/api/presence', { client_id: 'tab', row_id: 'one' })
  await asMarcus('POST', '/api/presence', { client_id: 'tab', row_id: 'other' })

  const ines = await hear(tokens.ines)

  const { people } = (await ines.next('presence')).data as Told
  expect(people.map(({ name, row_id }) => [name, row_id])).toEqual([
    ['Vera Novak', 'one'],
    ['Marcus Lindqvist', 'other'],
  ])
})

test('a place needs the word of the tab', async () => {
  const { asVera } = await openLive()

  const replies = await Promise.all([
    asVera('POST', '/api/presence', {}),
    asVera('POST', '/api/presence', { client_id: 'tab', row_id: 'x'.repeat(101) }),
    asVera('POST', '/api/presence', { client_id: 'tab', elsewhere: true }),
  ])

  expect(replies.map((reply) => reply.statusCode)).toEqual([422, 422, 422])
})
