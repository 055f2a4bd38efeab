import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { communicationRequest } from '../../shared/gateway.ts'
import type { User } from '../accounts/users.ts'
import { logCommunication, type Mail } from '../communications/log.ts'
import { seenBy } from '../communications/privacy.ts'
import { findTold, type Told } from '../communications/told.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/db.ts'
import type { MessageHeaders } from '../google/message.ts'
import { actingUser } from './caller.ts'
import { type Identity, identityOf, readOwn } from './mail.ts'
import { isOwn, matchPeople, outsiders } from './people.ts'
import { asked } from './request.ts'

type Form = z.output<typeof communicationRequest>

/** `POST /communications`: logs the open message, or what somebody writes about a call, a meeting or a note. */
export async function logRoutes(app: FastifyInstance): Promise<void> {
  app.post('/communications', async (request, reply) => {
    const user = actingUser(request)
    const form = asked(communicationRequest, request.body)
    const { mail, at } = form.type === 'email' ? await mailOf(app, request.log, user, form) : { mail: {}, at: null }

    return reply.acted(acts[form.type], (tx) => {
      const { addresses = [], type, investor_id, summary, occurred_at } = form
      const people = [...addresses, ...(mail.from ? [mail.from] : []), ...(mail.to ?? [])]
      const contact_ids = contactsAt(tx.db, app.config, investor_id, people)
      const said = { investor_id, type, summary, occurred_at: at ?? occurred_at, contact_ids }
      const { communication, alreadyLogged } = logCommunication(tx, said, mail)
      return { ...asRecord(user.id, findTold(tx.db, communication.id)), investor_id, already_logged: alreadyLogged }
    })
  })
}

const acts: Record<Form['type'], string> = {
  email: 'Logged an e-mail',
  call: 'Logged a call',
  meeting: 'Logged a meeting',
  note: 'Logged a note',
  text: 'Logged a text message',
}

/** The evidence beside what the person said: from the message's own headers where the box can read them. */
async function mailOf(app: FastifyInstance, log: FastifyInstance['log'], user: User, form: Form) {
  const identity = identityOf(user, form)
  const headers = await readOwn(app, log, identity, 6000)
  return { mail: evidence(app.db, app.config, form, identity, headers), at: headers?.at ?? null }
}

function evidence(
  db: Db,
  config: Config,
  form: Form,
  { messageId, copy }: Identity,
  headers: MessageHeaders | null,
): Mail {
  const from = headers?.from ?? null
  return {
    messageId: headers?.messageId ?? messageId,
    threadId: headers?.threadId ?? form.thread_id ?? null,
    subject: headers?.subject ?? null,
    from,
    to: headers?.to ?? [],
    direction: from === null ? null : isOwn(db, config, from) ? 'out' : 'in',
    ...(copy && { copy: { ...copy, gmailThreadId: headers?.threadId ?? copy.gmailThreadId } }),
  }
}

/** The investor's own people among those on the message. */
function contactsAt(db: Db, config: Config, investorId: string, addresses: string[]): string[] {
  const matches = matchPeople(db, outsiders(db, config, addresses))
  return [...new Set(matches.filter((match) => match.investorId === investorId).map((match) => match.contactId))]
}

/** A message logged before may be another's, and private. */
const asRecord = (readerId: string, communication: Told) => ({
  id: communication.id,
  type: communication.type,
  summary: seenBy(readerId, communication).summary,
  occurred_at: communication.occurredAt,
  message_id: communication.messageId,
  thread_id: communication.threadId,
})
