import type { Card, NavigationStep } from './card-types.ts'

/** The cards of the sidebar, the lowest first. */
export type CardStack = Card[]

/** Applies navigation in its order; the root is never taken away. */
export function navigate(stack: CardStack, steps: NavigationStep[]): CardStack {
  return steps.reduce(step, stack)
}

function step(stack: CardStack, navigation: NavigationStep): CardStack {
  if ('pushCard' in navigation) return [...stack, navigation.pushCard]
  if ('updateCard' in navigation) return [...stack.slice(0, -1), navigation.updateCard]
  if ('pop' in navigation) return stack.slice(0, Math.max(1, stack.length - 1))
  if ('popToRoot' in navigation) return stack.slice(0, 1)
  const named = stack.findLastIndex((card) => card.name === navigation.popToCard)
  return named < 0 ? stack : stack.slice(0, named + 1)
}
