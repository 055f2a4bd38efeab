import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { onTestFinished } from 'vitest'
import { startWorkspace } from '../../emulator/server.ts'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { openWorld, origin } from '../support/world.ts'

export const ines = 'ines@northlight.example'
export const marcus = 'marcus@northlight.example'
export const maya = 'Maya Chen <maya.chen@harborfo.example>'

/** A message from Maya, whom the small fund knows. */
export const hello = {
  from: maya,
  to: `Ines Okafor <${ines}>`,
  subject: 'Fund II documents',
  text: 'We have read the deck.',
  date: '2026-11-10T09:30:00Z',
  messageId: 'deck-1@harborfo.example',
}

/** The private listener over the small fund, with its Workspace; Google's libraries need the machine's own time. */
export async function openTrust(settings: Record<string, string> = {}) {
  const world = openWorld()
  const users = [world.ines, world.marcus, world.vera].map(({ email, fullName }) => ({ email, name: fullName }))
  const workspace = await startWorkspace({ domain: 'northlight.example', users, clientId: '4242' })
  onTestFinished(() => workspace.close())
  const folder = mkdtempSync(join(tmpdir(), 'crm-trust-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const keyFile = join(folder, 'key.json')
  writeFileSync(keyFile, JSON.stringify(await workspace.serviceAccountKeyFile()))
  const config = readConfig({
    CRM_LOG_LEVEL: 'silent',
    CRM_PUBLIC_URL: origin,
    CRM_DATA_DIR: folder,
    CRM_WORKSPACE_DOMAIN: 'northlight.example',
    CRM_GOOGLE_ROOT: workspace.url,
    CRM_GOOGLE_KEY_FILE: keyFile,
    ...settings,
  })
  const app = await buildApp({ db: world.db, config, now: () => new Date(), setupToken: 'unused' })
  onTestFinished(() => app.close())
  await app.ready()
  const { tokens } = world
  return {
    ...world,
    app,
    config,
    workspace,
    asInes: requestAs(app, tokens.ines),
    asMarcus: requestAs(app, tokens.marcus),
    asVera: requestAs(app, tokens.vera),
  }
}

function requestAs(app: FastifyInstance, token: string) {
  return (method: InjectOptions['method'], url: string, payload?: object) =>
    app.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(payload && { payload }) })
}

/** What a page says, without its tags. */
export const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/\s+/g, ' ')
