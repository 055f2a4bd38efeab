import type { CallKind } from './answer.ts'
import { type Bundle, BundleRefused, loadBundle } from './bundle.ts'
import type { Json } from './card-service/part.ts'
import type { CarriedRequest } from './carrier.ts'
import type { ExecutionResult, ScriptError } from './execution.ts'
import { createHostServices, type HostOptions } from './host-services.ts'
import { type Manifest, manifestFunctions } from './manifest.ts'
import { execute } from './script-threads.ts'
import type { LogLine } from './services/log.ts'

export interface AddonOptions extends HostOptions {
  /** A folder as clasp pushes it: `appsscript.json` and one script. */
  bundleDir: string
  /** What Google allows a card action; shorten it to see what a slow server looks like. */
  limitMs?: number
}

export interface Invocation {
  /** RenderActions for a trigger, SubmitFormResponse for an action, null for nothing to show. */
  result: Json
  /** What the script threw, or what Google would have refused; Gmail shows an error card. */
  error: ScriptError | null
  logs: LogLine[]
  requests: CarriedRequest[]
}

/** A deployed add-on, seen by one person. */
export interface Addon {
  manifest(): Promise<Manifest>
  /**
   * Calls one function in a fresh context. The kind of call follows from the manifest: its triggers and universal
   * actions are what they are, every other function is a widget's action unless `kind` says otherwise.
   * Rejects with BundleRefused when Google would not have taken the bundle at all.
   */
  invoke(functionName: string, event: object, kind?: CallKind): Promise<Invocation>
}

export function runAddon(options: AddonOptions): Addon {
  let deployed: Promise<Bundle> | undefined
  const deployment = () => {
    deployed ??= deploy(options.bundleDir)
    return deployed
  }

  return {
    manifest: async () => (await deployment()).manifest,
    invoke: async (functionName, event, kind) => callFunction(options, await deployment(), functionName, event, kind),
  }
}

/** Everything Google would refuse about a bundle, in sentences; empty when it can be deployed. */
export async function checkBundle(bundleDir: string): Promise<string[]> {
  try {
    await deploy(bundleDir)
    return []
  } catch (error) {
    if (error instanceof BundleRefused) return error.problems
    throw error
  }
}

async function callFunction(
  options: AddonOptions,
  bundle: Bundle,
  functionName: string,
  event: object,
  kind = callKind(bundle.manifest, functionName),
): Promise<Invocation> {
  const requests: CarriedRequest[] = []
  const limitMs = options.limitMs ?? googleLimitMs
  const skewMs = options.workspace.clock.now().getTime() - Date.now()
  const call = { kind, event, eventToken: eventToken(event), user: { email: options.user }, limitMs, skewMs }
  const services = createHostServices(options, requests)
  const { result, error, logs } = await execute({ bundle, functionName, call }, services, limitMs)
  return { result, error, logs, requests }
}

/** What Google allows a trigger or a card action. */
const googleLimitMs = 30_000

async function deploy(bundleDir: string): Promise<Bundle> {
  const bundle = await loadBundle(bundleDir)
  const loaded = await execute({ bundle, functionName: '' }, null, googleLimitMs)
  const problems = loadProblems(bundle, loaded)
  if (problems.length > 0) throw new BundleRefused(problems)
  return bundle
}

function loadProblems({ manifest }: Bundle, { error, functions }: ExecutionResult): string[] {
  if (error) return [`the script fails while it is loaded: ${error.name}: ${error.message}`]
  const missing = manifestFunctions(manifest).filter(({ name }) => !functions.includes(name))
  return missing.map(({ name }) => `appsscript.json names ${name}, which is no top-level function of the script`)
}

function callKind(manifest: Manifest, functionName: string): CallKind {
  return manifestFunctions(manifest).find(({ name }) => name === functionName)?.kind ?? 'action'
}

function eventToken(event: object): string | null {
  const { gmail } = event as { gmail?: { accessToken?: string } }
  return gmail?.accessToken ?? null
}
