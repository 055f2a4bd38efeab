import type { Mailer } from '../mime/addresses.ts'
import { type MimePart, parseMessage } from '../mime/parts.ts'
import type { MailContent, PeopleField } from './content.ts'
import { type GeneratedFacts, type GeneratedPlan, generatedFacts, rfcMessageId } from './generated-facts.ts'
import { composeGenerated } from './generated-mime.ts'

/** Holds a plan and a number; the bytes exist while somebody reads them. */
export class GeneratedContent implements MailContent {
  readonly #plan: GeneratedPlan
  readonly #index: number

  constructor(plan: GeneratedPlan, index: number) {
    this.#plan = plan
    this.#index = index
  }

  get facts(): GeneratedFacts {
    return generatedFacts(this.#plan, this.#index)
  }

  get raw(): Buffer {
    return composeGenerated(this.#plan, this.facts)
  }

  get mime(): MimePart {
    return parseMessage(this.raw)
  }

  get subject(): string {
    return this.mime.headers.find(({ name }) => name === 'Subject')?.value ?? ''
  }

  get rfcMessageId(): string {
    return rfcMessageId(this.#plan, this.#index)
  }

  get ancestors(): string[] {
    const { turn } = this.facts
    return turn === 0 ? [] : [rfcMessageId(this.#plan, this.#index - 1)]
  }

  people(field: PeopleField): Mailer[] {
    const { from, to, cc } = this.facts
    return { from: [from], to, cc, bcc: [] }[field]
  }
}
