import type { FastifyInstance } from 'fastify'
import type { CallKind } from '../apps-script/answer.ts'
import { BundleRefused } from '../apps-script/bundle.ts'
import type { Json } from '../apps-script/card-service/part.ts'
import { type AddonEvent, type FormInputs, homepageEvent, messageEvent, withForm } from '../apps-script/events.ts'
import type { Manifest } from '../apps-script/manifest.ts'
import type { Addon } from '../apps-script/runtime.ts'
import type { Workspace } from '../workspace.ts'
import { requireMailbox } from './mail-routes.ts'
import type { PanelAddon } from './panel.ts'

export interface WorkspaceFacts {
  domain: string
  users: { email: string; name: string }[]
  addon: AddonFacts | null
}

export interface AddonFacts {
  name: string
  logoUrl: string
  primaryColor: string | null
  universalActions: { label: string; openLink?: string; runFunction?: string }[]
  hostAliases: Record<string, string>
}

/** What a call of the script came to; the page draws `result`, or an error card. */
export interface CallAnswer {
  result: Json
  error: string | null
}

export interface ActionCall {
  messageId: string | null
  function: string
  kind: CallKind
  parameters: Record<string, string>
  formInputs: FormInputs
}

type DeployedAddon = PanelAddon & { runAs(user: string): Addon }
type Path = { address: string }

/** Calls the add-on the way Gmail does: a fresh event with a fresh token each time. */
export function addonRoutes(app: FastifyInstance, workspace: Workspace, deployed?: DeployedAddon) {
  const addons = new Map<string, Addon>()
  const addonOf = (user: string) => {
    requireMailbox(workspace, user)
    const addon = addons.get(user) ?? deployed?.runAs(user)
    if (!addon) throw new Error('This workspace was started without an add-on.')
    addons.set(user, addon)
    return addon
  }

  app.get('/panel/api/workspace', async (): Promise<WorkspaceFacts> => {
    const users = [...workspace.users.values()].map(({ email, name }) => ({ email, name }))
    return { domain: workspace.domain, users, addon: deployed ? await addonFacts(deployed) : null }
  })

  app.post<{ Params: Path; Body: { messageId: string | null } }>(
    '/panel/api/mailboxes/:address/cards',
    ({ params, body }) =>
      answered(async () => {
        const addon = addonOf(params.address)
        const functionName = triggerOf(await addon.manifest(), body.messageId !== null)
        return addon.invoke(functionName, eventFor(workspace, params.address, body.messageId), 'trigger')
      }),
  )

  app.post<{ Params: Path; Body: ActionCall }>('/panel/api/mailboxes/:address/actions', ({ params, body }) =>
    answered(() => {
      const event = withForm(eventFor(workspace, params.address, body.messageId), body.parameters, body.formInputs)
      return addonOf(params.address).invoke(body.function, event, body.kind)
    }),
  )
}

async function addonFacts({ runAs, hostAliases }: DeployedAddon): Promise<AddonFacts> {
  // A bundle Google refuses has no name to show; the first card says what is wrong with it.
  const manifest = await runAs('')
    .manifest()
    .catch(() => null)
  const common = manifest?.addOns.common
  return {
    name: common?.name ?? 'Add-on',
    logoUrl: common?.logoUrl ?? '',
    primaryColor: common?.layoutProperties?.primaryColor ?? null,
    universalActions: (common?.universalActions ?? []) as AddonFacts['universalActions'],
    hostAliases,
  }
}

function triggerOf({ addOns }: Manifest, isMessageOpen: boolean): string {
  const contextual = addOns.gmail?.contextualTriggers?.[0]?.onTriggerFunction
  const homepage = (addOns.gmail?.homepageTrigger ?? addOns.common.homepageTrigger)?.runFunction
  const name = isMessageOpen ? (contextual ?? homepage) : homepage
  if (!name) throw new BundleRefused(['the manifest has no trigger for this place'])
  return name
}

function eventFor(workspace: Workspace, user: string, messageId: string | null): AddonEvent {
  return messageId === null ? homepageEvent() : messageEvent(workspace, user, messageId)
}

async function answered(call: () => Promise<{ result: Json; error: { message: string } | null }>): Promise<CallAnswer> {
  try {
    const { result, error } = await call()
    return { result, error: error?.message ?? null }
  } catch (error) {
    if (error instanceof BundleRefused) return { result: null, error: error.message }
    throw error
  }
}
