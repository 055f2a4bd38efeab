import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { dossier, stranger, victor } from './fund.ts'
import { buildBundle, clickable, openSidebar, type Sidebar, textsOf } from './sidebar.ts'

let bundle: Awaited<ReturnType<typeof buildBundle>>
let sidebar: Sidebar

beforeAll(async () => {
  bundle = await buildBundle()
})
afterAll(() => bundle.remove())
beforeEach(async () => {
  sidebar = await openSidebar(bundle.bundleDir)
})
afterEach(() => sidebar.close())

const captured = { thread_id: 'thread-1', level: 'full' as const, mine: true, automatic: false }
const toLog = { id: 'p1', kind: 'log_email', investor_id: 'harbor', text: 'Log this e-mail', reason: null }
const colleague = {
  id: 'p2',
  kind: 'new_contact',
  investor_id: 'harbor',
  text: 'New contact (Nadia Roth)',
  reason: 'Her address is at harbor.example.',
}
const writes = () => sidebar.gateway.asked.filter(({ key }) => key !== undefined)

test('a captured newsletter is said to be captured and not logged', async () => {
  sidebar.gateway.answers.dossier = { ...dossier, captured: { ...captured, automatic: true } }

  expect(textsOf(await sidebar.open({}))).toContain('Captured, not logged: a list or a machine wrote it')
})

test('a proposed e-mail is logged by one click, which approves the proposal', async () => {
  sidebar.gateway.answers.dossier = { ...dossier, captured, proposals: [toLog] }
  const card = await sidebar.open({})
  expect(textsOf(card)).toContain('Proposed: log it here')
  await sidebar.click('Log e-mail')

  expect(writes()).toMatchObject([{ url: '/addon/v1/proposals/p1/approve' }])
  expect(sidebar.notice()).toBe('Approved.')
})

test('a proposed colleague can be rejected', async () => {
  sidebar.gateway.answers.dossier = { ...dossier, proposals: [colleague] }
  expect(textsOf(await sidebar.open({}))).toContain('New contact (Nadia Roth)')
  await sidebar.click('Reject')

  expect(writes()).toMatchObject([{ url: '/addon/v1/proposals/p2/reject' }])
  expect(sidebar.notice()).toBe('Rejected.')
})

test('a proposal about a stranger is decided on the card of the stranger', async () => {
  sidebar.gateway.answers.dossier = {
    ...dossier,
    investors: [],
    unknown: [stranger],
    proposals: [{ ...colleague, investor_id: null, kind: 'new_prospect' }],
  }
  await sidebar.open({})
  await sidebar.click('Approve')

  expect(writes()).toMatchObject([{ url: '/addon/v1/proposals/p2/approve' }])
  expect(sidebar.notice()).toBe('Approved.')
})

test('a participant makes the thread private, and sees that it is', async () => {
  sidebar.gateway.answers.dossier = { ...dossier, captured }
  await sidebar.open({})
  sidebar.gateway.answers.dossier = { ...dossier, captured: { ...captured, level: 'metadata' } }
  const card = await sidebar.click('Make thread private')

  expect(writes()).toMatchObject([{ url: '/addon/v1/threads/thread-1/privacy', body: { level: 'metadata' } }])
  expect(textsOf(card)).toContain('Private: colleagues see who and when only')
  expect(clickable(card)).toContain('Share thread')
})

test('what is done most stands first: to log, then the rest, and the thread’s privacy last', async () => {
  const acts = ['Log e-mail', 'Log call or note', 'Add a task', 'Open in CRM', 'Make thread private']
  /** The menu of the card offers some of it once more. */
  const shown = async () => [...new Set(clickable(await sidebar.open({})))].filter((label) => acts.includes(label))

  sidebar.gateway.answers.dossier = { ...dossier, captured, proposals: [toLog] }
  expect(await shown()).toEqual(acts)
  sidebar.gateway.answers.dossier = { ...dossier, captured }
  expect(await shown()).toEqual(acts)
})

test('who did not take part reads that it is private, and is offered no change', async () => {
  sidebar.gateway.answers.dossier = { ...dossier, captured: { ...captured, level: 'metadata', mine: false } }
  const card = await sidebar.open({})

  expect(textsOf(card)).toContain('Kept private by a colleague')
  expect(clickable(card)).not.toContain('Share thread')
})

test('a viewer sees what is proposed and decides nothing', async () => {
  sidebar.gateway.answers.dossier = { ...dossier, viewer: victor, captured, proposals: [toLog, colleague] }
  const card = await sidebar.open({})

  expect(textsOf(card)).toContain('Proposed: log it here')
  expect(clickable(card)).not.toContain('Approve')
  expect(clickable(card)).not.toContain('Make thread private')
})
