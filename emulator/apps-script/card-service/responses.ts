import { ScriptProblem } from '../script-problem.ts'
import { OpenLink } from './actions.ts'
import { filledText, flag, made, mismatch } from './arguments.ts'
import { Suggestions } from './inputs.ts'
import { type Json, type JsonObject, json, Part } from './part.ts'

export type BuiltKind = 'Card' | 'ActionResponse' | 'SuggestionsResponse' | 'UniversalActionResponse'

export const kindOf: unique symbol = Symbol('kind')
const stepsOf: unique symbol = Symbol('steps')

/** What `.build()` gives: the only thing Google accepts from a function. */
export class Built extends Part {
  readonly #kind: BuiltKind
  readonly #json: JsonObject

  constructor(kind: BuiltKind, content: JsonObject) {
    super()
    this.#kind = kind
    this.#json = content
  }

  override [json](): JsonObject {
    return this.#json
  }

  [kindOf](): BuiltKind {
    return this.#kind
  }

  printJson(): string {
    return JSON.stringify(this.#json)
  }
}

function card(method: string, value: unknown): Json {
  const built = made(method, Built, value)
  if (built[kindOf]() !== 'Card') throw mismatch(method, value)
  return built[json]()
}

export class Navigation extends Part {
  pushCard(value: unknown) {
    return this.add('steps', { pushCard: card('Navigation.pushCard', value) })
  }

  updateCard(value: unknown) {
    return this.add('steps', { updateCard: card('Navigation.updateCard', value) })
  }

  popCard() {
    return this.add('steps', { pop: true })
  }

  popToRoot() {
    return this.add('steps', { popToRoot: true })
  }

  popToNamedCard(name: unknown) {
    return this.add('steps', { popToCard: filledText('Navigation.popToNamedCard', name) })
  }

  [stepsOf](): unknown[] {
    return this.list('steps')
  }
}

export class Notification extends Part {
  setText(value: unknown) {
    return this.set('text', filledText('Notification.setText', value))
  }

  protected override check() {
    if (!this.has('text')) throw new ScriptProblem('Invalid Notification: a text is required.')
  }
}

export class ActionResponseBuilder extends Part {
  setNavigation(navigation: unknown) {
    return this.set('navigations', made('ActionResponseBuilder.setNavigation', Navigation, navigation)[stepsOf]())
  }

  setNotification(notification: unknown) {
    return this.set('notification', made('ActionResponseBuilder.setNotification', Notification, notification))
  }

  setOpenLink(openLink: unknown) {
    return this.set('link', made('ActionResponseBuilder.setOpenLink', OpenLink, openLink))
  }

  setStateChanged(changed: unknown) {
    return this.set('stateChanged', flag('ActionResponseBuilder.setStateChanged', changed))
  }

  build() {
    const { stateChanged, ...action } = this[json]()
    return new Built('ActionResponse', { renderActions: { action }, ...(stateChanged === true && { stateChanged }) })
  }
}

export class SuggestionsResponseBuilder extends Part {
  setSuggestions(suggestions: unknown) {
    return this.set('autoComplete', made('SuggestionsResponseBuilder.setSuggestions', Suggestions, suggestions))
  }

  build() {
    return new Built('SuggestionsResponse', { autoComplete: { items: [] }, ...this[json]() })
  }
}

export class UniversalActionResponseBuilder extends Part {
  displayAddOnCards(cards: unknown) {
    if (!Array.isArray(cards) || cards.length === 0)
      throw mismatch('UniversalActionResponseBuilder.displayAddOnCards', cards)
    const pushed = cards.map((each) => ({ pushCard: card('UniversalActionResponseBuilder.displayAddOnCards', each) }))
    return this.set('navigations', pushed)
  }

  setOpenLink(openLink: unknown) {
    return this.set('link', made('UniversalActionResponseBuilder.setOpenLink', OpenLink, openLink))
  }

  build() {
    return new Built('UniversalActionResponse', { action: this[json]() })
  }
}
