import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { plural } from '../../shared/words.ts'
import { forAdmins } from '../http/access.ts'
import type { Erased } from '../mail/erase.ts'
import {
  addNeverLog,
  checkedNeverLog,
  type Given,
  isEverybodys,
  listNeverLog,
  removeNeverLog,
} from '../mail/never-log.ts'
import { previewNeverLog } from '../mail/never-log-preview.ts'
import { scrubSoon } from '../mail/scrub.ts'

const page = '/admin/capture'
const form = 'mailboxes/never-log-form'
const one = z.object({ id: z.string() })
const wanted = z.object({ who: z.string().trim().max(320).default(''), confirm: z.string().optional() })

/** Who leaves no trace. Adding somebody erases what is held of them, for good: so it is told first what, and asked. */
export async function neverLogRoutes(app: FastifyInstance): Promise<void> {
  app.get(`${page}/never-log/new`, forAdmins, async (request, reply) => {
    const { who } = wanted.parse(request.query)
    if (who === '') return reply.form(form, { title, values: { who } })
    return reply.attempt(form, { title, values: { who } }, () => reply.form(form, questionOf(app, who)))
  })

  app.post(`${page}/never-log`, forAdmins, async (request, reply) => {
    const { who, confirm } = wanted.parse(request.body)
    return reply.attempt(form, { title, values: { who } }, () =>
      reply.attempt(form, questionOf(app, who), () => {
        const { result } = request.act('Listed somebody as never logged', (tx) =>
          addNeverLog(tx, { ...given(who), confirm: confirm === 'yes' }, app.config.workspaceDomain),
        )
        scrubSoon(app.db)
        return reply.done({ message: `Never logged: ${result.entry.value}${erasedText(result.erased)}`, to: page })
      }),
    )
  })

  app.post(`${page}/never-log/:id/removal`, forAdmins, async (request, reply) => {
    const { id } = one.parse(request.params)
    const value = listNeverLog(app.db).find((entry) => entry.id === id)?.value
    request.act('Took somebody off the never-log list', (tx) => removeNeverLog(tx, id))
    return reply.done({ message: `${value ?? 'They'} may be captured again from now on`, to: page })
  })
}

const title = 'Never log'

/** The form that says what would be erased; 422 for what cannot be listed. */
function questionOf({ db, config }: FastifyInstance, who: string) {
  const asked = checkedNeverLog(db, given(who), config.workspaceDomain)
  return { title, values: { who }, asked, held: previewNeverLog(db, asked), isEverybodys: isEverybodys(asked) }
}

const given = (who: string): Given => (who.replace(/^@/, '').includes('@') ? { address: who } : { domain: who })

const erasedText = ({ messages, meetings }: Erased): string => {
  const told = [messages > 0 && plural(messages, 'message'), meetings > 0 && plural(meetings, 'meeting')].filter(
    Boolean,
  )
  return told.length === 0 ? '' : `; erased ${told.join(' and ')}`
}
