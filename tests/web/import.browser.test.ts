import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { violations } from '../support/axe.ts'
import { openPage } from '../support/browser.ts'
import { emptyFolder } from '../support/folder.ts'
import { openApp } from '../support/world.ts'

const wide = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }

const text = [
  'Investor,City,Fund I commitment,Fund III soft circle,Sectors,First met,Score',
  'Juniper Trust,Lisbon,$250000,$1000000,"Climate,Growth",4/3/2026,7',
  'Alder Pension,Leeds,,,"Growth,Seed",5/6/2026,8',
  'Heron Capital,York,$12.3.4,,Climate,7/8/2026,9',
].join('\n')

/** Marcus at the import page of a service of his own. */
async function openWizard(): Promise<Page> {
  const world = await openApp({ CRM_DATA_DIR: emptyFolder() })
  const url = await world.app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => world.app.close())
  const session = startSession(world.db, world.marcus, {}, world.clock.now())
  return openPage(`${url}/import`, { session, viewport: wide, reducedMotion: 'reduce' })
}

/** Looks in both themes, and on a phone. */
async function look(page: Page): Promise<string[]> {
  const light = await violations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await violations(page)
  await page.setViewportSize(phone)
  const small = await violations(page)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(wide)
  return [...light, ...dark, ...small]
}

test('everybody can use each step, and a dropped file goes all the way and back with the mouse alone', {
  timeout: 120_000,
}, async () => {
  const page = await openWizard()
  const found = [await look(page)]

  await drop(page, 'LPs-Grid view.csv', text)
  await page.getByText('3 rows, 7 columns').waitFor()
  found.push(await look(page))
  await page.getByLabel('Date order of “First met”').selectOption('dmy')
  await page.getByText('7 columns taken').waitFor()
  await page.getByRole('button', { name: 'See what will happen' }).click()
  await page.getByRole('link', { name: '1 will be created' }).waitFor()
  found.push(await look(page))
  await page.getByRole('link', { name: '1 will be updated' }).click()
  await page.getByRole('cell', { name: 'Leeds' }).waitFor()
  found.push(await look(page))
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await page.getByRole('heading', { name: 'Imported' }).waitFor()
  found.push(await look(page))
  await page.getByRole('link', { name: 'Undo this import' }).click()
  await page.getByRole('button', { name: 'Undo all of it' }).waitFor()
  found.push(await look(page))
  await page.getByRole('button', { name: 'Undo all of it' }).click()
  await page.getByRole('heading', { name: 'Imported, then undone' }).waitFor()
  found.push(await look(page))
  await page.goto(new URL('/import', page.url()).href)
  found.push(await look(page))

  expect(found).toEqual(found.map(() => []))
})

async function drop(page: Page, name: string, content: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([file, body]) => {
      const data = new DataTransfer()
      data.items.add(new File([String(body)], String(file), { type: 'text/csv' }))
      return data
    },
    [name, content],
  )
  await page.dispatchEvent('[data-drop]', 'drop', { dataTransfer: transfer })
}

test('pasted rows go all the way with the keyboard alone, and the Back button finds the mapping as it was', async () => {
  const page = await openWizard()
  await page.getByText('Or paste rows').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.insertText('Investor\tCity\nJuniper Trust\tLisbon')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')

  const city = page.getByLabel('Where “City” goes')
  await city.focus()
  const saved = page.waitForResponse(/choices/)
  await city.selectOption('country')
  await saved
  await page.getByRole('button', { name: 'See what will happen' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: '1 will be created' }).waitFor()
  await page.goBack()
  await expect.poll(() => page.getByLabel('Where “City” goes').inputValue()).toBe('country')
  await page.goForward()
  await page.getByRole('button', { name: 'Import 1 row' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Imported' }).waitFor()
})

test('a long run moves its bar until the result stands in its place', { timeout: 120_000 }, async () => {
  const page = await openWizard()
  const rows = Array.from({ length: 12_000 }, (_, n) => `Investor ${n},Lisbon,note ${n},$${n}`).join('\n')
  await drop(page, 'Many.csv', `Investor,City,Notes,Fund I commitment\n${rows}`)
  await page.getByRole('button', { name: 'See what will happen' }).click()
  await page.getByRole('button', { name: 'Import 12,000 rows' }).click({ timeout: 60_000 })

  await page.getByRole('link', { name: '12,000 created' }).waitFor({ timeout: 60_000 })
  await expect.poll(() => page.getByRole('heading', { level: 2 }).first().innerText()).toBe('Imported')
})
