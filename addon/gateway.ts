import type {
  CommunicationRequest,
  CommunicationWriteReply,
  ContactRequest,
  DossierReply,
  DossierRequest,
  FailureReply,
  HomeReply,
  InvestorRequest,
  OpportunityRequest,
  PrivacyRequest,
  SearchReply,
  StageMoveRequest,
  TaskRequest,
  WriteReply,
} from '../shared/gateway.ts'
import { Problem } from './problem.ts'
import { gatewayUrl } from './settings.ts'

export const fetchHome = () => ask<HomeReply>('get', '/home')

/** A box of an earlier release knows nothing of capture. */
export const fetchDossier = (request: DossierRequest): DossierReply => ({
  ...{ captured: null, proposals: [] },
  ...ask<DossierReply>('post', '/dossier', request),
})

export const search = (q: string) => ask<SearchReply>('get', `/search?q=${encodeURIComponent(q)}`)

export const logCommunication = (request: CommunicationRequest, nonce: string) =>
  write<CommunicationWriteReply>('/communications', request, nonce)

export const flagOpportunity = (request: OpportunityRequest, nonce: string) =>
  write<WriteReply>('/opportunities', request, nonce)

export const moveOpportunity = (id: string, request: StageMoveRequest, nonce: string) =>
  write<WriteReply>(`/opportunities/${encodeURIComponent(id)}/stage`, request, nonce)

export const addContact = (request: ContactRequest, nonce: string) => write<WriteReply>('/contacts', request, nonce)

export const addInvestor = (request: InvestorRequest, nonce: string) => write<WriteReply>('/investors', request, nonce)

export const addTask = (request: TaskRequest, nonce: string) => write<WriteReply>('/tasks', request, nonce)

export const approveProposal = (id: string, nonce: string) =>
  write<WriteReply>(`/proposals/${encodeURIComponent(id)}/approve`, {}, nonce)

export const rejectProposal = (id: string, nonce: string) =>
  write<WriteReply>(`/proposals/${encodeURIComponent(id)}/reject`, {}, nonce)

export const setPrivacy = (threadId: string, request: PrivacyRequest, nonce: string) =>
  write<object>(`/threads/${encodeURIComponent(threadId)}/privacy`, request, nonce)

/** Drawn into a card when it is built, so that every click on that card is the same request and is done once. */
export const newNonce = () => Utilities.getUuid()

/** The same card and the same form give the same key; a corrected form gives another. */
function write<Reply>(path: string, request: object, nonce: string): Reply {
  const said = Utilities.computeDigest(
    Utilities.DigestAlgorithm.SHA_256,
    path + JSON.stringify(request),
    Utilities.Charset.UTF_8,
  )
  return ask('post', path, request, { 'Idempotency-Key': `${nonce}.${Utilities.base64EncodeWebSafe(said)}` })
}

/** Every click loads the script anew, so this is when the click began. */
const began = Date.now()

/** Google cuts a click off after 30 seconds without a word: no question is begun that late. */
const latestStart = 15_000

function ask<Reply>(method: 'get' | 'post', path: string, body?: object, headers: Record<string, string> = {}): Reply {
  if (Date.now() - began > latestStart) throw new Problem(slow)

  const response = send(`${gatewayUrl}/addon/v1${path}`, {
    method,
    headers: { ...headers, Authorization: `Bearer ${identityToken()}` },
    ...(body && { contentType: 'application/json', payload: JSON.stringify(body) }),
    muteHttpExceptions: true,
    followRedirects: false,
  })
  const status = response.getResponseCode()
  const answer = readJson(response.getContentText())

  if (status >= 400) throw failure(status, answer, 'Idempotency-Key' in headers)
  if (status >= 300 || !answer) throw new Problem(notOurs)
  return answer as Reply
}

const silent =
  'The CRM did not answer. It may be switched off or cut off from the internet: try again, and if it stays, tell an admin.'
const slow = 'The CRM answers slowly at the moment. Wait a little, and try again.'
const notOurs = 'Something other than the CRM answered at its address. Try again; if it stays, tell an admin.'
const unnamed =
  'Google did not tell the CRM who you are. Reload Gmail, allow the add-on what it asks for, and try again.'

function send(url: string, options: GoogleAppsScript.URL_Fetch.URLFetchRequestOptions) {
  try {
    return UrlFetchApp.fetch(url, options)
  } catch {
    throw new Problem(silent)
  }
}

function identityToken(): string {
  const token = ScriptApp.getIdentityToken()
  if (!token) throw new Problem(unnamed)
  return token
}

function readJson(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

const noSeat = 'Your Google account has no active seat in the CRM. Ask an admin to invite you, and try again.'
const askAdmin = 'Ask an admin if you should be able to.'

function failure(status: number, answer: object | null, writing: boolean): Problem {
  const { detail, fields } = (answer ?? {}) as Partial<FailureReply>

  if (status === 401)
    return new Problem('The CRM could not confirm your sign-in. Reload Gmail with your fund account, and try again.')
  if (status === 403) return new Problem(writing ? `${detail ?? 'You may not change this.'} ${askAdmin}` : noSeat)
  if (status === 404)
    return new Problem('This is no longer in the CRM: somebody archived or merged it. Search for it, or open the CRM.')
  if (status === 429) return new Problem('The CRM got too many requests at once. Wait a minute, and try again.')
  if (status >= 500)
    return new Problem('The CRM has a problem of its own. Try again in a minute; if it stays, tell an admin.')
  return new Problem(Object.values(fields ?? {}).join(' ') || detail || notOurs)
}
