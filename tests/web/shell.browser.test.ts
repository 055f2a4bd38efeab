import { expect, onTestFinished, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { openPage, takenOver } from '../support/browser.ts'
import { openApp } from '../support/world.ts'

/** A fresh small fund where a browser can reach it, and Ines's session. */
async function openServed() {
  const world = await openApp()
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => world.app.close())
  return { ...world, address, session: startSession(world.db, world.ines, {}, world.clock.now()) }
}

/** Ines's browser on a page of it. */
async function openBrowser(path: string, forgive: RegExp[] = []) {
  const world = await openServed()
  const page = await openPage(world.address + path, { session: world.session, forgive })
  await takenOver(page)
  return { ...world, page }
}

test('searching as one types narrows the list, and the address follows', async () => {
  const { page, address } = await openBrowser('/investors/list')

  await page.keyboard.press('/')
  await page.keyboard.type('quil')
  await page.getByRole('row', { name: /Harbor/ }).waitFor({ state: 'detached' })

  await expect.poll(() => page.locator('tbody tr').count()).toBe(1)
  await page.waitForURL(`${address}/investors/list?q=quil`)
  await expect
    .poll(() => page.locator('#page input[name=q]').evaluate((box) => document.activeElement === box))
    .toBe(true)
})

test('an investor is added from the keyboard in a dialog, a mistake is said in it, and Undo takes it back', async () => {
  const { page } = await openBrowser('/investors/list', [/ 422 /, / 404 /])

  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(' ')
  await dialog.getByRole('button', { name: 'Add investor' }).click()
  await dialog.getByText('Give the investor a name.').waitFor()
  await dialog.getByLabel('Name', { exact: true }).fill('Cedar Foundation')
  await dialog.getByRole('button', { name: 'Add investor' }).click()
  await page.getByRole('heading', { level: 1, name: 'Cedar Foundation' }).waitFor()
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undid: Added Cedar Foundation').waitFor()

  await page.goto(new URL('/investors/list', page.url()).href)
  await expect.poll(() => page.getByText('Cedar Foundation').count()).toBe(0)
})

test.each(['/investors/new', '/investors/:harbor/edit', '/contacts/new'])(
  'a mistake in the form on a page of its own is said on that page: %s',
  async (path) => {
    const { address, harbor, session } = await openServed()
    const page = await openPage(address + path.replace(':harbor', harbor.id), { session, forgive: [/ 422 /] })
    await takenOver(page)

    await page.getByLabel('Name', { exact: true }).fill(' ')
    await page.getByLabel('Phone').fill('+1 617 555 0100')
    await page.locator('#page .form .btn--primary').click()
    await page.locator('#page .field__error').waitFor()

    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await expect.poll(() => page.getByLabel('Phone').inputValue()).toBe('+1 617 555 0100')
    const focused = 'document.activeElement.getAttribute("name")'
    await expect.poll(() => page.evaluate(focused)).toBe('name')

    await page.getByLabel('Name', { exact: true }).fill('Cedar Foundation')
    await page.locator('#page .form .btn--primary').click()
    await page.getByText(/(Added|Saved) Cedar Foundation/).waitFor()
  },
)

test('an act on the page it belongs to changes the page in place and can be undone from its toast', async () => {
  const { page } = await openBrowser('/admin/users')

  await page.getByLabel('Role of Marcus Lindqvist').selectOption('viewer')
  await page.getByText('Marcus Lindqvist is now viewer').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText(/Undid: Made Marcus/).waitFor()

  await expect.poll(() => page.getByLabel('Role of Marcus Lindqvist').inputValue()).toBe('member')
})

test('an act that is refused says why in a toast, and the page shows what is still so', async () => {
  const { page } = await openBrowser('/admin/users', [/ 409 /])

  await page.getByLabel('Role of Ines Okafor').selectOption('viewer')
  await page.getByText('This is the only active admin.').waitFor()

  await expect.poll(() => page.getByLabel('Role of Ines Okafor').inputValue()).toBe('admin')
})

test('⌘K finds somebody, and Enter goes there', async () => {
  const { page, harbor } = await openBrowser('/contacts')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('maya')
  await page.locator('#jump a', { hasText: 'Maya Chen' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')

  await page.waitForURL(`**/investors/${harbor.id}`)
})

test('g and a letter goes to a page', async () => {
  const { page } = await openBrowser('/contacts')

  await page.keyboard.press('g')
  await page.keyboard.press('i')

  await page.waitForURL('**/investors')
})

test('j and k walk the rows of a list', async () => {
  const { page, alder } = await openBrowser('/investors/list')

  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')

  await page.waitForURL(`**/investors/${alder.id}`)
})

test('the theme is switched at once and kept for the next page', async () => {
  const { page } = await openBrowser('/account')

  await page.getByText('Ines Okafor, your menu').locator('..').click()
  await page.getByRole('button', { name: 'Dark' }).click()
  await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
  await page.reload()

  await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
})
