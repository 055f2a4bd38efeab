import { afterEach, expect, test, vi } from 'vitest'
import { storePerson } from '../../views/assets/grid/table/editors/contact-form.ts'

afterEach(() => void vi.unstubAllGlobals())

const maya = {
  id: 'maya',
  name: 'Maya Chen',
  emails: ['maya@harborfo.example'],
  title: null,
  investors: [{ id: 'harbor', role: 'CIO' }],
}
const newcomer = { id: '', name: '', emails: [], title: null, investors: [] }

/** What is sent when the form of a person at Harbor is kept. */
async function sentOf(person: typeof maya | typeof newcomer, typed: { name: string; emails: string[]; role: string }) {
  const sent: unknown[] = []
  vi.stubGlobal('fetch', async (path: string, { body }: { body: string }) => {
    sent.push([path, JSON.parse(body)])
    return new Response('{}')
  })
  await storePerson(person, 'harbor', typed)
  return sent
}

test('a role is written for this investor alone, and nothing that was left as it was', async () => {
  const sent = await sentOf(maya, { name: maya.name, emails: maya.emails, role: 'Chair' })

  expect(sent).toEqual([['/api/contacts/maya', { at: { investor_id: 'harbor', role: 'Chair' } }]])
})

test('a new person belongs to the investor only once the cell is kept', async () => {
  const sent = await sentOf(newcomer, { name: 'Noah Reyes', emails: [], role: 'Assistant' })

  expect(sent).toEqual([['/api/contacts', { name: 'Noah Reyes', emails: [] }]])
})
