import { ScriptProblem } from '../script-problem.ts'
import { Clickable } from './actions.ts'
import { filledText, flag, imageUrl, made, member, text } from './arguments.ts'
import { Button } from './buttons.ts'
import { enums } from './enums.ts'
import { IconImage } from './icons.ts'
import { Switch } from './inputs.ts'
import { Part } from './part.ts'

export class TextParagraph extends Part {
  setText(value: unknown) {
    return this.set('text', filledText('TextParagraph.setText', value))
  }

  protected override check() {
    if (!this.has('text')) throw new ScriptProblem('Invalid TextParagraph: a text is required.')
  }
}

export class DecoratedText extends Clickable {
  setText(value: unknown) {
    return this.set('text', filledText('DecoratedText.setText', value))
  }

  setTopLabel(value: unknown) {
    return this.set('topLabel', text('DecoratedText.setTopLabel', value))
  }

  setBottomLabel(value: unknown) {
    return this.set('bottomLabel', text('DecoratedText.setBottomLabel', value))
  }

  setWrapText(wrap: unknown) {
    return this.set('wrapText', flag('DecoratedText.setWrapText', wrap))
  }

  setStartIcon(icon: unknown) {
    return this.set('startIcon', made('DecoratedText.setStartIcon', IconImage, icon))
  }

  setIcon(icon: unknown) {
    return this.set('startIcon', { knownIcon: member('DecoratedText.setIcon', enums.Icon, icon) })
  }

  setIconUrl(url: unknown) {
    return this.set('startIcon', { iconUrl: imageUrl('DecoratedText.setIconUrl', url) })
  }

  setEndIcon(icon: unknown) {
    return this.#setEnd('endIcon', made('DecoratedText.setEndIcon', IconImage, icon))
  }

  setButton(button: unknown) {
    return this.#setEnd('button', made('DecoratedText.setButton', Button, button))
  }

  setSwitchControl(control: unknown) {
    return this.#setEnd('switchControl', made('DecoratedText.setSwitchControl', Switch, control))
  }

  #setEnd(name: string, value: Part) {
    const taken = ['button', 'switchControl', 'endIcon'].some((other) => other !== name && this.has(other))
    if (taken) throw new ScriptProblem('A DecoratedText shows a button, a switch or an end icon: only one of them.')
    return this.set(name, value)
  }

  protected override check() {
    if (!this.has('text')) throw new ScriptProblem('Invalid DecoratedText: a text is required.')
  }
}

export class Divider extends Part {}
