import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { assetsFolder, ensureAssets } from '../../views/assets/build.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The address of a built file: `asset('app.css')` → `/assets/app-4QZ2.css`. */
    asset: (name: string) => string
  }
}

/** Serves the built browser files. Their names carry a hash of their content, so a browser keeps them for good. */
export const assetsPlugin = fp(async (app: FastifyInstance) => {
  const manifest = await ensureAssets()
  app.decorate('asset', (name: string) => `/assets/${manifest[name] ?? name}`)

  await app.register(async (files: FastifyInstance) => {
    files.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' }
    })
    const kept = { immutable: true, maxAge: '365d', preCompressed: true }
    await files.register(fastifyStatic, { root: assetsFolder, prefix: '/assets/', ...kept })
  })
})
