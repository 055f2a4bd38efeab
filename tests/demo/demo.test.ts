import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Demo, NotADemo, startDemo } from '../../emulator/demo/start.ts'
import { addUser } from '../../server/accounts/users.ts'
import { openDataFolder, prepareDataFolder } from '../../server/data-folder.ts'
import { systemActor } from '../../server/db/actor.ts'
import { act } from '../../server/db/write.ts'
import { listProposals } from '../../server/proposals/proposals.ts'
import { tellProposals } from '../../server/proposals/told.ts'

const anyPorts = { CRM_PORT: '0', CRM_GATEWAY_PORT: '0', CRM_LOG_LEVEL: 'silent' }
let demo: Demo

beforeAll(async () => {
  demo = await startDemo(anyPorts)
}, 120_000)

afterAll(() => demo.stop())

/** What Gmail's sidebar shows beside the newest message of this subject in Ines's mailbox. */
async function sidebarBeside(subject: string): Promise<string> {
  const api = `${demo.inboxUrl}api/mailboxes/ines@northlight.example`
  const threads = (await (await fetch(`${api}/threads`)).json()) as { id: string; subject: string }[]
  const thread = threads.find((line) => line.subject.endsWith(subject))
  const { messages } = (await (await fetch(`${api}/threads/${thread?.id}`)).json()) as { messages: { id: string }[] }
  const body = JSON.stringify({ messageId: messages.at(-1)?.id })
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${api}/cards`, { method: 'POST', headers, body })).text()
}

test('the web panel answers at the address it says', async () => {
  const reply = await fetch(`${demo.panelUrl}/sign-in`, { headers: { accept: 'text/html' } })

  expect(reply.status).toBe(200)
})

test('everybody gets a link that signs them in', async () => {
  const links = demo.signInLinks()
  expect(links.map(({ name, role }) => `${name}, ${role}`)).toEqual([
    'Ines Okafor, admin',
    'Marcus Lindqvist, member',
    'Priya Raman, member',
    'Vera Novak, viewer',
  ])

  const [first] = links
  const headers = { accept: 'text/html', origin: demo.panelUrl }
  const reply = await fetch(first?.url ?? '', { method: 'POST', headers, redirect: 'manual' })

  expect(reply.headers.get('set-cookie')).toContain('crm_session')
})

test('a message from Maya shows the dossier of Harbor in the sidebar', async () => {
  const card = await sidebarBeside('Fund II: two questions before our committee')

  expect(card).toContain('Harbor Family Office')
  expect(card).toContain('"error":null')
})

test('what capture logged is shown as logged, and its thread can be kept private from the sidebar', async () => {
  const card = await sidebarBeside('Follow-up questions from our side')

  expect(card).toContain('Quill Endowment')
  expect(card).toContain('Already logged')
  expect(card).toContain('Make thread private')
})

test('a newsletter is stored and not logged; it can be logged from the sidebar', async () => {
  const card = await sidebarBeside('Brightwater Mutual: letter to partners')

  expect(card).toContain('Brightwater Mutual')
  expect(card).toContain('Log e-mail')
})

test('Review holds newcomers of every kind, and one meeting was approved', async () => {
  const db = await openDataFolder(demo.folder.path, new Date())
  const waiting = listProposals(db, { status: 'pending' })
  const kinds = Map.groupBy(waiting, ({ proposal }) => proposal.kind)
  const titles = tellProposals(db, null, waiting).map(({ title }) => title)
  const approved = listProposals(db, { status: 'approved', kind: 'log_meeting' })
  db.$client.close()

  expect(kinds.get('new_contact')?.length).toBeGreaterThan(3)
  expect(titles).toContain('Add an address of Isla Drummond')
  expect(titles).toContain('New contact: Astrid Velde')
  expect(titles).toContain('New prospect: Bello Holdings')
  expect(approved).toHaveLength(1)
})

test('the thread Marcus made private is his alone, and a formatted letter has its file', async () => {
  const db = await openDataFolder(demo.folder.path, new Date())
  const one = (subject: string) =>
    db.$client.prepare('SELECT level, nature, attachments FROM mail_messages WHERE subject = ?').get(subject)
  const [kept, formatted] = [one('Between us: our fee break'), one('Our pacing, in one table')]
  db.$client.close()

  expect(kept).toMatchObject({ level: 'metadata', nature: 'personal' })
  expect(formatted).toMatchObject({ attachments: expect.stringContaining('Quill pacing.csv') })
})

test('a folder with a fund of its own is left alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'venture-crm-own-'))
  prepareDataFolder(folder)
  const db = await openDataFolder(folder, new Date())
  const ada = { email: 'ada@fund.example', full_name: 'Ada Brandt', role: 'admin', passwordHash: 'x' } as const
  act(db, systemActor('cli'), 'Set up', (tx) => addUser(tx, ada))
  db.$client.close()

  await expect(startDemo({ ...anyPorts, CRM_DATA_DIR: folder })).rejects.toThrow(NotADemo)
  rmSync(folder, { recursive: true })
})

test('the command says where to click, stops on SIGTERM and leaves nothing behind', async () => {
  const command = join(import.meta.dirname, '../../emulator/demo.ts')
  const child = spawn(process.execPath, [command], { env: { ...process.env, ...anyPorts }, stdio: 'pipe' })
  let said = ''
  for await (const chunk of child.stdout) {
    said += chunk
    if (said.includes('Ctrl+C')) break
  }
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')

  expect(said).toMatch(/Web panel {3}http:\/\/127\.0\.0\.1:\d+\n/)
  expect(said).toMatch(/Vera Novak {8}viewer {2}http:\/\/127\.0\.0\.1:\d+\/sign-in\/link\/\S{43}\n/)
  expect(code).toBe(0)
  expect(existsSync(/Data {8}(\S+)/.exec(said)?.[1] ?? '')).toBe(false)
}, 120_000)
