import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { forAdmins, forAnybody } from '../http/access.ts'
import { escapeHtml } from '../http/html.ts'
import { accentColors } from './accent.ts'
import { brandCss, brandForm, brandOf, saveBrand } from './brand.ts'

const year = 365 * 24 * 60 * 60

/** How the panel looks: the fund's brand as styles and icon, the theme switch, and the admin's page for the brand. */
export async function settingsRoutes(app: FastifyInstance): Promise<void> {
  app.get('/brand.css', forAnybody, async (_request, reply) =>
    reply
      .type('text/css')
      .header('cache-control', `public, max-age=${year}`)
      .send(brandCss(brandOf(app.db, app.config))),
  )

  app.get('/favicon.svg', forAnybody, async (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=3600').send(favicon(app)),
  )

  app.post('/theme', forAnybody, async (request, reply) => {
    const { theme } = z.object({ theme: z.enum(['', 'light', 'dark']).catch('') }).parse(request.body)
    reply.setCookie('theme', theme, { path: '/', maxAge: year, sameSite: 'lax' })
    return reply.redirect(samePage(request.headers.referer), 303)
  })

  app.get('/admin/settings', forAdmins, async (_request, reply) =>
    reply.view('admin/settings', { values: brandOf(app.db, app.config), errors: {} }),
  )

  app.post('/admin/settings', forAdmins, async (request, reply) => {
    const sent = request.body as Record<string, string>
    const form = brandForm.safeParse({ ...sent, logo: sent['logo'] || null })
    if (!form.success) return reply.view('admin/settings', { values: sent, errors: sentences(form.error) }, 422)

    const { batchId } = request.act('Changed the brand', (tx) => saveBrand(tx, form.data))
    return reply.done({ message: 'Brand saved', batchId, to: '/admin/settings' })
  })
}

const sentences = (error: z.ZodError) =>
  Object.fromEntries(error.issues.map((issue) => [String(issue.path[0]), issue.message]).reverse())

function favicon(app: FastifyInstance): string {
  const { name, accent } = brandOf(app.db, app.config)
  const { fill } = accentColors(accent).light
  const letter = escapeHtml([...name.trim()][0]?.toUpperCase() ?? '')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${fill}"/><text x="16" y="22.5" fill="#fff" font-family="system-ui,sans-serif" font-size="18" font-weight="700" text-anchor="middle">${letter}</text></svg>`
}

/** The page a form was on, by its path alone: never an address of another site. */
export function samePage(referer: string | undefined): string {
  if (!referer || !URL.canParse(referer)) return '/'
  const { pathname, search } = new URL(referer)
  return `/${pathname.replace(/^\/+/, '')}${search}`
}
