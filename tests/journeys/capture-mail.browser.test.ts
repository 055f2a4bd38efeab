import { afterAll, beforeAll, expect, test } from 'vitest'
import { cellOf } from '../web/grid-page.ts'
import { askForEverything, captureFrom, maya, runCapture, visitInbox, visitPanel, writeAs } from './capture.ts'
import { type Office, openOffice } from './fund.ts'
import { press, toast, visitGrid } from './grid.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
  await captureFrom(office, [office.ines])
})

afterAll(() => office?.close())

/** From now on a person decides. */
async function switchPolicyOff() {
  const page = await visitPanel(office, office.ines, '/admin/policies')
  const policy = page.getByRole('switch', { name: 'Approve by itself: Exact address of a known contact' })
  await policy.click()
  await expect.poll(() => policy.getAttribute('aria-checked')).toBe('false')
}

test('mail arrives, is proposed and approved by keyboard: timeline, last contact and sidebar follow', async () => {
  await switchPolicyOff()
  const gmail = await visitInbox(office, office.ines)
  await writeAs(gmail.inbox, { from: maya, subject: 'The reserve model', text: 'Could you send it before Friday?' })
  await gmail.says('Log e-mail')
  const grid = await visitGrid(office, office.vera)
  await expect.poll(() => cellOf(grid, 'Harbor', 'last_contact_at').innerText()).toBe('')

  await runCapture(office)
  await gmail.refresh()
  await gmail.says('Proposed: log it here')
  const dossier = await visitPanel(office, office.vera, `/investors/${office.harbor.id}?kind=communications`)
  await dossier.getByText('Never, as far as the record knows').waitFor()
  await dossier.getByText('Nothing was said yet').waitFor()

  const review = await visitPanel(office, office.marcus, '/review')
  await review.getByRole('heading', { name: 'Log e-mail from Maya Chen' }).waitFor()
  await review.getByText('Could you send it before Friday?').waitFor()
  await press(review, 'a')
  await toast(review, 'Approved: Log e-mail from Maya Chen').waitFor()
  await review.getByRole('heading', { name: 'All decided' }).waitFor()

  await dossier.reload()
  const moment = dossier.locator('.moment--email')
  await moment.getByText('The reserve model').waitFor()
  await expect.poll(() => moment.locator('.moment__title').innerText()).toBe('Maya Chen wrote to Ines Okafor')
  await moment.locator('summary').first().click()
  await moment.getByText('Could you send it before Friday?').last().waitFor()
  await dossier.getByRole('region', { name: 'At a glance' }).getByText('Ines, e-mail').waitFor()
  await expect.poll(() => cellOf(grid, 'Harbor', 'last_contact_at').innerText()).not.toBe('')
  await expect.poll(() => cellOf(grid, 'Harbor', 'last_contact_by').innerText()).toContain('Ines')

  await gmail.refresh()
  await gmail.says(/^Already logged by Marcus/)
})

test('a proposal is approved beside the mail, and taken back on the page of what was decided', async () => {
  askForEverything(office)
  const gmail = await visitInbox(office, office.ines)
  await writeAs(gmail.inbox, { from: maya, subject: 'Dinner in Boston', text: 'Are you there in March?' })
  await gmail.says('Log call or note')
  await runCapture(office)
  await gmail.refresh()
  await gmail.says('Proposed: log it here')

  await gmail.press('Log e-mail')
  await gmail.says(/^Already logged by Ines/)
  const dossier = await visitPanel(office, office.marcus, `/investors/${office.harbor.id}?kind=communications`)
  await dossier.locator('.moment--email').getByText('Dinner in Boston').waitFor()

  const decided = await visitPanel(office, office.ines, '/review?decided=1')
  await decided.locator('tr', { hasText: 'Dinner in Boston' }).getByRole('button', { name: /^Undo/ }).click()
  await toast(decided, /^Waits again/).waitFor()
  await dossier.reload()
  await dossier.getByRole('switch', { name: 'Stored mail too' }).click()
  await dossier.locator('.moment--stored', { hasText: 'Dinner in Boston' }).getByText('proposed').waitFor()
  await gmail.refresh()
  await gmail.says('Proposed: log it here')
})
