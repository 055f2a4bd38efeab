import type { FastifyInstance } from 'fastify'
import { startSession } from '../../server/accounts/sessions.ts'
import type { User } from '../../server/accounts/users.ts'
import { openApp, origin } from '../support/world.ts'

/** Somebody with a browser without script: follows links, sends forms, keeps cookies. */
export function person(app: FastifyInstance, user?: User) {
  const cookies = new Map<string, string>()
  if (user) cookies.set('crm_session', startSession(app.db, user, {}, app.now()))

  const send = async (method: 'GET' | 'POST', url: string, body?: string, more: Record<string, string> = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const form: Record<string, string> =
      method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded', origin, referer: `${origin}/` } : {}
    const headers = { accept: 'text/html', cookie, ...form, ...more }
    const reply = await app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
    for (const { name, value } of reply.cookies) keep(cookies, name, value)
    return reply
  }
  return {
    visit: (url: string, headers?: Record<string, string>) => send('GET', url, undefined, headers),
    submit: (url: string, fields: Record<string, string> | string[][], headers?: Record<string, string>) =>
      send('POST', url, new URLSearchParams(fields).toString(), headers),
    /** A form whose inputs share names, as the text a browser sends. */
    post: (url: string, body: string) => send('POST', url, body),
    cookies,
  }
}

function keep(cookies: Map<string, string>, name: string, value: string): void {
  if (value) cookies.set(name, value)
  else cookies.delete(name)
}

/** The small fund's panel with Ines, Marcus and Vera signed in, and somebody who is not. */
export async function openPanel(settings: Record<string, string> = {}) {
  const world = await openApp(settings)
  return {
    ...world,
    anon: person(world.app),
    inesAt: person(world.app, world.ines),
    marcusAt: person(world.app, world.marcus),
    veraAt: person(world.app, world.vera),
  }
}

const isOfUndo = /^(batch_id|agreed|back)$/

/** Follows the first Undo of a page that asks, and presses the button of the page it leads to. */
export async function agreeToUndo(who: ReturnType<typeof person>, page: string) {
  const ask = /href="(\/undo\/[^"]+)"/.exec(page)?.[1] ?? ''
  const asked = await who.visit(ask, { referer: `${origin}/investors` })
  const hidden = [
    ...(/<main[\s\S]*<\/main>/.exec(asked.body)?.[0] ?? '').matchAll(
      /<input type="hidden" name="([^"]+)" value="([^"]+)">/g,
    ),
  ]
  const form = Object.fromEntries(
    hidden.map(([, name, value]) => [name, value]).filter(([name]) => isOfUndo.test(String(name))),
  )
  return { asked, reply: await who.submit('/undo', form) }
}

/** The text a reader sees: no tags, entities read, white space joined. */
export function textOf(html: string): string {
  const shown = html.replace(/<(script|style|template)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' ')
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return shown.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '').replace(/\s+/g, ' ')
}

/** The names in the first column of a list, in order. */
export const rowNames = (html: string): string[] =>
  [...html.matchAll(/<tr id="(?:investor|contact)-[^>]*>[\s\S]*?<div class="name-cell__text"><a[^>]*>([^<]*)</g)].map(
    (m) => textOf(m[1] ?? ''),
  )
