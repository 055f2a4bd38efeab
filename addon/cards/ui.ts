import type { ActionName } from '../functions.ts'
import { publicUrl } from '../settings.ts'
import { clipped } from '../words.ts'

/**
 * Every call of Google's card builders but those of `answers.ts`. Texts that Google reads as HTML are escaped here, and the plain ones (titles,
 * labels, buttons) left alone, so that the name of an investor is never more than its letters.
 * https://developers.google.com/workspace/add-ons/concepts/widgets
 */
export type Card = GoogleAppsScript.Card_Service.Card
export type Widget = GoogleAppsScript.Card_Service.Widget
type CardSection = GoogleAppsScript.Card_Service.CardSection
type CardAction = GoogleAppsScript.Card_Service.CardAction
type TextButton = GoogleAppsScript.Card_Service.TextButton

/** What a click does: one of our functions with string parameters, or a page of the CRM. */
export type Click = { act: ActionName; parameters: Record<string, string>; keepsForm: boolean } | { path: string }

export const does = (act: ActionName, parameters: Record<string, string> = {}): Click => ({
  act,
  parameters,
  keepsForm: false,
})

/** Like `does`, for a form: what was typed stays when the answer is a mistake to correct. */
export const submits = (act: ActionName, parameters: Record<string, string> = {}): Click => ({
  act,
  parameters,
  keepsForm: true,
})

export const opens = (path: string): Click => ({ path })

interface CardParts {
  title: string
  subtitle?: string
  sections: (CardSection | null)[]
  menu?: CardAction[]
}

export function card({ title, subtitle, sections, menu = [] }: CardParts): Card {
  const header = CardService.newCardHeader().setTitle(clipped(title, 80) || 'Venture CRM')
  if (subtitle) header.setSubtitle(clipped(subtitle))

  const builder = CardService.newCardBuilder().setHeader(header)
  for (const part of sections) if (part) builder.addSection(part)
  for (const item of menu) builder.addCardAction(item)
  return builder.build()
}

/** A section of what there is to show; null when that is nothing, for Google refuses an empty one. */
export function section(widgets: (Widget | null)[], header?: string): CardSection | null {
  const shown = widgets.filter((widget) => widget !== null)
  if (shown.length === 0) return null

  const builder = CardService.newCardSection()
  if (header) builder.setHeader(escaped(header))
  for (const widget of shown) builder.addWidget(widget)
  return builder
}

/** A section that opens on a click, with the first `shown` of its widgets in view. */
export function folded(header: string, widgets: (Widget | null)[], shown = 0): CardSection | null {
  const part = section(widgets, header)
  const count = widgets.filter((widget) => widget !== null).length
  return part && count > shown ? part.setCollapsible(true).setNumUncollapsibleWidgets(shown) : part
}

export function paragraph(text: string): Widget {
  return CardService.newTextParagraph().setText(shown(text))
}

interface LineParts {
  above?: string
  text: string
  below?: string
  click?: Click
  button?: TextButton
}

/** One fact: a label above, the fact, and what belongs to it below. */
export function line({ above, text, below, click, button }: LineParts): Widget {
  const widget = CardService.newDecoratedText().setText(shown(text)).setWrapText(true)
  if (above) widget.setTopLabel(above)
  if (below) widget.setBottomLabel(below)
  if (click) attach(widget, click)
  if (button) widget.setButton(button)
  return widget
}

/** The most used act of a card. */
export function mainButton(text: string, click: Click): TextButton {
  return button(text, click).setTextButtonStyle(CardService.TextButtonStyle.FILLED)
}

export function button(text: string, click: Click): TextButton {
  return attach(CardService.newTextButton().setText(text), click)
}

export function buttons(...all: (TextButton | null)[]): Widget | null {
  const shown = all.filter((one) => one !== null)
  if (shown.length === 0) return null

  const set = CardService.newButtonSet()
  for (const one of shown) set.addButton(one)
  return set
}

export function menuItem(text: string, click: Click): CardAction {
  return attach(CardService.newCardAction().setText(text), click)
}

interface FieldParts {
  name: string
  title: string
  hint?: string
  value?: string
}

export function textField({ name, title, hint, value }: FieldParts) {
  const field = CardService.newTextInput().setFieldName(name).setTitle(title)
  if (hint) field.setHint(hint)
  if (value) field.setValue(value)
  return field
}

export function textArea(parts: FieldParts): Widget {
  return textField(parts).setMultiline(true)
}

/** One of several; Google shows at most a hundred. */
export function choice(
  name: string,
  title: string,
  items: (readonly [value: string, text: string])[],
  chosen?: string,
) {
  const field = CardService.newSelectionInput()
    .setType(CardService.SelectionInputType.DROPDOWN)
    .setFieldName(name)
    .setTitle(title)
  const selected = items.some(([value]) => value === chosen) ? chosen : items[0]?.[0]
  for (const [value, text] of items.slice(0, 100)) field.addItem(clipped(text) || nameless, value, value === selected)
  return field
}

/** A day, `YYYY-MM-DD`: Google keeps it as the midnight of that day in UTC. */
export function dayField(name: string, title: string, day: string): Widget {
  return CardService.newDatePicker().setFieldName(name).setTitle(title).setValueInMsSinceEpoch(Date.parse(day))
}

const nameless = '(no name)'

interface Clickable {
  setOnClickAction(action: GoogleAppsScript.Card_Service.Action): unknown
  setOpenLink(link: GoogleAppsScript.Card_Service.OpenLink): unknown
}

function attach<W extends Clickable>(widget: W, click: Click): W {
  if ('path' in click) {
    widget.setOpenLink(
      CardService.newOpenLink()
        .setUrl(publicUrl + click.path)
        .setOpenAs(CardService.OpenAs.FULL_SIZE),
    )
  } else {
    widget.setOnClickAction(action(click))
  }
  return widget
}

function action({ act, parameters, keepsForm }: Extract<Click, { act: ActionName }>) {
  return CardService.newAction()
    .setFunctionName(act)
    .setParameters(parameters)
    .setLoadIndicator(CardService.LoadIndicator.SPINNER)
    .setPersistValues(keepsForm)
}

/** Google refuses an empty text, and a name may be all spaces. */
function shown(text: string): string {
  return escaped(text.trim()) || nameless
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
