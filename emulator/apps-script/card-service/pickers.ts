import { ScriptProblem } from '../script-problem.ts'
import { text, wholeNumber } from './arguments.ts'
import { Field } from './inputs.ts'

/** The three pickers share one JSON form, `dateTimePicker`, told apart by its type. */
export abstract class Picker extends Field {
  protected abstract readonly type: 'DATE_ONLY' | 'TIME_ONLY' | 'DATE_AND_TIME'

  setTitle(title: unknown) {
    return this.set('label', text('setTitle', title))
  }

  protected override check(values: Record<string, unknown>) {
    super.check(values)
    this.set('type', this.type)
  }
}

export class DatePicker extends Picker {
  protected readonly type = 'DATE_ONLY'

  setValueInMsSinceEpoch(value: unknown) {
    return this.set('valueMsEpoch', epochText(value))
  }
}

export class DateTimePicker extends Picker {
  protected readonly type = 'DATE_AND_TIME'

  setValueInMsSinceEpoch(value: unknown) {
    return this.set('valueMsEpoch', epochText(value))
  }

  setTimeZoneOffsetInMins(minutes: unknown) {
    return this.set('timezoneOffsetDate', wholeNumber('DateTimePicker.setTimeZoneOffsetInMins', minutes, -840, 840))
  }
}

export class TimePicker extends Picker {
  protected readonly type = 'TIME_ONLY'
  #hours = 0
  #minutes = 0

  setHours(hours: unknown) {
    this.#hours = wholeNumber('TimePicker.setHours', hours, 0, 23)
    return this.#setTime()
  }

  setMinutes(minutes: unknown) {
    this.#minutes = wholeNumber('TimePicker.setMinutes', minutes, 0, 59)
    return this.#setTime()
  }

  #setTime() {
    return this.set('valueMsEpoch', `${(this.#hours * 60 + this.#minutes) * 60_000}`)
  }
}

/** Whole milliseconds as text: an int64 is a string in proto JSON. */
function epochText(value: unknown): string {
  const epoch = typeof value === 'string' && value !== '' ? Number(value) : value
  if (typeof epoch === 'number' && Number.isInteger(epoch)) return `${epoch}`
  throw new ScriptProblem(`Invalid argument: setValueInMsSinceEpoch takes whole milliseconds, not ${value}.`)
}
