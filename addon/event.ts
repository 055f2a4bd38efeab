export type Event = GoogleAppsScript.Addons.EventObject

/** A parameter the clicked card carried: always an id or a word the card drew itself. */
export function parameter(event: Event, key: string): string | undefined {
  return event.commonEventObject.parameters?.[key] || undefined
}

export function required(event: Event, key: string): string {
  const value = parameter(event, key)
  if (value === undefined) throw new Error(`The card carried no ${key}.`)
  return value
}

/** What a person typed or picked; Google leaves empty fields out of the event. */
export function typed(event: Event, field: string): string {
  return event.commonEventObject.formInputs?.[field]?.stringInputs?.value[0]?.trim() ?? ''
}

/** The picked day as `YYYY-MM-DD`: a date picker answers the midnight of that day in UTC. */
export function pickedDay(event: Event, field: string): string | undefined {
  const midnight = event.commonEventObject.formInputs?.[field]?.dateInput?.msSinceEpoch
  return midnight === undefined ? undefined : new Date(Number(midnight)).toISOString().slice(0, 10)
}

/** The parameters of the click together with its typed texts: what is needed to ask the same again. */
export function asked(event: Event): Record<string, string> {
  const { parameters = {}, formInputs = {} } = event.commonEventObject
  const texts = Object.keys(formInputs).map((field) => [field, typed(event, field)] as const)
  return { ...parameters, ...Object.fromEntries(texts.filter(([, text]) => text)) }
}
