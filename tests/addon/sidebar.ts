import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildAddon } from '../../addon/build.ts'
import {
  type AddonEvent,
  type FormInputs,
  homepageEvent,
  messageEvent,
  withForm,
} from '../../emulator/apps-script/events.ts'
import { type Addon, type Invocation, runAddon } from '../../emulator/apps-script/runtime.ts'
import type { DraftMessage } from '../../emulator/mime/compose.ts'
import { type RunningWorkspace, startWorkspace } from '../../emulator/server.ts'
import { openStandIn, type StandIn } from './stand-in.ts'

// biome-ignore lint/suspicious/noExplicitAny: card JSON is read by shape
type Json = any

const gatewayUrl = 'https://gateway.harbor.example'
const person = 'ines@northgate.example'

/** Ines's Gmail with the built add-on beside it, talking to a stand-in of the gateway. */
export interface Sidebar {
  gateway: StandIn
  workspace: RunningWorkspace
  openHome(): Promise<Json>
  /** Delivers a message to Ines and opens it. */
  open(message: Partial<DraftMessage>): Promise<Json>
  /** Clicks what bears this label on the card in view; answers the card then in view. */
  click(label: string, form?: Record<string, string>): Promise<Json>
  card(): Json
  /** Cards from the root to the one in view. */
  depth(): number
  /** The sentence of the last notification. */
  notice(): string | undefined
  last(): Invocation
  /** Takes the gateway off the network. */
  unplug(): Promise<void>
  close(): Promise<void>
}

const hello: DraftMessage = {
  from: 'Maya Chen <maya@harbor.example>',
  to: 'Ines Duarte <ines@northgate.example>',
  subject: 'A subject nobody may pass on',
  date: '2025-11-12T09:30:00Z',
  text: 'A body nobody may pass on.',
  messageId: 'hello-1@harbor.example',
}

/** The bundle is built once for a test file. */
export async function buildBundle() {
  const bundleDir = await mkdtemp(path.join(tmpdir(), 'addon-'))
  await buildAddon({ gatewayUrl, publicUrl: 'https://crm.harbor.example', outDir: bundleDir })
  return { bundleDir, remove: () => rm(bundleDir, { recursive: true, force: true }) }
}

export async function openSidebar(bundleDir: string): Promise<Sidebar> {
  const gateway = await openStandIn()
  const hostAliases: Record<string, string> = { [gatewayUrl]: `http://127.0.0.1:${gateway.port}` }
  const workspace = await startWorkspace({
    domain: 'northgate.example',
    users: [{ email: person, name: 'Ines Duarte' }],
    clientId: '4242.apps.googleusercontent.com',
  })
  const addon = runAddon({ bundleDir, workspace, user: person, hostAliases })
  const view = viewer(addon)

  return {
    gateway,
    workspace,
    ...view,
    openHome: () => view.start('onHomepage', homepageEvent()),
    open: async (message) => {
      await workspace.deliver({ ...hello, ...message })
      const newest = [...(workspace.mailboxes.get(person)?.messages.keys() ?? [])].at(-1) ?? ''
      return view.start('onGmailMessage', messageEvent(workspace, person, newest))
    },
    unplug: async () => {
      await gateway.close()
    },
    close: async () => {
      await Promise.all([gateway.close(), workspace.close()])
    },
  }
}

/** What Gmail does with the answers: a stack of cards, and a notification. */
function viewer(addon: Addon) {
  let event: AddonEvent = homepageEvent()
  let stack: Json[] = []
  let last: Invocation
  let notice: string | undefined
  const card = () => stack.at(-1)

  async function invoke(name: string, withWhat: AddonEvent): Promise<Json> {
    last = await addon.invoke(name, withWhat)
    if (last.error) throw new Error(`Gmail shows an error: ${last.error.message}`)
    const result: Json = last.result
    const { navigations = [], notification } = (result.renderActions ?? result).action
    notice = notification?.text
    for (const step of navigations) stack = navigated(stack, step)
    return card()
  }

  return {
    card,
    depth: () => stack.length,
    notice: () => notice,
    last: () => last,
    start: (name: string, opened: AddonEvent) => {
      event = opened
      stack = []
      return invoke(name, opened)
    },
    click: (label: string, form: Record<string, string> = {}) => {
      const { action } = clickOf(card(), label)
      const parameters = Object.fromEntries(action.parameters.map(({ key, value }: Json) => [key, value]))
      return invoke(action.function, withForm(event, parameters, filledIn(card(), form)))
    },
  }
}

function navigated(stack: Json[], step: Json): Json[] {
  if (step.pushCard) return [...stack, step.pushCard]
  if (step.updateCard) return [...stack.slice(0, -1), step.updateCard]
  if (step.popToRoot) return stack.slice(0, 1)
  return stack.slice(0, -1)
}

/** The fields of the card as they stand, with what is typed on top. Empty ones are not sent, as Google does it. */
function filledIn(card: Json, form: Record<string, string>): FormInputs {
  const inputs: FormInputs = {}
  for (const widget of parts(card)) {
    const { textInput, selectionInput, dateTimePicker } = widget
    const field = textInput ?? selectionInput ?? dateTimePicker
    if (!field) continue
    const chosen = selectionInput?.items.find((item: Json) => item.selected)?.value
    const value = form[field.name] ?? textInput?.value ?? chosen ?? dateTimePicker?.valueMsEpoch
    if (!value) continue
    inputs[field.name] = dateTimePicker ? { dateInput: { msSinceEpoch: value } } : { stringInputs: { value: [value] } }
  }
  return inputs
}

function clickOf(card: Json, label: string): Json {
  const found = parts(card).find(({ text, actionLabel, onClick }) => onClick && [text, actionLabel].includes(label))
  if (!found) throw new Error(`Nothing to click is called “${label}”; there is: ${clickable(card).join(', ')}`)
  return found.onClick
}

/** Labels of everything that can be clicked. */
export function clickable(card: Json): string[] {
  return parts(card)
    .filter(({ onClick }) => onClick)
    .map(({ text, actionLabel }) => text ?? actionLabel)
}

/** Every text on the card, in reading order. */
export function textsOf(card: Json): string[] {
  return parts(card).flatMap((part) =>
    ['title', 'subtitle', 'topLabel', 'label', 'text', 'bottomLabel'].flatMap((key) =>
      typeof part[key] === 'string' ? [part[key] as string] : [],
    ),
  )
}

export function widgetsOf(card: Json): Json[] {
  return card.sections.flatMap(({ widgets }: Json) => widgets)
}

/** What can be picked in a field, in order. */
export function choicesOf(card: Json, field: string): string[] {
  const selection = parts(card).find(({ selectionInput }) => selectionInput?.name === field)?.selectionInput
  return selection.items.map(({ text }: Json) => text)
}

/** Where links of the card lead. */
export function linksOf(card: Json): string[] {
  return parts(card).flatMap(({ openLink }) => (openLink ? [openLink.url] : []))
}

function parts(value: Json): Json[] {
  if (typeof value !== 'object' || value === null) return []
  return Array.isArray(value) ? value.flatMap(parts) : [value, ...Object.values(value).flatMap(parts)]
}
