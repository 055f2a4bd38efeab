import { ScriptProblem } from '../script-problem.ts'
import { Action } from './actions.ts'
import { filledText, flag, made, member, mismatch, text, wholeNumber } from './arguments.ts'
import { enums } from './enums.ts'
import { Part } from './part.ts'

/** A widget whose value comes back in `commonEventObject.formInputs` under its field name. */
export abstract class Field extends Part {
  setFieldName(name: unknown) {
    return this.set('name', filledText('setFieldName', name))
  }

  setOnChangeAction(action: unknown) {
    return this.set('onChangeAction', made('setOnChangeAction', Action, action))
  }

  protected override check(_values: Record<string, unknown>) {
    if (!this.has('name')) throw new ScriptProblem(`Invalid ${this.constructor.name}: a field name is required.`)
  }
}

export class Validation extends Part {
  setCharacterLimit(limit: unknown) {
    return this.set('characterLimit', wholeNumber('Validation.setCharacterLimit', limit, 1))
  }

  setInputType(type: unknown) {
    return this.set('inputType', member('Validation.setInputType', enums.InputType, type))
  }
}

export class Suggestions extends Part {
  addSuggestion(suggestion: unknown) {
    return this.add('items', { text: filledText('Suggestions.addSuggestion', suggestion) })
  }

  addSuggestions(suggestions: unknown) {
    if (!Array.isArray(suggestions)) throw mismatch('Suggestions.addSuggestions', suggestions)
    for (const suggestion of suggestions) this.addSuggestion(suggestion)
    return this
  }
}

export class TextInput extends Field {
  setTitle(title: unknown) {
    return this.set('label', text('TextInput.setTitle', title))
  }

  setHint(hint: unknown) {
    return this.set('hintText', text('TextInput.setHint', hint))
  }

  setValue(value: unknown) {
    return this.set('value', text('TextInput.setValue', value))
  }

  setMultiline(multiline: unknown) {
    return this.set('type', flag('TextInput.setMultiline', multiline) ? 'MULTIPLE_LINE' : 'SINGLE_LINE')
  }

  setSuggestions(suggestions: unknown) {
    return this.set('initialSuggestions', made('TextInput.setSuggestions', Suggestions, suggestions))
  }

  setSuggestionsAction(action: unknown) {
    return this.set('autoCompleteAction', made('TextInput.setSuggestionsAction', Action, action))
  }

  setValidation(validation: unknown) {
    return this.set('validation', made('TextInput.setValidation', Validation, validation))
  }

  protected override check(values: Record<string, unknown>) {
    super.check(values)
    if (!values['label'] && !values['hintText'])
      throw new ScriptProblem('Invalid TextInput: a title or a hint is required.')
    // Suggestions make the field a single line, whatever was asked for.
    if (this.has('initialSuggestions') || this.has('autoCompleteAction')) this.set('type', 'SINGLE_LINE')
  }
}

export class SelectionInput extends Field {
  setTitle(title: unknown) {
    return this.set('label', text('SelectionInput.setTitle', title))
  }

  setType(type: unknown) {
    return this.set('type', member('SelectionInput.setType', enums.SelectionInputType, type))
  }

  addItem(label: unknown, value: unknown, selected: unknown) {
    if (this.list('items').length >= 100) throw new ScriptProblem('A SelectionInput holds 100 items at most.')
    const item = {
      text: filledText('SelectionInput.addItem', label),
      value: text('SelectionInput.addItem', value),
      selected: flag('SelectionInput.addItem', selected),
    }
    return this.add('items', item)
  }

  setMultiSelectMaxSelectedItems(count: unknown) {
    return this.set(
      'multiSelectMaxSelectedItems',
      wholeNumber('SelectionInput.setMultiSelectMaxSelectedItems', count, 1),
    )
  }

  setMultiSelectMinQueryLength(length: unknown) {
    return this.set('multiSelectMinQueryLength', wholeNumber('SelectionInput.setMultiSelectMinQueryLength', length))
  }

  protected override check(values: Record<string, unknown>) {
    super.check(values)
    const items = this.list('items') as { selected: boolean }[]
    if (items.length === 0) throw new ScriptProblem('Invalid SelectionInput: at least one item is required.')
    if (!this.has('type')) this.set('type', 'CHECK_BOX')
    const isSingle = values['type'] === 'RADIO_BUTTON' || values['type'] === 'DROPDOWN'
    if (isSingle && items.filter((item) => item.selected).length > 1) {
      throw new ScriptProblem('Invalid SelectionInput: only one item of a single choice may be selected.')
    }
  }
}

/** The control at the end of a DecoratedText; not a widget of its own. */
export class Switch extends Field {
  setValue(value: unknown) {
    return this.set('value', text('Switch.setValue', value))
  }

  setSelected(selected: unknown) {
    return this.set('selected', flag('Switch.setSelected', selected))
  }

  setControlType(type: unknown) {
    return this.set('controlType', member('Switch.setControlType', enums.SwitchControlType, type))
  }

  protected override check(values: Record<string, unknown>) {
    super.check(values)
    if (!this.has('value')) throw new ScriptProblem('Invalid Switch: a value is required.')
  }
}
