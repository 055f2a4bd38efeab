/** Bundles the browser's script and styles into `dist/assets`, under names that carry a hash of their content. */
import { globSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'

const source = fileURLToPath(new URL('.', import.meta.url))
export const assetsFolder = fileURLToPath(new URL('../../dist/assets', import.meta.url))
const manifestFile = join(assetsFolder, 'manifest.json')

/** From the plain name to the built one: `app.css` → `app-4QZ2.css`. */
export type Manifest = Record<string, string>

let ready: Promise<Manifest> | undefined

/** The manifest of files that are newer than their sources: built on first use, once per process. */
export function ensureAssets(): Promise<Manifest> {
  ready ??= isFresh() ? Promise.resolve(readManifest()) : buildAssets()
  return ready
}

export async function buildAssets(): Promise<Manifest> {
  mkdirSync(assetsFolder, { recursive: true })
  const { metafile } = await build({
    absWorkingDir: source,
    entryPoints: ['app.ts', 'app.css', 'grid.ts', 'grid.css'],
    outdir: assetsFolder,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    // What two bundles share stands in a file of its own: it runs once on a page that has both.
    splitting: true,
    minify: true,
    sourcemap: true,
    metafile: true,
    format: 'esm',
    target: ['chrome120', 'firefox121', 'safari17.2'],
    logLevel: 'warning',
    plugins: [englishOnly],
  })
  const built = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint)
  const manifest = Object.fromEntries(
    built.map(([file, output]) => [basename(output.entryPoint ?? '').replace(/\.ts$/, '.js'), basename(file)]),
  )
  for (const file of Object.keys(metafile.outputs)) if (!file.endsWith('.map')) squeeze(resolve(source, file))
  writeWhole(manifestFile, JSON.stringify(manifest))
  return manifest
}

/** Beside each file the same in a third of its size. Over plain HTTP a browser asks for gzip only. */
function squeeze(file: string): void {
  const text = readFileSync(file)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
  writeWhole(`${file}.br`, brotliCompressSync(text, { params }))
  writeWhole(`${file}.gz`, gzipSync(text, { level: 9 }))
}

/** Zod brings its sentences in every language; the browser's bundle needs those of one, which come by another way. */
const englishOnly: Plugin = {
  name: 'english only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer }) =>
      importer.includes('zod') ? { path: 'none', namespace: 'no-locales' } : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'no-locales' }, () => ({ contents: 'export {}' }))
  },
}

/** Two processes may build at once: each writes a file of its own and puts it in place in one step. */
function writeWhole(file: string, text: string | Buffer): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text)
  renameSync(draft, file)
}

const readManifest = (): Manifest => JSON.parse(readFileSync(manifestFile, 'utf8'))

function isFresh(): boolean {
  const builtAt = statSync(manifestFile, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const sources = globSync(['**/*.{ts,css}', '../../shared/**/*.ts'], { cwd: source })
  return sources.every((file) => statSync(join(source, file)).mtimeMs < builtAt)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAssets()
