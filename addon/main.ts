import { type ActionResponse, notify, push, replace } from './cards/answers.ts'
import { problemCard } from './cards/problem.ts'
import { type Card, does } from './cards/ui.ts'
import { asked, type Event, parameter } from './event.ts'
import type { ReadingName, TriggerName, WritingName } from './functions.ts'
import { sentenceOf } from './problem.ts'
import { readings } from './readings.ts'
import { writings } from './writings.ts'

/** A trigger of the manifest: Google opens the sidebar and wants a card, whatever happens. */
export function trigger(name: TriggerName, event: Event): Card {
  return cardOr(name === 'onHomepage' ? 'onShowHome' : 'onShowMessage', name, event)
}

/** A click that opens a card. "Try again" puts its answer in the place of the failure. */
export function read(name: ReadingName, event: Event): ActionResponse {
  const card = cardOr(name, name, event)
  return parameter(event, 'again') ? replace(card) : push(card)
}

/** A click that writes. A failure leaves the card and its form as they are, so that the same click is the next try. */
export function write(name: WritingName, event: Event): ActionResponse {
  try {
    return writings[name](event)
  } catch (error) {
    return notify(sentenceOf(error))
  }
}

function cardOr(again: ReadingName, name: TriggerName | ReadingName, event: Event): Card {
  try {
    return readings[name](event)
  } catch (error) {
    return problemCard(sentenceOf(error), does(again, { ...asked(event), again: 'yes' }))
  }
}
