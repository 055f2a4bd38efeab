import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import { type Fund, now, openFund } from './fund.ts'
import type { Result } from './measure.ts'
import { openThin, serveThin } from './thin.ts'
import { wide } from './wide.ts'
import { openWire } from './wire.ts'

/** Where the benches work: funds and servers are made when first asked for and shared by all of them. */
export type Lab = ReturnType<typeof openLab>

export const sizes = { small: 400, usual: 10_000, large: 100_000 } as const

export function openLab() {
  const folder = mkdtempSync(join(tmpdir(), 'venture-crm-bench-'))
  const opened: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  const made = new Map<string, unknown>()

  /** The same thing again for the same name; what is made is closed with the lab. */
  async function once<T extends { close: () => unknown }>(name: string, make: () => T | Promise<T>): Promise<T> {
    const known = made.get(name) as T | undefined
    if (known) return known
    const fresh = await make()
    made.set(name, fresh)
    opened.push(() => fresh.close())
    return fresh
  }

  const fund = (size: number) => once(`fund ${size}`, () => openFund(folder, size, size === sizes.usual))
  /** The same with forty columns, ten of them formulas. */
  const wideFund = (size: number) => once(`wide ${size}`, () => openFund(folder, size, false, `wide-${size}`, wide))
  const thin = async (size: number) => {
    const source = await fund(size)
    return once(`thin ${size}`, () => openThin(folder, source, String(size)))
  }
  const listener = (name: string, db: Fund['db']) => once(`app ${name}`, () => listening(db))
  const bareServer = async (size: number) => {
    const table = await thin(size)
    return once(`bare ${size}`, () => serveThin(table))
  }
  return {
    folder,
    once,
    fund,
    wideFund,
    thin,
    /** Our private listener over the fund, asked over one connection with an API token. */
    panel: async (size: number) => {
      const { db, token } = await fund(size)
      const app = await listener(String(size), db)
      const wire = await once(`app wire ${size}`, () => openWire(app.origin))
      return { ...wire, headers: { authorization: `Bearer ${token}` } }
    },
    /** The address of our private listener over the wide fund, and what a request to it carries. */
    widePanel: async (size: number) => {
      const { db, token, ids } = await wideFund(size)
      const { origin } = await listener(`wide ${size}`, db)
      return { origin, ids, headers: { authorization: `Bearer ${token}` } }
    },
    /** The bare Fastify over the thin table, asked the same way. */
    bare: async (size: number) => {
      const { origin } = await bareServer(size)
      return once(`bare wire ${size}`, () => openWire(origin))
    },
    bareServer,
    close: async () => {
      for (const close of opened.toReversed()) await close()
    },
  }
}

async function listening(db: Fund['db']) {
  const config = readConfig({ CRM_LOG_LEVEL: 'silent', CRM_TIMEZONE: 'Europe/London' })
  const app = await buildApp({ db, config, now, setupToken: 'unused' })
  return { origin: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() }
}

/** One file of benches. */
export type Bench = { name: string; run: (lab: Lab, report: (result: Result) => void) => Promise<void> }
