import { expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { findRow } from '../../server/grid/rows.ts'
import { openApp, origin } from '../support/world.ts'

/** Marcus is signed in on the browser; the page it shows is somebody’s. */
async function openBrowser() {
  const { app, db, clock, ines, marcus, harbor } = await openApp()
  const cookie = `crm_session=${startSession(db, marcus, {}, clock.now())}`
  const write = (owner: string) =>
    app.inject({
      method: 'PATCH',
      url: `/api/fundraising/rows/${harbor.id}`,
      headers: { cookie, origin, 'x-acting-as': owner },
      payload: { values: { city: 'Lisbon' } },
    })
  return { write, ines, marcus, cityOf: () => findRow(db, harbor.id)?.values['city'] }
}

test('a page of somebody who is not signed in any more writes nothing in the name of who is', async () => {
  const { write, ines, cityOf } = await openBrowser()

  const reply = await write(ines.id)

  expect(reply.statusCode).toBe(401)
  expect(reply.json().detail).toContain('Marcus Lindqvist is signed in on this browser now')
  expect(cityOf()).toBe('Boston')
})

test('a page of who is signed in writes as always', async () => {
  const { write, marcus, cityOf } = await openBrowser()

  const reply = await write(marcus.id)

  expect(reply.statusCode).toBe(200)
  expect(cityOf()).toBe('Lisbon')
})
