import { expect, test } from 'vitest'
import { captureMeeting } from '../proposals/captured.ts'
import { openPanel } from '../web/person.ts'

const at = '2026-11-20T10:00:00.000Z'
const maya = 'maya.chen@harborfo.example'

/** What the page of Harbor says of the next meeting. */
async function nextMeeting(
  { harbor }: Awaited<ReturnType<typeof openPanel>>,
  who: { visit: (url: string) => Promise<{ body: string }> },
) {
  const { body } = await who.visit(`/investors/${harbor.id}`)
  return /Next meeting<\/h2>[\s\S]*?<\/div>/.exec(body)?.[0]
}

test('a meeting in one’s own calendar is not said to be from a colleague’s', async () => {
  const panel = await openPanel()
  captureMeeting(panel, { at })

  expect(await nextMeeting(panel, panel.inesAt)).not.toContain('colleague')
  expect(await nextMeeting(panel, panel.marcusAt)).toContain('From a colleague’s calendar')
})

test('nor is one to which one is asked', async () => {
  const panel = await openPanel()
  captureMeeting(panel, { at, attendees: [maya, panel.marcus.email] })

  expect(await nextMeeting(panel, panel.marcusAt)).not.toContain('colleague')
  expect(await nextMeeting(panel, panel.veraAt)).toContain('From a colleague’s calendar')
})

test('nor is one that somebody logged ahead by hand', async () => {
  const panel = await openPanel()
  const { asInes, harbor } = panel
  const ahead = { investor_id: harbor.id, type: 'meeting', summary: 'Site visit', occurred_at: at }
  await asInes('POST', '/api/communications', ahead)

  expect(await nextMeeting(panel, panel.marcusAt)).not.toContain('colleague')
})
