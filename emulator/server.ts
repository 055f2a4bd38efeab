import type { AddressInfo } from 'node:net'
import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance } from 'fastify'
import {
  addEvent,
  cancelEvent,
  type EventChanges,
  type EventPlan,
  type PlannedEvent,
  updateEvent,
} from './calendar/plan.ts'
import { calendarRoutes } from './calendar/routes.ts'
import { certRoutes } from './certs.ts'
import { type Controls, createControls, mailboxOf } from './controls.ts'
import { type Delivery, type DeliveryOptions, deliver } from './gmail/deliver.ts'
import { type Generated, type GenerateOptions, generateMail } from './gmail/generate.ts'
import { deleteMessage, relabel, untrash } from './gmail/mailbox.ts'
import { gmailRoutes } from './gmail/routes.ts'
import { gmailWriteRoutes } from './gmail/write-routes.ts'
import { type ClaimOverrides, identityToken, serviceAccountKeyFile } from './identity.ts'
import type { DraftMessage } from './mime/compose.ts'
import { type PanelAddon, panelRoutes } from './panel/panel.ts'
import { answerProblems } from './problems.ts'
import { strikeFaults } from './strike.ts'
import { tokenRoutes } from './token.ts'
import { createWorkspace, type Workspace, type WorkspaceState } from './workspace.ts'

export interface WorkspaceOptions extends WorkspaceState {
  /** 0 or absent: any free port. Always on 127.0.0.1. */
  port?: number
  /** The built add-on that the page runs; its name, logo and triggers come from its manifest. */
  addon?: PanelAddon
  /** Serves the inbox with the sidebar beside it at `/panel/`. */
  panel?: boolean
}

/** A local Google Workspace that listens. */
export interface RunningWorkspace extends Workspace {
  /** For `CRM_GOOGLE_ROOT`, without a slash at the end. */
  url: string
  controls: Controls
  deliver(message: DraftMessage | string | Buffer, options?: DeliveryOptions): Promise<Delivery>
  /** Fills a mailbox with messages that are composed when they are read, hundreds of thousands if need be. */
  generate(options: GenerateOptions): Generated
  /** Moves a message to the bin, as its owner does in Gmail. */
  trash(mailbox: string, id: string): void
  /** Takes it out of the bin again. */
  untrash(mailbox: string, id: string): void
  relabel(mailbox: string, id: string, change: { add?: string[]; remove?: string[] }): void
  deleteForever(mailbox: string, id: string): void
  addEvent(plan: EventPlan): PlannedEvent
  updateEvent(id: string, changes: EventChanges): void
  cancelEvent(id: string): void
  identityToken(email: string, overrides?: ClaimOverrides): Promise<string>
  serviceAccountKeyFile(): ReturnType<typeof serviceAccountKeyFile>
  close(): Promise<void>
}

export async function startWorkspace(options: WorkspaceOptions): Promise<RunningWorkspace> {
  const workspace = createWorkspace(options)
  for (const message of options.messages ?? []) await deliver(workspace, message)

  const app = await buildServer(workspace, options)
  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return Object.assign(workspace, {
    url: `http://127.0.0.1:${port}`,
    controls: createControls(workspace),
    deliver: (message: DraftMessage | string | Buffer, how?: DeliveryOptions) => deliver(workspace, message, how),
    ...mailHands(workspace),
    ...calendarHands(workspace),
    identityToken: (email: string, overrides?: ClaimOverrides) => identityToken(workspace, email, overrides),
    serviceAccountKeyFile: () => serviceAccountKeyFile(workspace),
    close: () => app.close(),
  })
}

/** What people do with their mail in Gmail itself. */
const mailHands = (workspace: Workspace) => ({
  generate: (options: GenerateOptions) => generateMail(workspace, mailboxOf(workspace, options.mailbox), options),
  trash: (mailbox: string, id: string) =>
    relabel(mailboxOf(workspace, mailbox), id, { add: ['TRASH'], remove: ['INBOX'] }),
  untrash: (mailbox: string, id: string) => untrash(mailboxOf(workspace, mailbox), id),
  relabel: (mailbox: string, id: string, change: { add?: string[]; remove?: string[] }) =>
    relabel(mailboxOf(workspace, mailbox), id, change),
  deleteForever: (mailbox: string, id: string) => deleteMessage(mailboxOf(workspace, mailbox), id),
})

const calendarHands = (workspace: Workspace) => ({
  addEvent: (plan: EventPlan) => addEvent(workspace, plan),
  updateEvent: (id: string, changes: EventChanges) => updateEvent(workspace, id, changes),
  cancelEvent: (id: string) => cancelEvent(workspace, id),
})

/** One server for all of Google: the paths of its hosts do not collide. */
async function buildServer(workspace: Workspace, { panel, addon }: WorkspaceOptions): Promise<FastifyInstance> {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(formbody)
  answerProblems(app)
  app.register(async (google) => {
    strikeFaults(google, workspace)
    tokenRoutes(google, workspace)
    certRoutes(google, workspace)
    gmailRoutes(google, workspace)
    gmailWriteRoutes(google, workspace)
    calendarRoutes(google, workspace)
  })
  if (panel) app.register(async (page) => panelRoutes(page, workspace, addon))
  return app
}
