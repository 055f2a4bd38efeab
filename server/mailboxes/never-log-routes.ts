import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { normaliseAddress } from '../../shared/addresses.ts'
import { plural } from '../../shared/words.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Erased } from '../mail/erase.ts'
import { addNeverLog, listNeverLog, removeNeverLog } from '../mail/never-log.ts'
import { scrubSoon } from '../mail/scrub.ts'

const page = '/admin/capture'
const form = 'mailboxes/never-log-form'
const admin = { config: { access: 'admin' as const } }
const one = z.object({ id: z.string() })
const wanted = z.object({ who: z.string().trim().max(320).default('') })

/** Who leaves no trace. Adding somebody erases what is held of them, for good: so it is asked twice. */
export async function neverLogRoutes(app: FastifyInstance): Promise<void> {
  app.get(`${page}/never-log/new`, admin, async (request, reply) => {
    const { who } = wanted.parse(request.query)
    return reply.form(form, { title: 'Never log', values: { who }, held: heldOf(app.db, who) })
  })

  app.post(`${page}/never-log`, admin, async (request, reply) => {
    const { who } = wanted.parse(request.body)
    const data = { title: 'Never log', values: { who }, held: heldOf(app.db, who) }
    return reply.attempt(form, data, () => {
      const given = who.replace(/^@/, '').includes('@') ? { address: who } : { domain: who }
      const { result } = request.act('Listed somebody as never logged', (tx) =>
        addNeverLog(tx, given, app.config.workspaceDomain),
      )
      scrubSoon(app.db)
      return reply.done({ message: `Never logged: ${result.entry.value}${erasedText(result.erased)}`, to: page })
    })
  })

  app.post(`${page}/never-log/:id/removal`, admin, async (request, reply) => {
    const { id } = one.parse(request.params)
    const value = listNeverLog(app.db).find((entry) => entry.id === id)?.value
    request.act('Took somebody off the never-log list', (tx) => removeNeverLog(tx, id))
    return reply.done({ message: `${value ?? 'They'} may be captured again from now on`, to: page })
  })
}

/** How many stored messages an address or a domain is on; null when nothing was typed. */
function heldOf(db: Db, who: string): number | null {
  if (who === '') return null
  const key = who.replace(/^@/, '').includes('@') ? normaliseAddress(who) : null
  const domain = who.replace(/^@/, '').toLowerCase()
  const found = key ? prepared(db, ofAddress).pluck().get(key) : prepared(db, ofDomain).pluck().get({ domain })
  return Number(found)
}

const ofAddress = 'SELECT count(DISTINCT mail) FROM mail_parties WHERE address_key = ?'
const ofDomain = `
  SELECT count(DISTINCT mail) FROM mail_parties
  WHERE substr(address_key, -length(@domain) - 1) IN ('@' || @domain, '.' || @domain)`

const erasedText = ({ messages, meetings }: Erased): string =>
  messages + meetings === 0 ? '' : `; erased ${plural(messages, 'message')} and ${plural(meetings, 'meeting')}`
