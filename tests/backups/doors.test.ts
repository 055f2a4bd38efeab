import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { endSession, startSession, userOfSession } from '../../server/accounts/sessions.ts'
import { createSignInLink, useSignInLink } from '../../server/accounts/sign-in-links.ts'
import { prepareDataFolder } from '../../server/data-folder.ts'
import { lockDataFolder } from '../../server/lock.ts'
import { emptyFolder } from '../support/folder.ts'
import { openBox } from './box.ts'

test('a session that was ended stays ended after a restore', async () => {
  const { db, clock, marcus, asInes } = await openBox()
  const secret = startSession(db, marcus, {}, clock.now())
  const { name } = (await asInes('POST', '/api/fundraising/backup')).json()
  endSession(db, secret)

  await asInes('POST', '/api/fundraising/restore', { name })

  expect(userOfSession(db, secret, clock.now())).toBe(null)
})

test('a session that began after the backup outlives the restore', async () => {
  const { db, clock, marcus, asInes } = await openBox()
  const { name } = (await asInes('POST', '/api/fundraising/backup')).json()
  const secret = startSession(db, marcus, {}, clock.now())

  await asInes('POST', '/api/fundraising/restore', { name })

  expect(userOfSession(db, secret, clock.now())).toMatchObject({ email: 'marcus@northlight.example' })
})

test('a sign-in link that was used does not work again after a restore', async () => {
  const { db, clock, vera, asInes } = await openBox()
  const link = createSignInLink(db, vera, clock.now())
  const { name } = (await asInes('POST', '/api/fundraising/backup')).json()
  useSignInLink(db, link, {}, clock.now())

  await asInes('POST', '/api/fundraising/restore', { name })

  expect(() => useSignInLink(db, link, {}, clock.now())).toThrow('was used or has expired')
})

test('the lock of a data folder is readable by its owner only', () => {
  const dataDir = emptyFolder()
  prepareDataFolder(dataDir)
  onTestFinished(lockDataFolder(dataDir))

  const open = readdirSync(dataDir).filter((name) => (statSync(join(dataDir, name)).mode & 0o077) !== 0)
  expect(open).toEqual([])
})
