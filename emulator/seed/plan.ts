/** What the story is made of, before any of it is written: plain data, by keys instead of ids. */

import type { Surface } from '../../server/db/actor.ts'
import type { FundMeasure } from '../../shared/fields.ts'
import type { CommunicationType } from '../../shared/gateway.ts'
import type { EventPlan } from '../calendar/plan.ts'
import type { DraftMessage } from '../mime/compose.ts'
import type { TeamDeed } from './team/plan.ts'

export type StaffKey = 'ines' | 'marcus' | 'priya'
export type FundKey = 'Fund I' | 'Fund II'

export type PersonPlan = {
  key: string
  name: string
  /** How colleagues address them. */
  first: string
  title: string
  emails: string[]
  phone?: string
  notes?: string
}

export type InvestorPlan = {
  key: string
  name: string
  type: string
  list: 'main' | 'follow_up' | 'longshot' | 'graveyard'
  owner: StaffKey
  city: string
  country: string
  domain: string
  source: string
  people: PersonPlan[]
  /** What they could put into Fund II, in dollars. */
  ticket: number
  phone?: string
  notes?: string
  tags?: string[]
  /** Custom columns by key. */
  cells?: Record<string, unknown>
}

export type MailPlan = { message: DraftMessage & { messageId: string; subject: string; date: Date }; read: boolean }

/** One step of an act; amounts in dollars. */
export type Deed =
  | { deed: 'add investor'; investor: InvestorPlan }
  | { deed: 'add person'; person: PersonPlan; investors: string[]; role?: string }
  | {
      deed: 'commit'
      investor: string
      fund: FundKey
      measure: FundMeasure
      dollars: number
      date: string
      kind?: 'entry' | 'adjustment' | 'reduced' | 'transferred'
      note?: string
    }
  | { deed: 'flag'; investor: string; fund: FundKey; stage: string; dollars: number; probability?: number }
  | { deed: 'move'; investor: string; fund: FundKey; to: string; reason?: string }
  | { deed: 'plan next'; investor: string; fund: FundKey; step: string; due: string }
  | { deed: 'log'; investors: string[]; type: CommunicationType; summary: string; people: string[]; mail?: LoggedMail }
  | { deed: 'edit'; investor: string; values: Record<string, unknown> }
  | TeamDeed

/** The e-mail a logged communication is about. */
export type LoggedMail = {
  messageId: string
  subject: string
  from: string
  to: string[]
  direction: 'in' | 'out'
  at: Date
}

/** Everything one person did in one go, by one surface, at one instant. */
export type ActPlan = { at: Date; by: StaffKey; surface: Surface; what: string; deeds: Deed[] }

export type Story = { acts: ActPlan[]; mail: MailPlan[]; meetings: EventPlan[] }
