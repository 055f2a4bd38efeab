import { clipped } from '../words.ts'
import type { Card } from './ui.ts'

/** What a click answers: where the next card goes, and what is said. */
export type ActionResponse = GoogleAppsScript.Card_Service.ActionResponse

export function push(next: Card): ActionResponse {
  return CardService.newActionResponseBuilder().setNavigation(CardService.newNavigation().pushCard(next)).build()
}

export function replace(next: Card): ActionResponse {
  return CardService.newActionResponseBuilder().setNavigation(CardService.newNavigation().updateCard(next)).build()
}

/** The card stays as it is, forms included, and a sentence says why. */
export function notify(sentence: string): ActionResponse {
  return CardService.newActionResponseBuilder().setNotification(notification(sentence)).build()
}

/** How an act leaves its card: it was the card itself, a form on top of it, or the end of a path of cards. */
export type Place = 'here' | 'below' | 'root'

/** Something was written: the card in its new state, a sentence, and no other card of ours is to be trusted any more. */
export function written(sentence: string, next: Card, place: Place): ActionResponse {
  const navigation = CardService.newNavigation()
  if (place === 'below') navigation.popCard()
  if (place === 'root') navigation.popToRoot()

  return CardService.newActionResponseBuilder()
    .setNavigation(navigation.updateCard(next))
    .setNotification(notification(sentence))
    .setStateChanged(true)
    .build()
}

function notification(sentence: string) {
  return CardService.newNotification().setText(clipped(sentence, 240))
}
