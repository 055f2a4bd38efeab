import { atWork, day, inWords } from './calendar.ts'
import type { ActPlan, Deed, InvestorPlan, StaffKey, Story } from './plan.ts'
import type { Random } from './random.ts'
import { staff } from './staff.ts'
import { companies, type Slots } from './words/words.ts'

/** A story while it is being told. `now` is its last moment; `opened` the day Fund II began to raise. */
export type Telling = Story & {
  now: Date
  opened: Date
  random: Random
  /** What was said to whom already, so that nobody hears the same twice. */
  said: Set<string>
  /** The last step of each investor's opportunity: the next one comes after it, whatever the calendar says. */
  lastStep: Map<string, Date>
}

export function startTelling(now: Date, random: Random): Telling {
  const opened = new Date(now.getTime() - 330 * day)
  return { now, opened, random, said: new Set(), lastStep: new Map(), acts: [], mail: [], meetings: [] }
}

/** One part of the same story with chance of its own, so that what happens elsewhere, or on which day, does not reshuffle it. */
export const apart = (story: Telling, part: string): Telling => ({ ...story, random: story.random.fork(part) })

/** Adds an act at an office hour of that day, never later than the end of the story. */
export function tell(story: Telling, at: Date, act: Omit<ActPlan, 'at'>): Date {
  const moment = afterLastStep(story, act.deeds, notAfterNow(story, atWork(at, story.random)))
  story.acts.push({ ...act, at: moment })
  return moment
}

function afterLastStep(story: Telling, deeds: Deed[], at: Date): Date {
  const step = deeds.find((deed) => deed.deed === 'flag' || deed.deed === 'move' || deed.deed === 'plan next')
  if (!step) return at

  const last = story.lastStep.get(step.investor)
  const moment = last && last >= at ? new Date(last.getTime() + 3 * 60_000) : at
  story.lastStep.set(step.investor, moment)
  return moment
}

/** One deed by the owner in the web panel. */
export const tellDeed = (story: Telling, at: Date, investor: InvestorPlan, what: string, ...deeds: Deed[]): Date =>
  tell(story, at, { by: investor.owner, surface: 'web', what, deeds })

export function notAfterNow(story: Telling, at: Date): Date {
  const latest = story.now.getTime() - 20 * 60_000
  return at.getTime() <= latest ? at : new Date(latest - story.random.int(0, 300) * 60_000)
}

/** What the slots of a text stand for when it is about this investor. */
export function slotsFor(story: Telling, investor: InvestorPlan, by: StaffKey, at: Date): Slots {
  const { random } = story
  return {
    first: investor.people[0]?.first ?? investor.name,
    org: investor.name,
    amount: inMillions(investor.ticket),
    date: inWords(new Date(at.getTime() + random.int(8, 24) * day)),
    company: random.pick(companies),
    staff: staff[by].first,
    city: investor.city,
  }
}

/** `$12M`, `$2.5M`, `$450,000` */
export const inMillions = (dollars: number): string =>
  dollars >= 1_000_000 ? `$${Number((dollars / 1_000_000).toFixed(2))}M` : `$${dollars.toLocaleString('en-US')}`

/** Oldest first, as it has to be written: the log only ever grows at its end. */
export function finished({ acts, mail, meetings }: Telling): Story {
  return {
    acts: acts.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
    mail: mail.toSorted((a, b) => a.message.date.getTime() - b.message.date.getTime()),
    meetings,
  }
}
