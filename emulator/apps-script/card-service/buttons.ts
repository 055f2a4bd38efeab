import { ScriptProblem } from '../script-problem.ts'
import { Clickable } from './actions.ts'
import { filledText, flag, imageUrl, made, member, text } from './arguments.ts'
import { enums } from './enums.ts'
import { MaterialIcon } from './icons.ts'
import { Part } from './part.ts'

export abstract class Button extends Clickable {
  setAltText(altText: unknown) {
    return this.set('altText', text('Button.setAltText', altText))
  }

  protected override check(_values: Record<string, unknown>) {
    if (!this.has('onClick')) throw new ScriptProblem('Invalid Button: a click handler is required.')
  }
}

export class TextButton extends Button {
  setText(label: unknown) {
    return this.set('text', filledText('TextButton.setText', label))
  }

  setDisabled(disabled: unknown) {
    return this.set('disabled', flag('TextButton.setDisabled', disabled))
  }

  setTextButtonStyle(style: unknown) {
    // A coloured button is FILLED whatever style was asked for.
    const name = member('TextButton.setTextButtonStyle', enums.TextButtonStyle, style)
    return this.set('type', this.has('color') ? 'FILLED' : name)
  }

  setBackgroundColor(color: unknown) {
    const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text('TextButton.setBackgroundColor', color))
    if (!hex) throw new ScriptProblem(`Invalid color: ${color}. Use #rrggbb.`)
    const [red, green, blue] = hex.slice(1).map((part) => Number.parseInt(part, 16) / 255)
    return this.set('color', { red, green, blue }).set('type', 'FILLED')
  }

  protected override check(values: Record<string, unknown>) {
    if (!this.has('text')) throw new ScriptProblem('Invalid TextButton: a text is required.')
    super.check(values)
  }
}

export class ImageButton extends Button {
  setIcon(icon: unknown) {
    return this.set('icon', { knownIcon: member('ImageButton.setIcon', enums.Icon, icon) })
  }

  setIconUrl(url: unknown) {
    return this.set('icon', { iconUrl: imageUrl('ImageButton.setIconUrl', url) })
  }

  setMaterialIcon(icon: unknown) {
    return this.set('icon', { materialIcon: made('ImageButton.setMaterialIcon', MaterialIcon, icon) })
  }

  protected override check(values: Record<string, unknown>) {
    if (!this.has('icon')) throw new ScriptProblem('Invalid ImageButton: an icon is required.')
    super.check(values)
  }
}

export class ButtonSet extends Part {
  addButton(button: unknown) {
    return this.add('buttons', made('ButtonSet.addButton', Button, button))
  }

  protected override check() {
    if (!this.has('buttons')) throw new ScriptProblem('Invalid ButtonSet: at least one button is required.')
  }
}
