import { isIP } from 'node:net'
import { ScriptProblem } from '../script-problem.ts'
import { matchesAnyPrefix } from '../url-prefix.ts'

/** A request that passed every check of UrlFetchApp, as the host carries it out. */
export interface HttpRequest {
  url: string
  method: string
  headers: Record<string, string>
  payload: string | Uint8Array | null
  followRedirects: boolean
}

const methods = ['get', 'delete', 'patch', 'post', 'put']
const options = ['method', 'headers', 'contentType', 'payload', 'muteHttpExceptions', 'followRedirects', 'escaping']
const maxBody = 50 * 1024 * 1024

export function readRequest(
  url: unknown,
  params: unknown = {},
  allowlist?: string[],
): HttpRequest & { muteHttpExceptions: boolean } {
  if (typeof url !== 'string') throw invalid(`url ${url}`)
  if (typeof params !== 'object' || params === null) throw invalid(`params ${params}`)
  const given = params as Record<string, unknown>
  for (const name of Object.keys(given)) if (!options.includes(name)) throw invalid(`option ${name}`)
  checkUrl(url, allowlist)
  const method = String(given['method'] ?? 'get').toLowerCase()
  if (!methods.includes(method)) throw invalid(`method ${method}`)
  const { payload, contentType } = readPayload(given['payload'], given['contentType'])
  if (payload !== null && method === 'get') throw invalid('payload on a get request')
  return {
    url,
    method,
    headers: { ...readHeaders(given['headers']), ...(contentType && { 'content-type': contentType }) },
    payload,
    followRedirects: given['followRedirects'] !== false,
    muteHttpExceptions: given['muteHttpExceptions'] === true,
  }
}

function checkUrl(url: string, allowlist?: string[]) {
  if (!URL.canParse(url)) throw invalid(`url ${url}`)
  if (url.length > 2048) throw new ScriptProblem('Limit Exceeded: URLFetch URL Length.')
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:') throw invalid(`url ${url}: only https is allowed`)
  if (isUnreachable(hostname)) throw new ScriptProblem(`Address unavailable: ${url}`)
  if (allowlist && !matchesAnyPrefix(url, allowlist)) {
    throw new ScriptProblem(`The URL ${url} is not in the urlFetchWhitelist of the manifest.`)
  }
}

/** Requests leave from Google's data centres: nothing private, local or on a tailnet can be reached from there. */
function isUnreachable(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) === 6) return /^(::1?$|f[cd]|fe[89ab])/i.test(bare)
  if (isIP(bare) === 4)
    return /^(0|10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(bare)
  return !bare.includes('.') || /\.(local|localhost|internal|lan|home\.arpa)$/i.test(bare)
}

function readHeaders(headers: unknown): Record<string, string> {
  if (headers === undefined) return {}
  if (typeof headers !== 'object' || headers === null) throw invalid(`headers ${headers}`)
  const entries = Object.entries(headers)
  if (entries.length > 100) throw new ScriptProblem('Limit Exceeded: URLFetch Header Count.')
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), readHeader(name, value)]))
}

function readHeader(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new ScriptProblem(`Header:${name} Value:${value}`)
  if (Buffer.byteLength(name) + Buffer.byteLength(value) > 8192)
    throw new ScriptProblem('Limit Exceeded: URLFetch Header Size.')
  return value
}

function readPayload(payload: unknown, contentType: unknown): { payload: string | null; contentType: string | null } {
  if (contentType !== undefined && typeof contentType !== 'string') throw invalid(`contentType ${contentType}`)
  if (payload === undefined || payload === null) return { payload: null, contentType: contentType ?? null }
  const body = typeof payload === 'object' ? formBody(payload) : String(payload)
  if (Buffer.byteLength(body) > maxBody) throw new ScriptProblem('Limit Exceeded: URLFetch POST Size.')
  return { payload: body, contentType: contentType ?? 'application/x-www-form-urlencoded' }
}

function formBody(fields: object): string {
  return new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString()
}

function invalid(what: string): ScriptProblem {
  return new ScriptProblem(`Attribute provided with invalid value: ${what}`)
}
