import type { CommunicationType } from '../../../shared/gateway.ts'

/** Where a relationship stands when something is said; `partner` is an investor of Fund I between the raises. */
export type Phase = 'lead' | 'outreach' | 'meeting' | 'due_diligence' | 'committed' | 'funded' | 'lost' | 'partner'

/**
 * An e-mail exchange. `out` is from our side, `in` from the investor; texts lack greeting and signature. `gist` is how a
 * colleague logs it. Slots: `{first}` `{org}` `{amount}` `{date}` `{company}` `{staff}` `{city}`.
 */
export type Dialogue = {
  phase: Phase
  subject: string
  gist: string
  lines: (readonly ['in' | 'out', string])[]
}

/** Something that left no e-mail: how a colleague wrote it down. */
export type Conversation = { phase: Phase; type: Exclude<CommunicationType, 'email'>; summary: string }

/** Companies of the Fund I portfolio, all invented. */
export const companies = ['Kelvane', 'Tidewell', 'Orrery Labs', 'Marrowstone', 'Ferrous Health', 'Quillon', 'Sunspan']

export type Slots = Record<'first' | 'org' | 'amount' | 'date' | 'company' | 'staff' | 'city', string>

export const fill = (text: string, slots: Slots): string =>
  text.replace(/\{(\w+)\}/g, (slot, name: keyof Slots) => slots[name] ?? slot)
