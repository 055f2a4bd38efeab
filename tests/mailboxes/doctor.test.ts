import { expect, test } from 'vitest'
import { googleFindings } from '../../server/cli/doctor-google.ts'
import { readConfig } from '../../server/config.ts'
import { ines, openTrust } from './support.ts'

const compose = 'https://www.googleapis.com/auth/gmail.compose'
const calendar = 'https://www.googleapis.com/auth/calendar.events.readonly'

async function openBox() {
  const trust = await openTrust()
  await trust.asInes('PUT', `/api/admin/capture/mailboxes/${ines}`, { enabled: true })
  const examine = () => googleFindings({ db: trust.db, config: trust.config, now: new Date() })
  return { ...trust, examine }
}

test('a mailbox that may be read with every scope is in order', async () => {
  const { examine } = await openBox()

  expect(await examine()).toMatchObject([
    { ok: true, text: expect.stringContaining('venture-crm@venture-crm.iam.gserviceaccount.com') },
    { ok: true, text: `${ines}: may be read (gmail.readonly, gmail.compose, calendar.events.readonly).` },
    { ok: true, text: expect.stringContaining('It has not been read to the end yet.') },
  ])
})

test('a missing scope is named, with what it is for and what to paste where', async () => {
  const { examine, workspace } = await openBox()
  workspace.controls.revokeScope(calendar)

  const texts = (await examine()).filter(({ ok }) => !ok).map(({ text }) => text)

  expect(texts[0]).toContain('calendar.events.readonly, so that meetings with known people can be proposed')
  expect(texts.at(-1)).toContain('Manage domain-wide delegation → Add new')
  expect(texts.at(-1)).toContain('Client ID: 104217746829413765109')
  expect(texts.at(-1)).toContain(
    'https://www.googleapis.com/auth/gmail.readonly,https://www.googleapis.com/auth/gmail.compose',
  )
})

test('one missing scope does not make the others look missing', async () => {
  const { examine, workspace } = await openBox()
  workspace.controls.revokeScope(compose)

  const texts = (await examine()).map(({ text }) => text)

  expect(texts.filter((text) => text.includes('gmail.readonly, so that'))).toEqual([])
})

test('a suspended colleague is told from a missing delegation', async () => {
  const { examine, workspace } = await openBox()
  workspace.controls.suspendUser(ines)

  const texts = (await examine()).map(({ text }) => text)

  expect(texts.join('\n')).toContain('Google has no such person')
  expect(texts.join('\n')).not.toContain('Client ID:')
})

test('an API that is not enabled is told by where to enable it', async () => {
  const { examine, workspace } = await openBox()
  workspace.faults.failNext({ path: '/gmail', status: 403, reason: 'accessNotConfigured', times: 2 })

  expect((await examine()).map(({ text }) => text).join('\n')).toContain('APIs & Services → Library')
})

test('without a key file nothing can be read, which is only wrong once a mailbox is switched on', async () => {
  const { db } = await openBox()
  const config = readConfig({ CRM_LOG_LEVEL: 'silent' })

  expect(await googleFindings({ db, config, now: new Date() })).toMatchObject([
    { ok: false, text: expect.stringContaining('CRM_GOOGLE_KEY_FILE') },
  ])
})

test('a file that is no key is a finding, and not the end of the examination', async () => {
  const { db, config } = await openBox()

  const findings = await googleFindings({ db, config: { ...config, googleKeyFile: 'package.json' }, now: new Date() })

  expect(findings).toMatchObject([{ ok: false, text: expect.stringContaining('must be the JSON key') }])
})
