import { parentPort, workerData } from 'node:worker_threads'
import { type CallKind, readAnswer } from './answer.ts'
import { type Bridge, callHost } from './bridge.ts'
import type { Bundle } from './bundle.ts'
import { CardService } from './card-service/card-service.ts'
import type { Json } from './card-service/part.ts'
import { createRealm, type Realm } from './realm.ts'
import { type Budget, createBudget, outOfTime } from './services/budget.ts'
import { GmailApp } from './services/gmail-app.ts'
import type { ScriptHost } from './services/host.ts'
import { type LogLine, ScriptConsole } from './services/log.ts'
import { ScriptApp, Session } from './services/script-app.ts'
import { CacheService, LockService, PropertiesService } from './services/stores.ts'
import { UrlFetchApp } from './services/url-fetch-app.ts'
import { Utilities } from './services/utilities.ts'

/** One call of one function, from the first line of the script to its answer. */
export interface ExecutionOrder {
  bundle: Bundle
  functionName: string
  /** Absent: only load the script and name its functions. */
  call?: {
    kind: CallKind
    event: unknown
    eventToken: string | null
    user: { email: string }
    limitMs: number
    skewMs: number
  }
}

export interface ScriptError {
  name: string
  message: string
  stack: string
}

export interface ExecutionResult {
  functions: string[]
  result: Json
  error: ScriptError | null
  logs: LogLine[]
}

const bridge = workerData as Bridge

parentPort?.on('message', (order: ExecutionOrder) => {
  parentPort?.postMessage(execute(order))
})

// Says that this thread has loaded and can be given its first order.
parentPort?.postMessage('ready')

function execute({ bundle, functionName, call }: ExecutionOrder): ExecutionResult {
  const outcome: ExecutionResult = { functions: [], result: null, error: null, logs: [] }
  const budget = createBudget(call?.limitMs ?? 30_000)
  try {
    const realm = createRealm(() => budget.check(), call?.skewMs)
    defineServices(realm, hostFor(bundle, call), budget, outcome.logs)
    realm.run(bundle.source, 'Code.js')
    outcome.functions = realm.functionNames()
    if (call) outcome.result = answerCall(realm, bundle, functionName, call, outcome.functions)
  } catch (error) {
    outcome.error = describeError(error)
  }
  // A script may catch the refusal and go on; its answer still comes too late.
  if (budget.isSpent()) return { ...outcome, result: null, error: { name: 'Exception', message: outOfTime, stack: '' } }
  return outcome
}

function answerCall(
  realm: Realm,
  bundle: Bundle,
  name: string,
  call: NonNullable<ExecutionOrder['call']>,
  functions: string[],
) {
  if (!functions.includes(name)) throw new Error(`Script function not found: ${name}`)
  const openLinkUrlPrefixes = bundle.manifest.addOns.common.openLinkUrlPrefixes ?? []
  return readAnswer(call.kind, realm.call(name, call.event), { functions: new Set(functions), openLinkUrlPrefixes })
}

function hostFor(bundle: Bundle, call: ExecutionOrder['call']): ScriptHost {
  return {
    manifest: bundle.manifest,
    user: call?.user ?? { email: '' },
    eventToken: call?.eventToken ?? null,
    isUserAction: call !== undefined && call.kind !== 'trigger',
    call: (name, ...args) => callHost(bridge, name, args) as never,
  }
}

function defineServices(realm: Realm, host: ScriptHost, budget: Budget, logs: LogLine[]) {
  const log = new ScriptConsole(logs)
  const services = {
    CardService: new CardService(),
    UrlFetchApp: new UrlFetchApp(host),
    GmailApp: new GmailApp(host),
    ScriptApp: new ScriptApp(host),
    Session: new Session(host),
    PropertiesService: new PropertiesService(host),
    CacheService: new CacheService(host),
    LockService: new LockService(),
    Utilities: new Utilities(budget),
    console: log,
    Logger: log,
  }
  for (const [name, service] of Object.entries(services)) realm.define(name, service)
}

/** Errors of the script's world are no `instanceof` ours, so they are read by shape. */
function describeError(error: unknown): ScriptError {
  const { name = 'Error', message = String(error), stack = '' } = (error ?? {}) as Partial<ScriptError>
  return { name, message, stack }
}
