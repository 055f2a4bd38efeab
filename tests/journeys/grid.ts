import type { Page } from 'playwright-core'
import { act, type Tx } from '../../server/db/write.ts'
import { findRow } from '../../server/grid/rows.ts'
import { openPage } from '../support/browser.ts'
import { actorFor } from '../support/world.ts'
import { cellOf, drawn } from '../web/grid-page.ts'
import type { Office } from './fund.ts'

type Visit = NonNullable<Parameters<typeof openPage>[1]>

/** A screen so wide that the table draws all its columns: it leaves out those nobody sees. */
const wide = { width: 3600, height: 900 }

/** Somebody's browser on the grid, signed in, with the rows drawn. */
export async function visitGrid(office: Office, user: Office['ines'], path = '/investors', visit: Visit = {}) {
  const permissions = ['clipboard-read', 'clipboard-write']
  const look = { session: office.sessionOf(user), viewport: wide, permissions, ...visit }
  const page = await openPage(office.panel + path, look)
  await drawn(page)
  return page
}

/** What somebody did before the journey begins. */
export const did = <T>({ db, ines }: Office, what: string, work: (tx: Tx) => T, now?: Date): T =>
  act(db, actorFor(ines), what, work, now && { now }).result

export const stored = ({ db }: Office, id: string, key: string) => findRow(db, id)?.values[key]

/** Puts a text on the clipboard, as copying in a spreadsheet does, and pastes it where the keyboard is. */
export async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((given) => navigator.clipboard.writeText(given), text)
  await page.keyboard.press('Control+V')
}

/** Until the cell reads so. */
export const reads = (page: Page, name: string, field: string, text: string) =>
  cellOf(page, name, field).getByText(text, { exact: true }).waitFor()

export const toast = (page: Page, message: string | RegExp) => page.locator('#toasts').getByText(message).first()

/** Presses keys, and types what is none (in lower case), as somebody without a mouse does. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await (/^[A-Z]/.test(key) ? page.keyboard.press(key) : page.keyboard.type(key))
}
