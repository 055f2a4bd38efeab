import { ScriptProblem } from '../script-problem.ts'
import { Clickable } from './actions.ts'
import { filledText, imageUrl, made, member, text, wholeNumber } from './arguments.ts'
import { enums } from './enums.ts'
import { Part } from './part.ts'

export class Image extends Clickable {
  setImageUrl(url: unknown) {
    return this.set('imageUrl', imageUrl('Image.setImageUrl', url))
  }

  setAltText(altText: unknown) {
    return this.set('altText', text('Image.setAltText', altText))
  }

  protected override check() {
    if (!this.has('imageUrl')) throw new ScriptProblem('Invalid Image: an image URL is required.')
  }
}

export class ImageComponent extends Part {
  setImageUrl(url: unknown) {
    return this.set('imageUri', imageUrl('ImageComponent.setImageUrl', url))
  }

  setAltText(altText: unknown) {
    return this.set('altText', text('ImageComponent.setAltText', altText))
  }
}

export class GridItem extends Part {
  setIdentifier(id: unknown) {
    return this.set('id', filledText('GridItem.setIdentifier', id))
  }

  setTitle(title: unknown) {
    return this.set('title', text('GridItem.setTitle', title))
  }

  setSubtitle(subtitle: unknown) {
    return this.set('subtitle', text('GridItem.setSubtitle', subtitle))
  }

  setImage(image: unknown) {
    return this.set('image', made('GridItem.setImage', ImageComponent, image))
  }

  setLayout(layout: unknown) {
    return this.set('layout', member('GridItem.setLayout', enums.GridItemLayout, layout))
  }

  protected override check() {
    if (!this.has('title') && !this.has('image'))
      throw new ScriptProblem('Invalid GridItem: a title or an image is required.')
  }
}

export class Grid extends Clickable {
  setTitle(title: unknown) {
    return this.set('title', text('Grid.setTitle', title))
  }

  setNumColumns(count: unknown) {
    return this.set('columnCount', wholeNumber('Grid.setNumColumns', count, 1))
  }

  addItem(item: unknown) {
    return this.add('items', made('Grid.addItem', GridItem, item))
  }

  protected override check() {
    if (!this.has('items')) throw new ScriptProblem('Invalid Grid: at least one item is required.')
  }
}
