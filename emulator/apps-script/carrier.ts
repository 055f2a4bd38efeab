import { ScriptProblem } from './script-problem.ts'
import type { HttpRequest } from './services/http-request.ts'
import type { HttpAnswer } from './services/http-response.ts'

/** A request a script made, with the status it got; null when no answer came. */
export interface CarriedRequest extends HttpRequest {
  status: number | null
}

const userAgent = 'Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com; id: emulator)'
const maxRedirects = 5

/** Carries a request to the loopback server that stands for its public host; any other host cannot be reached. */
export async function carryOut(
  request: HttpRequest,
  hostAliases: Record<string, string>,
  carried: CarriedRequest[],
): Promise<HttpAnswer> {
  const entry: CarriedRequest = { ...request, status: null }
  carried.push(entry)
  const response = await follow(request, hostAliases)
  entry.status = response.status
  return {
    status: response.status,
    headers: [...response.headers].map(([name, value]) => [headerCase(name), value]),
    body: new Uint8Array(await response.arrayBuffer()),
  }
}

async function follow(request: HttpRequest, hostAliases: Record<string, string>): Promise<Response> {
  let url = request.url
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const response = await send({ ...request, url }, hostAliases)
    const location = response.headers.get('location')
    const isRedirect = response.status >= 300 && response.status < 400 && location !== null
    if (!isRedirect || !request.followRedirects) return response
    url = new URL(location, url).href
  }
  throw new ScriptProblem(`Too many redirects: ${request.url}`)
}

async function send(request: HttpRequest, hostAliases: Record<string, string>): Promise<Response> {
  const url = new URL(request.url)
  const target = hostAliases[url.origin]
  if (!target) throw new ScriptProblem(`DNS error: ${url.origin}`)
  try {
    return await fetch(new URL(url.pathname + url.search, target), {
      method: request.method.toUpperCase(),
      headers: { 'user-agent': userAgent, ...request.headers },
      body: request.payload as string | null,
      redirect: 'manual',
    })
  } catch {
    throw new ScriptProblem(`Address unavailable: ${request.url}`)
  }
}

function headerCase(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())
}
