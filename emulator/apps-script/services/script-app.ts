import { addonScopes } from '../../scopes.ts'
import type { ScriptHost } from './host.ts'

export class ScriptApp {
  readonly #host: ScriptHost

  constructor(host: ScriptHost) {
    this.#host = host
  }

  /** Null without `openid`; without `userinfo.email` the token does not say who it is about. */
  getIdentityToken(): string | null {
    return this.#host.call('identityToken', this.#host.manifest.oauthScopes)
  }
}

export class Session {
  readonly #host: ScriptHost

  constructor(host: ScriptHost) {
    this.#host = host
  }

  getActiveUser = () => this.#user()
  getEffectiveUser = () => this.#user()
  getScriptTimeZone = () => this.#host.manifest.timeZone

  #user() {
    const mayKnow = this.#host.manifest.oauthScopes.includes(addonScopes.userEmail)
    return new User(mayKnow ? this.#host.user.email : '')
  }
}

class User {
  readonly #email: string

  constructor(email: string) {
    this.#email = email
  }

  getEmail = () => this.#email
}
