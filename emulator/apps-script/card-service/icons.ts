import { ScriptProblem } from '../script-problem.ts'
import { filledText, flag, imageUrl, made, member, text, wholeNumber } from './arguments.ts'
import { enums } from './enums.ts'
import { Part } from './part.ts'

export class MaterialIcon extends Part {
  setName(name: unknown) {
    return this.set('name', filledText('MaterialIcon.setName', name))
  }

  setFill(fill: unknown) {
    return this.set('fill', flag('MaterialIcon.setFill', fill))
  }

  setWeight(weight: unknown) {
    return this.set('weight', wholeNumber('MaterialIcon.setWeight', weight, 100, 700))
  }

  setGrade(grade: unknown) {
    return this.set('grade', wholeNumber('MaterialIcon.setGrade', grade, -25, 200))
  }

  protected override check() {
    if (!this.has('name')) throw new ScriptProblem('Invalid MaterialIcon: a name is required.')
  }
}

export class IconImage extends Part {
  setIcon(icon: unknown) {
    return this.set('knownIcon', member('IconImage.setIcon', enums.Icon, icon))
  }

  setIconUrl(url: unknown) {
    return this.set('iconUrl', imageUrl('IconImage.setIconUrl', url))
  }

  setMaterialIcon(icon: unknown) {
    return this.set('materialIcon', made('IconImage.setMaterialIcon', MaterialIcon, icon))
  }

  setAltText(altText: unknown) {
    return this.set('altText', text('IconImage.setAltText', altText))
  }

  setImageCropType(cropType: unknown) {
    return this.set('imageType', member('IconImage.setImageCropType', enums.ImageCropType, cropType))
  }

  protected override check() {
    const isSet = ['knownIcon', 'iconUrl', 'materialIcon'].some((name) => this.has(name))
    if (!isSet) throw new ScriptProblem('Invalid IconImage: an icon is required.')
  }
}
