import type { FastifyInstance } from 'fastify'

/**
 * The patterns of all routes that are read, `/contacts/:id/edit` and the like, taken from the tree Fastify prints: a branch
 * goes on where the one it hangs on ends.
 */
export function getRoutes(app: FastifyInstance): string[] {
  const above: string[] = []
  const lines = app.printRoutes({ commonPrefix: false, method: 'GET' }).split('\n').filter(Boolean)
  return lines.flatMap((line) => {
    const [, indent = '', piece = '', methods] = /^([\s│├└─]*)(.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? []
    const depth = indent.length / 4
    const pattern = depth <= 1 ? piece : `${above[depth - 1]}${piece}`
    above[depth] = depth === 1 && pattern === '/' ? '' : pattern.startsWith('/') ? pattern : `/${pattern}`
    return methods ? [above[depth] || '/'] : []
  })
}
