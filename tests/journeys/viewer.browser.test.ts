import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createToken } from '../../server/accounts/tokens.ts'
import { prepared } from '../../server/db/prepared.ts'
import { act } from '../../server/db/write.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { openPage } from '../support/browser.ts'
import { actorFor } from '../support/world.ts'
import { type Office, openOffice } from './fund.ts'

const fromMaya = {
  from: 'Maya Chen <maya.chen@harborfo.example>',
  to: 'Vera Novak <vera@northlight.example>',
  subject: 'Capital account statement',
  messageId: 'statement-1@harborfo.example',
  date: '2026-11-17T10:20:00Z',
  text: 'Could you send the statement for the third quarter?',
}
const readOnly = 'Your account can read everything but change nothing. Ask an admin for the member role.'

let office: Office & { opportunityId: string }

beforeAll(async () => {
  const opened = await openOffice([fromMaya])
  const { db, ines, harbor, fundII } = opened
  const form = { investor_id: harbor.id, fund_id: fundII.id, stage: 'meeting', expected_amount: 5_000_000_00 }
  const { result } = act(db, actorFor(ines), 'Flagged Harbor', (tx) => flagOpportunity(tx, form))
  office = { ...opened, opportunityId: result.id }
})

afterAll(() => office?.close())

/** How many entries the change log has: nothing is written without one. */
const logged = () => Number(prepared(office.db, 'SELECT count(*) FROM changes').pluck().get())

/** Everything on the page that would write if it were pressed. */
async function writers(page: Page): Promise<string[]> {
  const forms = 'form[method=post], [hx-post], [hx-put], [hx-patch], [hx-delete], a[href*="/new"], a[href$="/edit"]'
  return page
    .locator(forms)
    .evaluateAll((all) =>
      all.map(
        (one) => ['action', 'hx-post', 'href'].map((name) => one.getAttribute(name)).find(Boolean) ?? one.outerHTML,
      ),
    )
}

test('the panel offers a viewer nothing that writes', async () => {
  const { panel, harbor } = office
  const page = await openPage(`${panel}/investors`, { session: office.sessionOf(office.vera) })
  const own = ['/sign-out', '/theme']

  for (const path of [
    `/investors/${harbor.id}`,
    '/pipeline',
    '/contacts',
    '/communications',
    '/activity',
    '/investors',
  ]) {
    await page.goto(panel + path)
    expect({ path, writers: (await writers(page)).filter((address) => !own.includes(address)) }).toEqual({
      path,
      writers: [],
    })
  }
  await expect.poll(() => page.getByRole('link', { name: 'Import' }).count()).toBe(0)
})

test('a viewer’s forged form is refused on every address, and nothing is written', async () => {
  const { panel, harbor, opportunityId } = office
  const page = await openPage(`${panel}/investors`, { session: office.sessionOf(office.vera) })
  const before = logged()
  const forms: [string, Record<string, string>][] = [
    ['/investors', { name: 'Forged Capital' }],
    [`/investors/${harbor.id}/facts/city`, { city: 'Nowhere' }],
    [`/investors/${harbor.id}/archive`, {}],
    ['/communications', { investor_id: harbor.id, type: 'note', summary: 'Forged', occurred_at: '2026-11-17T10:00' }],
    [`/opportunities/${opportunityId}/move`, { stage: 'committed' }],
    ['/contacts', { name: 'Forged Person' }],
    ['/undo', {}],
    ['/import', { pasted: 'Name\nForged Capital' }],
  ]

  for (const [path, form] of forms) {
    const reply = await page.request.post(panel + path, { form, headers: { origin: panel, accept: 'text/html' } })
    expect({ path, status: reply.status() }).toEqual({ path, status: 403 })
    expect(await reply.text()).toContain(readOnly)
  }
  expect(logged()).toBe(before)
})

test('a viewer’s API token reads and does not write', async () => {
  const { db, vera, panel, harbor, opportunityId } = office
  const { result } = act(db, actorFor(vera), 'Made a token', (tx) => createToken(tx, vera.id, { name: 'a script' }))
  const before = logged()
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${panel}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${result.secret}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })

  expect((await ask('GET', `/fundraising/rows/${harbor.id}`)).status).toBe(200)
  for (const [method, path, body] of [
    ['POST', '/fundraising/rows', { values: { name: 'Forged Capital' } }],
    ['PATCH', `/fundraising/rows/${harbor.id}`, { values: { city: 'Nowhere' } }],
    ['DELETE', `/fundraising/rows/${harbor.id}`],
    ['PATCH', `/opportunities/${opportunityId}/stage`, { stage: 'committed' }],
    ['POST', '/import/csv', { data: 'Name\nForged Capital', entity_type: 'investors' }],
  ] as const) {
    const reply = await ask(method, path, body)
    expect({ path, status: reply.status, body: await reply.json() }).toEqual({
      path,
      status: 403,
      body: { detail: readOnly, code: 'forbidden' },
    })
  }
  expect(logged()).toBe(before)
})

test('the sidebar shows a viewer the dossier without an act, and the gateway refuses a forged one', async () => {
  const { workspace, gateway, harbor, vera, inboxOf } = office
  const before = logged()
  const inbox = await openPage(inboxOf(vera))
  await inbox.getByRole('button', { name: fromMaya.subject }).click()
  const sidebar = inbox.getByRole('complementary', { name: 'Northlight Ventures' })
  await sidebar.getByRole('heading', { name: 'Harbor Family Office' }).waitFor()

  const card = sidebar.getByRole('article')
  const buttons = await card
    .getByRole('button')
    .evaluateAll((all) => all.map((one) => one.ariaLabel ?? one.textContent))
  expect(buttons).toEqual(['Show Contacts (1)'])
  await expect.poll(() => card.getByRole('link').allInnerTexts()).toEqual(['Open in CRM'])

  const forged = await fetch(`${gateway}/addon/v1/communications`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await workspace.identityToken(vera.email)}`,
      'content-type': 'application/json',
      'idempotency-key': 'forged-1',
    },
    body: JSON.stringify({
      investor_id: harbor.id,
      type: 'note',
      summary: 'Forged',
      occurred_at: '2026-11-17T10:20:00Z',
    }),
  })
  expect(forged.status).toBe(403)
  expect(await forged.json()).toEqual({ detail: readOnly, code: 'forbidden' })
  expect(logged()).toBe(before)
})
