/** What of the pile somebody looks at goes with them from page to page, in addresses and in forms. */
import { z } from 'zod'
import { filled } from '../http/forms.ts'
import { type KindName, kindNames } from './kinds.ts'

const scopes = z.object({
  investor_id: z.string().optional(),
  kind: z.enum(kindNames).optional().catch(undefined),
})

/** One investor, one kind, or all. */
export type Scope = { investorId: string | undefined; kind: KindName | undefined }

export const everything: Scope = { investorId: undefined, kind: undefined }

export function scopeOf(sent: unknown): Scope {
  const { investor_id: investorId, kind } = scopes.parse(filled(sent))
  return { investorId, kind }
}

export function addressOf(id: string | undefined, { investorId, kind }: Scope): string {
  const query = new URLSearchParams({
    ...(id && { id }),
    ...(investorId && { investor_id: investorId }),
    ...(kind && { kind }),
  })
  return query.size > 0 ? `/review?${query}` : '/review'
}
