import { ScriptProblem } from '../script-problem.ts'
import { Clickable } from './actions.ts'
import { filledText, flag, imageUrl, made, member, mismatch, text, wholeNumber } from './arguments.ts'
import { Button, ButtonSet, TextButton } from './buttons.ts'
import { enums } from './enums.ts'
import { SelectionInput, TextInput } from './inputs.ts'
import { Grid, Image } from './media.ts'
import { type Json, json, Part } from './part.ts'
import { Picker } from './pickers.ts'
import { Built } from './responses.ts'
import { DecoratedText, Divider, TextParagraph } from './texts.ts'

export class CardHeader extends Part {
  setTitle(title: unknown) {
    return this.set('title', filledText('CardHeader.setTitle', title))
  }

  setSubtitle(subtitle: unknown) {
    return this.set('subtitle', text('CardHeader.setSubtitle', subtitle))
  }

  setImageUrl(url: unknown) {
    return this.set('imageUrl', imageUrl('CardHeader.setImageUrl', url))
  }

  setImageStyle(style: unknown) {
    return this.set('imageType', member('CardHeader.setImageStyle', enums.ImageStyle, style))
  }

  setImageAltText(altText: unknown) {
    return this.set('imageAltText', text('CardHeader.setImageAltText', altText))
  }

  protected override check() {
    if (!this.has('title')) throw new ScriptProblem('Invalid CardHeader: a title is required.')
  }
}

/** The JSON name of each kind of widget; a lone button is a list of one. */
const widgetKinds: [abstract new () => Part, (widget: Part) => object][] = [
  [TextParagraph, (widget) => ({ textParagraph: widget })],
  [DecoratedText, (widget) => ({ decoratedText: widget })],
  [Image, (widget) => ({ image: widget })],
  [Button, (widget) => ({ buttonList: { buttons: [widget] } })],
  [ButtonSet, (widget) => ({ buttonList: widget })],
  [TextInput, (widget) => ({ textInput: widget })],
  [SelectionInput, (widget) => ({ selectionInput: widget })],
  [Picker, (widget) => ({ dateTimePicker: widget })],
  [Grid, (widget) => ({ grid: widget })],
  [Divider, (widget) => ({ divider: widget })],
]

export class CardSection extends Part {
  setHeader(header: unknown) {
    return this.set('header', text('CardSection.setHeader', header))
  }

  setCollapsible(collapsible: unknown) {
    return this.set('collapsible', flag('CardSection.setCollapsible', collapsible))
  }

  setNumUncollapsibleWidgets(count: unknown) {
    return this.set('uncollapsibleWidgetsCount', wholeNumber('CardSection.setNumUncollapsibleWidgets', count))
  }

  addWidget(widget: unknown) {
    const kind = widgetKinds.find(([candidate]) => widget instanceof candidate)
    if (!kind) throw mismatch('CardSection.addWidget', widget)
    if (this.list('widgets').length >= 100) throw new ScriptProblem('A card section holds 100 widgets at most.')
    return this.add('widgets', kind[1](widget as Part))
  }

  protected override check() {
    if (!this.has('widgets')) throw new ScriptProblem('Invalid CardSection: at least one widget is required.')
  }
}

/** One line of the card's menu. */
export class CardAction extends Clickable {
  setText(label: unknown) {
    return this.set('actionLabel', filledText('CardAction.setText', label))
  }

  protected override check() {
    if (!this.has('actionLabel')) throw new ScriptProblem('Invalid CardAction: a text is required.')
    if (!this.has('onClick')) throw new ScriptProblem('Invalid CardAction: a click handler is required.')
  }
}

export class FixedFooter extends Part {
  setPrimaryButton(button: unknown) {
    return this.set('primaryButton', made('FixedFooter.setPrimaryButton', TextButton, button))
  }

  setSecondaryButton(button: unknown) {
    return this.set('secondaryButton', made('FixedFooter.setSecondaryButton', TextButton, button))
  }

  protected override check() {
    if (!this.has('primaryButton')) throw new ScriptProblem('Invalid FixedFooter: a primary button is required.')
  }
}

export class CardBuilder extends Part {
  setName(name: unknown) {
    return this.set('name', text('CardBuilder.setName', name))
  }

  setHeader(header: unknown) {
    return this.set('header', made('CardBuilder.setHeader', CardHeader, header))
  }

  addSection(section: unknown) {
    if (this.list('sections').length >= 100) throw new ScriptProblem('A card holds 100 sections at most.')
    return this.add('sections', made('CardBuilder.addSection', CardSection, section))
  }

  addCardAction(action: unknown) {
    return this.add('cardActions', made('CardBuilder.addCardAction', CardAction, action))
  }

  setFixedFooter(footer: unknown) {
    return this.set('fixedFooter', made('CardBuilder.setFixedFooter', FixedFooter, footer))
  }

  setDisplayStyle(style: unknown) {
    return this.set('displayStyle', member('CardBuilder.setDisplayStyle', enums.DisplayStyle, style))
  }

  setPeekCardHeader(header: unknown) {
    return this.set('peekCardHeader', made('CardBuilder.setPeekCardHeader', CardHeader, header))
  }

  build() {
    const card = this[json]()
    refuseRepeatedFields(card)
    return new Built('Card', card)
  }

  protected override check() {
    if (!this.has('sections')) throw new ScriptProblem('Invalid Card: at least one section is required.')
  }
}

const fieldKinds = ['textInput', 'selectionInput', 'switchControl', 'dateTimePicker']

/** Two fields of one name would overwrite each other in the form's answer. */
function refuseRepeatedFields(card: Json) {
  const names = fieldNames(card)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated) throw new ScriptProblem(`Invalid Card: the field name "${repeated}" is used twice.`)
}

function fieldNames(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(fieldNames)
  return Object.entries(value).flatMap(([key, inner]) => {
    const isField = fieldKinds.includes(key) && typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    return isField ? [String(inner['name'])] : fieldNames(inner)
  })
}
