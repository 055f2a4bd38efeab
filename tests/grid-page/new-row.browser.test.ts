import { expect, onTestFinished, test } from 'vitest'
import { openGrid, saved } from '../web/grid-page.ts'

test('what is typed into a new row while it is being made is saved with it', async () => {
  const { app, visit, asInes } = await openGrid()
  onTestFinished(() => app.close())
  const page = await visit()
  const held: (() => void)[] = []
  await page.route('**/api/fundraising/rows', (route) => void held.push(() => void route.continue()))

  await page.getByRole('button', { name: 'New investor' }).click()
  await page.keyboard.type('Birch Foundation')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('F2')
  await page.keyboard.type(' of Oslo')
  await expect.poll(() => held).toHaveLength(1)
  held[0]?.()
  await page.locator('[data-row^="draft:"]').waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  await saved(page)

  const { data } = (await asInes('GET', '/api/fundraising/rows?search=Birch')).json()
  expect(data.map(({ values }: { values: { name: string } }) => values.name)).toEqual(['Birch Foundation of Oslo'])
})
