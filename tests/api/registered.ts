import type { FastifyInstance } from 'fastify'

export type Registered = { method: string; url: string }

/** Every route an app really has, read from its router's own tree. */
export function registered(app: FastifyInstance): Registered[] {
  const parents: string[] = []
  const routes: Registered[] = []
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const found = /^(.*?)[├└]── (\S+)(?: \((.+)\))?$/.exec(line)
    if (!found) continue
    const depth = (found[1] ?? '').length / 4
    parents[depth] = `${depth > 0 ? parents[depth - 1] : ''}${found[2]}`
    for (const method of found[3]?.split(', ') ?? []) routes.push({ method, url: parents[depth] })
  }
  return routes
}
