import { expect, test } from 'vitest'
import { act, amend } from '../../server/db/write.ts'
import { actorFor, openApp } from '../support/world.ts'

async function openWithSecret(privacy: 'metadata' | 'subject') {
  const world = await openApp()
  const { db, asInes, ines, harbor } = world
  const call = {
    type: 'call',
    summary: 'Spoke of the divorce',
    subject: 'Structure',
    occurred_at: '2026-11-10T10:00:00Z',
  }
  const { id } = (await asInes('POST', '/api/communications', { investor_id: harbor.id, ...call })).json()
  act(db, actorFor(ines), 'Kept it private', (tx) => amend(tx, 'communications', id, { privacy }))
  return { ...world, url: `/api/communications/${id}` }
}

test('what is kept private is not changed or put away by somebody else', async () => {
  const { asMarcus, asInes, url } = await openWithSecret('metadata')

  const edited = await asMarcus('PATCH', url, { summary: 'Nothing of note' })
  const archived = await asMarcus('DELETE', url)

  expect([edited.statusCode, archived.statusCode]).toEqual([403, 403])
  expect((await asInes('GET', url)).json().summary).toBe('Spoke of the divorce')
})

test('whoever was in touch changes it', async () => {
  const { asInes, url } = await openWithSecret('metadata')

  expect((await asInes('PATCH', url, { summary: 'Spoke of family' })).json().summary).toBe('Spoke of family')
})

test('a search does not find words the reader may not see', async () => {
  const { asMarcus, asInes } = await openWithSecret('subject')
  const found = async (as: typeof asMarcus, word: string) =>
    (await as('GET', `/api/communications?search=${word}`)).json().total

  expect(await found(asMarcus, 'divorce')).toBe(0)
  expect(await found(asInes, 'divorce')).toBe(1)
  expect(await found(asMarcus, 'structure')).toBe(1)
})

test('nor does it find a subject that is kept private', async () => {
  const { asMarcus } = await openWithSecret('metadata')

  expect((await asMarcus('GET', '/api/communications?search=structure')).json().total).toBe(0)
})
