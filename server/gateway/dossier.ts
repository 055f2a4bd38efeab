import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { parseAddressList } from '../../shared/addresses.ts'
import { type DossierReply, dossierRequest, type InvestorDossier } from '../../shared/gateway.ts'
import type { User } from '../accounts/users.ts'
import { gateTo } from '../grid/exposure.ts'
import { forViewers } from '../http/access.ts'
import { actingUser } from './caller.ts'
import { capturedMail, presentCaptured } from './captured.ts'
import { investorDossier, type Reading } from './investor-dossier.ts'
import { loggedAs } from './logged.ts'
import { type Identity, identityOf, readOwn } from './mail.ts'
import { type Match, matchPeople, outsiders, plainForms } from './people.ts'
import { proposalsAbout } from './proposals.ts'
import { asked } from './request.ts'
import { suggestFor } from './suggestions.ts'
import { surroundings } from './surroundings.ts'

type Question = z.output<typeof dossierRequest>

/** `POST /dossier`: asks, and writes nothing; a GET would put addresses into logs on the way. */
export async function dossierRoutes(app: FastifyInstance): Promise<void> {
  app.post('/dossier', forViewers, async (request): Promise<DossierReply> => {
    const user = actingUser(request)
    const question = asked(dossierRequest, request.body)
    const message = await fullIdentity(app, request.log, identityOf(user, question))
    return dossier(app, user, question, message)
  })
}

/** Without a Message-ID a colleague's log of the same message cannot be seen, so the box reads it itself. */
async function fullIdentity(app: FastifyInstance, log: FastifyInstance['log'], message: Identity): Promise<Identity> {
  if (message.messageId || loggedAs(app.db, message).length > 0) return message

  const headers = await readOwn(app, log, message, 2000)
  return { ...message, messageId: headers?.messageId ?? null }
}

function dossier(app: FastifyInstance, user: User, question: Question, message: Identity): DossierReply {
  const { db, config } = app
  const gate = gateTo(db, 'sidebar')
  const people = question.addresses.flatMap(parseAddressList).map(({ address }) => address)
  const addresses = outsiders(db, config, people)
  const matches = matchPeople(db, addresses)
  const known = new Set(matches.map((match) => match.address))
  const unknown = addresses.filter((address) => !known.has(address))
  const plain = plainForms(people)
  const matched = matches.map((match) => ({ ...match, address: plain(match.address) }))

  const mail = capturedMail(db, message)
  const around = surroundings(app, user)
  return {
    ...around,
    investors: investorsOf({ db, gate, readerId: user.id, funds: around.funds }, question, matched),
    unknown: suggestFor(db, gate, unknown.map(plain), matches),
    logged: loggedAs(db, message),
    captured: presentCaptured(user, mail),
    proposals: proposalsAbout(db, user.id, { mailId: mail?.id ?? null, addresses: unknown }),
  }
}

function investorsOf(reading: Reading, { investor_id }: Question, matches: Match[]): InvestorDossier[] {
  const ids = investor_id ? [investor_id] : [...new Set(matches.map((match) => match.investorId))]
  return ids.map((id) => {
    const own = matches.filter((match) => match.investorId === id)
    const matched = [...new Set(own.map((match) => match.address))]
    return investorDossier(reading, id, matched, [...new Set(own.map((match) => match.contactId))])
  })
}
