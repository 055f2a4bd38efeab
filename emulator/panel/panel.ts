import { join } from 'node:path'
import { build } from 'esbuild'
import type { FastifyInstance } from 'fastify'
import { runAddon } from '../apps-script/runtime.ts'
import type { Workspace } from '../workspace.ts'
import { addonRoutes } from './addon-routes.ts'
import { mailRoutes } from './mail-routes.ts'
import { writeRoutes } from './write-routes.ts'

export interface PanelAddon {
  /** The folder the add-on was built into. */
  bundleDir: string
  /** Public origin → loopback origin, for the script's requests and for links a person opens. */
  hostAliases: Record<string, string>
  limitMs?: number
}

/** The inbox in the browser with the sidebar beside it, at `/panel/`. */
export function panelRoutes(app: FastifyInstance, workspace: Workspace, addon?: PanelAddon) {
  pageRoutes(app)
  mailRoutes(app, workspace)
  writeRoutes(app, workspace)
  const deployed = addon && { ...addon, runAs: (user: string) => runAddon({ ...addon, workspace, user }) }
  addonRoutes(app, workspace, deployed)
}

function pageRoutes(app: FastifyInstance) {
  const files = bundleBrowserFiles()
  app.get('/panel', (_request, reply) => reply.redirect('/panel/'))
  app.get('/panel/', (_request, reply) => reply.type('text/html').header('content-security-policy', policy).send(page))
  app.get('/panel/panel.js', async (_request, reply) => reply.type('text/javascript').send((await files).script))
  app.get('/panel/panel.css', async (_request, reply) => reply.type('text/css').send((await files).style))
}

/** Bundled when the server starts; nothing is written to disk. */
async function bundleBrowserFiles() {
  const folder = join(import.meta.dirname, 'browser')
  const entryPoints = [join(folder, 'panel.ts'), join(folder, 'panel.css')]
  const { outputFiles } = await build({ entryPoints, bundle: true, write: false, outdir: '/', target: 'es2022' })
  const file = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  return { script: file('.js'), style: file('.css') }
}

// Whatever a card or a message contains, nothing but our own script may run. Card images come from public hosts.
const policy =
  "default-src 'self'; img-src 'self' https: data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mail</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/panel/panel.css">
<script type="module" src="/panel/panel.js"></script>
</head>
<body></body>
</html>`
