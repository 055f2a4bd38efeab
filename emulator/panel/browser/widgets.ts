import type { DecoratedText, Grid, Widget } from './card-types.ts'
import { type CardHands, clickable, drawButton, drawIcon, picture } from './clicks.ts'
import { button, element } from './dom.ts'
import { dateField, selectionField, switchField, textField } from './fields.ts'
import { richText } from './rich-text.ts'

export function widget(spec: Widget, hands: CardHands): HTMLElement {
  if (spec.textParagraph) return element('p', { class: 'paragraph' }, richText(spec.textParagraph.text, hands.href))
  if (spec.decoratedText) return decoratedText(spec.decoratedText, hands)
  if (spec.buttonList) {
    return element('div', { class: 'buttons' }, ...spec.buttonList.buttons.map((each) => drawButton(each, hands)))
  }
  if (spec.textInput) return textField(spec.textInput, hands)
  if (spec.selectionInput) return selectionField(spec.selectionInput, hands)
  if (spec.dateTimePicker) return dateField(spec.dateTimePicker, hands)
  if (spec.image) return image(spec.image, hands)
  return spec.grid ? grid(spec.grid, hands) : element('hr')
}

/** Labels are plain text, whatever they contain; only the content may be formatted. */
function decoratedText(spec: DecoratedText, hands: CardHands): HTMLElement {
  const content = element('span', { class: 'decorated-content' })
  if (spec.topLabel) content.append(element('span', { class: 'label' }, spec.topLabel))
  content.append(element('span', { class: spec.wrapText ? 'text wrap' : 'text' }, richText(spec.text, hands.href)))
  if (spec.bottomLabel) content.append(element('span', { class: 'label' }, spec.bottomLabel))
  const main = spec.onClick
    ? clickable(spec.onClick, 'decorated-main', hands)
    : element('div', { class: 'decorated-main' })
  if (spec.startIcon) main.append(drawIcon(spec.startIcon))
  main.append(content)
  return element('div', { class: 'decorated' }, main, decoration(spec, hands))
}

function decoration({ button: spec, switchControl, endIcon, text }: DecoratedText, hands: CardHands): Node | null {
  if (spec) return drawButton(spec, hands)
  if (switchControl) return switchField(switchControl, text, hands)
  return endIcon ? drawIcon(endIcon) : null
}

function image({ imageUrl, altText, onClick }: NonNullable<Widget['image']>, hands: CardHands): HTMLElement {
  const drawn = picture(imageUrl, altText, 'image')
  if (!onClick) return drawn
  const around = clickable(onClick, 'image-button', hands)
  around.append(drawn)
  return around
}

/** The clicked item's id travels as a parameter of the grid's one action. */
function grid(spec: Grid, hands: CardHands): HTMLElement {
  const items = spec.items.map((item) => {
    const act = () => {
      const action = spec.onClick?.action
      if (action) hands.act(action, { grid_item_identifier: item.id ?? '' })
    }
    const made = button('', 'grid-item', act)
    if (item.image) made.append(picture(item.image.imageUri, item.image.altText, 'image'))
    made.append(element('span', { class: 'text' }, item.title), element('span', { class: 'label' }, item.subtitle))
    return made
  })
  const cells = element('div', { class: 'grid' }, ...items)
  cells.style.setProperty('--columns', `${spec.columnCount ?? 2}`)
  return element('div', {}, spec.title ? element('h3', {}, spec.title) : null, cells)
}
