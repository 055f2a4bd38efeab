import { afterAll, beforeAll, expect, test } from 'vitest'
import { ago, soon } from '../../shared/words.ts'
import { cellOf } from '../web/grid-page.ts'
import { captureFrom, runCapture, visitPanel } from './capture.ts'
import { type Office, openOffice } from './fund.ts'
import { press, toast, visitGrid } from './grid.ts'

let office: Office
const zone = 'Europe/London'
/** Taken once: a midnight that passes while the test runs moves no meeting. */
const begun = new Date()

beforeAll(async () => {
  office = await openOffice()
  await captureFrom(office, [office.ines])
})

afterAll(() => office?.close())

/** Nine o'clock UTC so many days ahead, for half an hour. */
function inDays(days: number) {
  const day = new Date(begun.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  return { start: `${day}T09:00:00Z`, end: `${day}T09:30:00Z` }
}

/** As the panel names that day, and that hour. */
const dayOf = (days: number) => ago(inDays(days).start, zone, begun)
const timeOf = (days: number) => soon(inDays(days).start, zone, begun)

test('a meeting in the calendar is proposed and approved, is the next meeting, and moves with the calendar', async () => {
  const grid = await visitGrid(office, office.vera)
  const dossier = await visitPanel(office, office.vera, `/investors/${office.harbor.id}?kind=communications`)
  await expect.poll(() => dossier.getByRole('heading', { name: 'Next meeting' }).count()).toBe(0)
  const event = office.workspace.addEvent({
    summary: 'Fund II terms',
    ...inDays(12),
    attendees: [office.ines.email, { email: 'maya.chen@harborfo.example', displayName: 'Maya Chen' }],
  })
  await runCapture(office)

  const review = await visitPanel(office, office.marcus, '/review')
  await review.getByRole('heading', { name: 'Log meeting with Maya Chen' }).waitFor()
  await review.getByText('Fund II terms').first().waitFor()
  await press(review, 'a')
  await toast(review, 'Approved: Log meeting with Maya Chen').waitFor()

  await dossier.reload()
  const glance = dossier.getByRole('region', { name: 'At a glance' })
  const moment = dossier.locator('.moment--meeting', { hasText: 'Fund II terms' })
  await glance.getByText(timeOf(12)).waitFor()
  await glance.getByText('Never, as far as the record knows').waitFor()
  await moment.getByText(dayOf(12)).waitFor()
  await expect.poll(() => cellOf(grid, 'Harbor', 'next_meeting_at').innerText()).toBe(dayOf(12))

  office.workspace.updateEvent(event.id, inDays(20))
  await runCapture(office)
  await expect.poll(() => cellOf(grid, 'Harbor', 'next_meeting_at').innerText()).toBe(dayOf(20))
  await dossier.reload()
  await moment.getByText(dayOf(20)).waitFor()
  await glance.getByRole('link', { name: timeOf(20) }).click()
  await dossier.getByRole('heading', { level: 1, name: 'Fund II terms' }).waitFor()
  await dossier.getByText('In the timeline').waitFor()

  office.workspace.cancelEvent(event.id)
  await runCapture(office)
  await dossier.goto(`${office.panel}/investors/${office.harbor.id}?kind=communications`)
  await dossier.getByText('Nothing was said yet').waitFor()
  await expect.poll(() => glance.getByRole('heading', { name: 'Next meeting' }).count()).toBe(0)
})
