import { expect, test } from 'vitest'
import { idempotencyKeys } from '../../server/db/housekeeping.ts'
import { captureMeeting } from '../proposals/captured.ts'
import { openPanel } from '../web/person.ts'

test('who is never logged is in no answer that is kept for a repeat, whatever it told of their meetings', async () => {
  const panel = await openPanel()
  const { db, asInes } = panel
  captureMeeting(panel, { title: 'Talk about the merger' })
  const [proposed] = (await asInes('GET', '/api/proposals?status=pending&kind=log_meeting')).json().data
  await asInes('POST', `/api/proposals/${proposed.id}/approve`, {}, { 'idempotency-key': 'approved' })
  const [logged] = (await asInes('GET', '/api/communications?type=meeting')).json().data
  const summary = { summary: 'It went well' }
  await asInes('PATCH', `/api/communications/${logged.id}`, summary, { 'idempotency-key': 'changed' })
  const kept = () => db.select().from(idempotencyKeys).all()
  expect(kept().map(({ reply }) => reply.includes('merger'))).toEqual([true, true])

  await asInes('POST', '/api/admin/capture/never-log', { address: 'maya.chen@harborfo.example' })

  expect(kept()).toEqual([])
})
