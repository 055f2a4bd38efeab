import { type PeopleField, peopleFields } from './content.ts'
import type { StoredMessage } from './mailbox.ts'

/** Which messages name an address in which header: a search for twenty people reads their mail only. */
export class AddressIndex {
  readonly #messages = new Map<string, StoredMessage[]>()

  add(message: StoredMessage) {
    for (const key of keysOf(message)) {
      const named = this.#messages.get(key)
      if (named) named.push(message)
      else this.#messages.set(key, [message])
    }
  }

  remove(message: StoredMessage) {
    for (const key of keysOf(message)) {
      const named = this.#messages.get(key) ?? []
      named.splice(named.indexOf(message), 1)
    }
  }

  /** `address` in lower case. */
  find(field: PeopleField, address: string): StoredMessage[] {
    return this.#messages.get(`${field} ${address}`) ?? []
  }
}

function keysOf(message: StoredMessage): Set<string> {
  return new Set(
    peopleFields.flatMap((field) => message.content.people(field).map(({ address }) => `${field} ${address}`)),
  )
}
