export const surfaces = [
  'web',
  'api',
  'sidebar',
  'sheet',
  'import',
  'capture',
  'automation',
  'digest',
  'restore',
  'cli',
] as const
export type Surface = (typeof surfaces)[number]

export const roles = ['admin', 'member', 'viewer'] as const
export type Role = (typeof roles)[number]

/** Who acts, and through what. `id` is a user's id; null is the system itself. */
export type Actor = { id: string | null; name: string; email: string | null; role: Role; surface: Surface }

export const systemActor = (surface: Surface): Actor => ({
  id: null,
  name: 'Venture CRM',
  email: null,
  role: 'admin',
  surface,
})
