import { addonScopes } from '../../scopes.ts'
import { requireScope } from '../scope-check.ts'
import { ScriptProblem } from '../script-problem.ts'
import type { ScriptHost } from './host.ts'
import { readRequest } from './http-request.ts'
import { HttpResponse } from './http-response.ts'

/** https://developers.google.com/apps-script/reference/url-fetch/url-fetch-app */
export class UrlFetchApp {
  readonly #host: ScriptHost

  constructor(host: ScriptHost) {
    this.#host = host
  }

  fetch(url: unknown, params?: unknown): HttpResponse {
    requireScope(this.#host.manifest.oauthScopes, 'UrlFetchApp.fetch', [addonScopes.externalRequest])
    const { muteHttpExceptions, ...request } = readRequest(url, params, this.#host.manifest.urlFetchWhitelist)
    const response = new HttpResponse(this.#host.call('fetch', request))
    if (response.getResponseCode() >= 400 && !muteHttpExceptions) throw failedRequest(request.url, response)
    return response
  }

  fetchAll(requests: unknown): HttpResponse[] {
    if (!Array.isArray(requests)) throw new ScriptProblem('Invalid argument: UrlFetchApp.fetchAll takes an array.')
    return requests.map((request) => {
      if (typeof request === 'string') return this.fetch(request)
      const { url, ...params } = request as { url?: unknown }
      return this.fetch(url, params)
    })
  }
}

function failedRequest(url: string, response: HttpResponse): ScriptProblem {
  const start = response.getContentText().slice(0, 200)
  return new ScriptProblem(
    `Request failed for ${new URL(url).origin} returned code ${response.getResponseCode()}. Truncated server response: ` +
      `${start} (use muteHttpExceptions option to examine full response)`,
  )
}
