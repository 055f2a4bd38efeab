import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { brandOf } from '../settings/brand.ts'

/**
 * Scripts and styles come from our own files only: no inline script, no style attributes, no `eval`.
 * `same-origin` instead of helmet's `no-referrer`, with which browsers would send forms with `Origin: null`.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Origin#description
 */
export const securityHeadersPlugin = fp(async (app: FastifyInstance) => {
  const https = app.config.publicUrl.startsWith('https:')
  const directives = {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', () => logoOrigin(app)],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    // Only for e-mails as they were sent, each with a policy of its own.
    frameSrc: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  }
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy: { useDefaults: false, directives },
    referrerPolicy: { policy: 'same-origin' },
    hsts: https,
    frameguard: { action: 'deny' },
  })

  // The same for every answer until an admin sets another logo: written out once, as that took a tenth of an edit.
  let made: { logo: string; headers: [string, number | string | string[]][] } | null = null
  app.addHook('onRequest', (_request, reply, done) => {
    const logo = logoOrigin(app)
    if (made?.logo === logo) for (const [name, value] of made.headers) reply.raw.setHeader(name, value)
    else {
      void reply.helmet()
      made = { logo, headers: Object.entries(reply.raw.getHeaders()).flatMap(([name, value]) => filled(name, value)) }
    }
    done()
  })
})

const filled = <T>(name: string, value: T | undefined): [string, T][] => (value === undefined ? [] : [[name, value]])

/**
 * A database that cannot be read has no logo, but the health check still has to answer. A host may hold a semicolon,
 * which would end the directive.
 */
function logoOrigin(app: FastifyInstance): string {
  try {
    const { logo } = brandOf(app.db, app.config)
    const origin = logo && URL.canParse(logo) ? new URL(logo).origin : ''
    return /^https?:\/\/[\w.:[\]-]+$/.test(origin) ? origin : "'self'"
  } catch {
    return "'self'"
  }
}
