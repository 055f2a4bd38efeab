import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { type AddonOptions, runAddon } from '../../emulator/apps-script/runtime.ts'
import type { RunningWorkspace } from '../../emulator/server.ts'
import { closeAfterTest, ines, type Json } from './support.ts'

const scope = 'https://www.googleapis.com/auth/'

/** The manifest of a small, correct add-on. */
export const goodManifest = {
  timeZone: 'Europe/London',
  runtimeVersion: 'V8',
  oauthScopes: [
    'openid',
    `${scope}userinfo.email`,
    `${scope}script.external_request`,
    `${scope}gmail.addons.execute`,
    `${scope}gmail.addons.current.message.metadata`,
  ],
  urlFetchWhitelist: ['https://gateway.northgate.example/addon/'],
  addOns: {
    common: {
      name: 'Northgate',
      logoUrl: 'https://crm.northgate.example/logo.png',
      homepageTrigger: { runFunction: 'onHomepage' },
      openLinkUrlPrefixes: ['https://crm.northgate.example/'],
    },
    gmail: { contextualTriggers: [{ unconditional: {}, onTriggerFunction: 'onMessage' }] },
  },
}

/** Two triggers that show a card with one line, and a way to run any expression as an action. */
export const goodScript = `
  function cardSaying(text) {
    return CardService.newCardBuilder()
      .addSection(CardService.newCardSection().addWidget(CardService.newTextParagraph().setText(text)))
      .build()
  }
  function onHomepage() { return cardSaying('Home') }
  function onMessage(e) { return cardSaying(e.gmail.messageId) }
  function onClick() {}
  function told(value) {
    const text = CardService.newNotification().setText('told ' + JSON.stringify(value === undefined ? null : value))
    return CardService.newActionResponseBuilder().setNotification(text).build()
  }
  function evaluate(e) { return eval(e.commonEventObject.parameters.code) }
`

export interface BundleParts {
  manifest?: object
  script?: string
}

export async function writeBundle({ manifest = goodManifest, script = goodScript }: BundleParts = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'addon-bundle-'))
  closeAfterTest({ close: () => rm(folder, { recursive: true }) })
  await writeFile(join(folder, 'appsscript.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'Code.js'), script)
  return folder
}

export async function openAddon(
  workspace: RunningWorkspace,
  parts: BundleParts = {},
  options: Partial<AddonOptions> = {},
) {
  const bundleDir = await writeBundle(parts)
  return runAddon({ workspace, bundleDir, user: ines.email, hostAliases: {}, ...options })
}

type Addon = Awaited<ReturnType<typeof openAddon>>

/** Runs one expression inside the script; `value` is what it told, `error` what it threw. */
export async function evaluate(
  addon: Addon,
  code: string,
  gmail?: object,
): Promise<{ value: Json; error: string | null; result: Json }> {
  const event = { commonEventObject: { parameters: { code } }, ...(gmail && { gmail }) }
  const { result, error } = await addon.invoke('evaluate', event)
  const told = (result as Json)?.renderActions?.action?.notification?.text
  return {
    value: told?.startsWith('told ') ? JSON.parse(told.slice(5)) : undefined,
    error: error?.message ?? null,
    result,
  }
}

/** Changes a copy of the good manifest. */
export function manifestWith(change: (manifest: Json) => void): object {
  const manifest = structuredClone(goodManifest)
  change(manifest)
  return manifest
}

/** A gateway on loopback that tells what it was asked. */
export async function openGateway() {
  const app = closeAfterTest(Fastify({ forceCloseConnections: true }))
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.all('/addon/v1/echo', (request, reply) => {
    reply.header('set-cookie', ['a=1', 'b=2'])
    return { method: request.method, headers: request.headers, body: request.body ?? null }
  })
  app.all('/addon/v1/broken', (_request, reply) => reply.status(500).send({ detail: 'It broke.' }))
  app.all('/addon/v1/moved', (_request, reply) => reply.redirect('/addon/v1/echo'))
  app.all('/addon/v1/circle', (_request, reply) => reply.redirect('/addon/v1/circle'))
  app.all('/addon/v1/silent', () => new Promise(() => {}))
  await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.server.address() as { port: number }
  return { 'https://gateway.northgate.example': `http://127.0.0.1:${address.port}` }
}
