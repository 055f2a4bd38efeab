import { ScriptProblem } from '../script-problem.ts'
import { filledText, flag, made, member, mismatch, text } from './arguments.ts'
import { enums } from './enums.ts'
import { Part } from './part.ts'

/** What happens on a click: a function of the script, with parameters that are text and nothing else. */
export class Action extends Part {
  setFunctionName(name: unknown) {
    return this.set('function', filledText('Action.setFunctionName', name))
  }

  setParameters(parameters: unknown) {
    const isRecord = typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters)
    if (!isRecord) throw mismatch('Action.setParameters', parameters)
    const pairs = Object.entries(parameters).map(([key, value]) => ({
      key,
      value: text('Action.setParameters', value),
    }))
    return this.set('parameters', pairs)
  }

  setLoadIndicator(indicator: unknown) {
    return this.set('loadIndicator', member('Action.setLoadIndicator', enums.LoadIndicator, indicator))
  }

  setPersistValues(persist: unknown) {
    return this.set('persistValues', flag('Action.setPersistValues', persist))
  }

  addRequiredWidget(fieldName: unknown) {
    return this.add('requiredWidgets', filledText('Action.addRequiredWidget', fieldName))
  }

  setAllWidgetsAreRequired(required: unknown) {
    return this.set('allWidgetsAreRequired', flag('Action.setAllWidgetsAreRequired', required))
  }

  protected override check() {
    if (!this.has('function')) throw new ScriptProblem('Invalid Action: a function name is required.')
  }
}

export class OpenLink extends Part {
  setUrl(url: unknown) {
    const address = text('OpenLink.setUrl', url)
    // Gmail rewrites http: by itself; a link that relies on it is a mistake worth seeing.
    if (!/^(https:\/\/|mailto:|tel:)/i.test(address))
      throw new ScriptProblem(`Invalid URL for an open link: ${address}`)
    return this.set('url', address)
  }

  setOpenAs(openAs: unknown) {
    return this.set('openAs', member('OpenLink.setOpenAs', enums.OpenAs, openAs))
  }

  setOnClose(onClose: unknown) {
    return this.set('onClose', member('OpenLink.setOnClose', enums.OnClose, onClose))
  }

  protected override check() {
    if (!this.has('url')) throw new ScriptProblem('Invalid OpenLink: a URL is required.')
  }
}

/** A part a person can click; it takes one kind of click only. */
export abstract class Clickable extends Part {
  setOnClickAction(action: unknown) {
    return this.#setOnClick({ action: made('setOnClickAction', Action, action) })
  }

  setOpenLink(openLink: unknown) {
    return this.#setOnClick({ openLink: made('setOpenLink', OpenLink, openLink) })
  }

  setOnClickOpenLinkAction(action: unknown) {
    return this.#setOnClick({ openDynamicLinkAction: made('setOnClickOpenLinkAction', Action, action) })
  }

  #setOnClick(onClick: object) {
    if (this.has('onClick')) throw new ScriptProblem('Only one click handler may be set on a widget.')
    return this.set('onClick', onClick)
  }
}
