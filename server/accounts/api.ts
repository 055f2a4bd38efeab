import type { FastifyInstance } from 'fastify'
import { authApi } from './auth-api.ts'
import { tokensApi } from './tokens-api.ts'
import { usersApi } from './users-api.ts'

export async function accountsApi(app: FastifyInstance): Promise<void> {
  await app.register(authApi)
  await app.register(usersApi)
  await app.register(tokensApi)
}
