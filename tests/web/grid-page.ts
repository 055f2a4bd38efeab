import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import type { User } from '../../server/accounts/users.ts'
import { actorOf } from '../../server/accounts/users.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { findRow } from '../../server/grid/rows.ts'
import { openPage } from '../support/browser.ts'
import { openApp } from '../support/world.ts'

export type GridFund = Awaited<ReturnType<typeof openGrid>>
type Visit = NonNullable<Parameters<typeof openPage>[1]>

/** The small fund's grid, served to real browsers until the test is over: longer than its pages, which save as they go. */
export async function openGrid() {
  const world = await openApp()
  const { app, db, clock, ines, marcus } = world
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => app.close())
  const write = <T>(work: (tx: Tx) => T, user: User = marcus) =>
    act(db, actorOf(user, 'web'), 'Test', work, { now: clock.now() }).result
  return {
    ...world,
    address,
    write,
    stored: (id: string, key: string) => findRow(db, id)?.values[key],
    visit: async (user: User = ines, path = '/investors', visit: Visit = {}) => {
      const page = await openPage(address + path, { session: startSession(db, user, {}, clock.now()), ...visit })
      await drawn(page)
      return page
    },
  }
}

/** The rows stand in the table, and nothing is under way. */
export const drawn = (page: Page) => page.locator('.tabulator-row[data-kind=row]').first().waitFor()

export const rowOf = (page: Page, name: string) => page.locator('.tabulator-row', { hasText: name })
export const cellOf = (page: Page, name: string, field: string) => rowOf(page, name).locator(`[data-field="${field}"]`)

/** Puts the keyboard on a cell, as a click does. */
export const mark = (page: Page, name: string, field: string) => cellOf(page, name, field).click()

/** The grid says that nothing is left to be saved. */
export const saved = (page: Page) => page.locator('#grid-status', { hasText: /^Saved$/ }).waitFor()

/** Where the keyboard is: the column, and the name of the row. */
export const activeCell = (page: Page) =>
  page.evaluate(() => {
    const cell = document.getElementById('grid-active')
    const name = cell?.closest('.tabulator-row')?.querySelector('.is-name .grid-value')
    return [cell?.dataset['field'] ?? null, name?.textContent ?? null]
  })

export const names = (page: Page) => page.locator('.tabulator-row .is-name .grid-value').allTextContents()
