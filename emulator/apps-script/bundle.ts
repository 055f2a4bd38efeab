import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import vm from 'node:vm'
import { transform } from 'esbuild'
import { type Manifest, readManifest } from './manifest.ts'

/** A built add-on as clasp would push it. */
export interface Bundle {
  manifest: Manifest
  source: string
}

/** Google would not take this bundle; the message lists every reason. */
export class BundleRefused extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(`The add-on bundle is refused:\n- ${problems.join('\n- ')}`)
    this.problems = problems
  }
}

/** Loads `appsscript.json` and the scripts beside it, in the order of their names. */
export async function loadBundle(bundleDir: string): Promise<Bundle> {
  const names = (await readdir(bundleDir)).sort()
  const scripts = names.filter((name) => name.endsWith('.js') || name.endsWith('.gs'))
  const sources = await Promise.all(scripts.map((name) => readFile(join(bundleDir, name), 'utf8')))
  const source = sources.join('\n')
  const { manifest, problems } = await readManifestFile(bundleDir)
  const all = [...problems, ...(scripts.length === 0 ? ['there is no script'] : await syntaxProblems(source))]
  if (!manifest || all.length > 0) throw new BundleRefused(all)
  return { manifest, source }
}

async function readManifestFile(bundleDir: string) {
  const text = await readFile(join(bundleDir, 'appsscript.json'), 'utf8').catch(() => null)
  return text === null ? { manifest: null, problems: ['appsscript.json is missing'] } : readManifest(text)
}

/** Apps Script runs plain scripts, and its parser knows neither private nor static fields. */
async function syntaxProblems(source: string): Promise<string[]> {
  try {
    new vm.Script(source, { filename: 'Code.js' })
  } catch (error) {
    return [`the script does not parse: ${error instanceof Error ? error.message : error}`]
  }
  const refused = await Promise.all([
    usesFeature(source, privateFeatures, 'private class members (#name)'),
    usesFeature(source, staticFeatures, 'static class fields'),
  ])
  return refused.filter((problem) => problem !== null)
}

const privateFeatures = [
  ...['class-private-accessor', 'class-private-brand-check', 'class-private-field', 'class-private-method'],
  ...['class-private-static-accessor', 'class-private-static-field', 'class-private-static-method'],
]
const staticFeatures = ['class-static-field', 'class-static-blocks']

/** A feature is in use when lowering it changes the program; esbuild's parser decides, not a pattern. */
async function usesFeature(source: string, features: string[], name: string): Promise<string | null> {
  const supported = Object.fromEntries(features.map((feature) => [feature, false]))
  const [kept, lowered] = await Promise.all([transform(source), transform(source, { supported })])
  return kept.code === lowered.code ? null : `the script uses ${name}, which Apps Script cannot parse`
}
