/**
 * Every function Google may call, once: the build declares them at the top of the bundle, the manifest's triggers and
 * the cards' actions are typed by them, and `main.ts` must answer each.
 */

/** Named in the manifest; answer a card. */
export const triggers = ['onHomepage', 'onGmailMessage'] as const

/** Clicks that only read; answer the next card. */
export const readings = [
  'onShowHome',
  'onShowMessage',
  'onShowInvestor',
  'onShowUnknown',
  'onSearchForm',
  'onSearch',
  'onLogForm',
  'onFlagForm',
  'onMoveForm',
  'onProspectForm',
  'onTaskForm',
] as const

/** Clicks that write; answer what happened and the card in its new state. */
export const writings = [
  'onLogEmail',
  'onLogCommunication',
  'onQuickLog',
  'onFlagOpportunity',
  'onMoveOpportunity',
  'onAddContact',
  'onAddProspect',
  'onAddTask',
  'onApprove',
  'onReject',
  'onSetPrivacy',
] as const

export type TriggerName = (typeof triggers)[number]
export type ReadingName = (typeof readings)[number]
export type WritingName = (typeof writings)[number]
export type ActionName = ReadingName | WritingName
