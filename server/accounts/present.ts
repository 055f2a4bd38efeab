import { z } from 'zod'
import { roles } from '../db/actor.ts'
import { presentRecord, recordShape } from '../http/shapes.ts'
import type { Invitation } from './invitations.ts'
import type { ApiToken } from './tokens.ts'
import type { User } from './users.ts'

export const userShape = recordShape.extend({
  email: z.string(),
  full_name: z.string(),
  role: z.enum(roles),
  active: z.boolean(),
})

export const presentUser = (user: User): z.infer<typeof userShape> => ({
  ...presentRecord(user),
  email: user.email,
  full_name: user.fullName,
  role: user.role,
  active: user.active,
})

export const invitationShape = recordShape.extend({
  email: z.string(),
  full_name: z.string(),
  role: z.enum(roles),
  expires_at: z.string(),
})

export const presentInvitation = (invitation: Invitation): z.infer<typeof invitationShape> => ({
  ...presentRecord(invitation),
  email: invitation.email,
  full_name: invitation.fullName,
  role: invitation.role,
  expires_at: invitation.expiresAt,
})

export const tokenShape = recordShape.extend({ name: z.string(), expires_at: z.string().nullable() })

export const presentToken = (token: ApiToken): z.infer<typeof tokenShape> => ({
  ...presentRecord(token),
  name: token.name,
  expires_at: token.expiresAt,
})
