import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

/** What a toast says; `undo` is the batch its button takes back, which says Undo unless `label` is given. */
export type Flash = {
  message: string
  label?: string | undefined
  undo?: string | null | undefined
  tone?: 'danger' | undefined
}

const name = 'crm_flash'
const shape = z.object({
  message: z.string(),
  label: z.string().optional(),
  undo: z.string().nullish(),
  tone: z.literal('danger').optional(),
})

/** Keeps a message for the next page: a form without script answers with a redirect. */
export function keepFlash(reply: FastifyReply, flash: Flash): void {
  const value = Buffer.from(JSON.stringify(flash)).toString('base64url')
  reply.setCookie(name, value, { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 60 })
}

/** The message kept for this page, once. */
export function takeFlash(request: FastifyRequest, reply: FastifyReply): Flash | null {
  const kept = request.cookies[name]
  if (!kept) return null

  reply.clearCookie(name, { path: '/' })
  return parsed(kept)
}

function parsed(kept: string): Flash | null {
  try {
    return shape.parse(JSON.parse(Buffer.from(kept, 'base64url').toString()))
  } catch {
    return null
  }
}
