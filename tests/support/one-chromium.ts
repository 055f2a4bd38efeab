import type { TestProject } from 'vitest/node'
import { serveChromium } from './chromium.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the run's one Chromium listens. */
    chromium: string
  }
}

/** One Chromium for all browser tests of a run: each page has a context of its own in it, as separate as two browsers. */
export default async function setup(project: TestProject) {
  const chromium = await serveChromium()
  project.provide('chromium', chromium.wsEndpoint())
  return () => chromium.close()
}
