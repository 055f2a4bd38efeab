import { dateOf, day, daysAfter, daysBefore } from './calendar.ts'
import { entriesOf, softThenSigned } from './ledgers.ts'
import type { Deed, InvestorPlan } from './plan.ts'
import { beInTouch } from './talk.ts'
import { type Telling, tell, tellDeed } from './telling.ts'
import { backwardReasons, lossReasons, nextSteps } from './words/reasons.ts'
import type { Phase } from './words/words.ts'

export const pipeline = ['lead', 'outreach', 'meeting', 'due_diligence', 'committed', 'funded'] as const
export type PipelineStage = (typeof pipeline)[number]

const labels: Record<string, string> = {
  lead: 'Lead',
  outreach: 'Outreach',
  meeting: 'Meeting',
  due_diligence: 'Due diligence',
  committed: 'Committed',
  funded: 'Funded',
  lost: 'Lost',
}

/** How an investor went through the pipeline of Fund II: its stages with the day each was reached. */
export type Course = { stage: PipelineStage; at: Date }[]

/** A course that ends with `last` on `end`, one stage every few weeks before that, inside the time of the raise. */
export function courseTo(story: Telling, last: PipelineStage, end: Date): Course {
  const { random } = story
  const stages = pipeline.slice(random.chance(0.2) ? 1 : 0, pipeline.indexOf(last) + 1)
  const kept = stages.length > 0 ? stages : [last]
  const gap = Math.min(40, (end.getTime() - story.opened.getTime()) / day / kept.length)
  const days = kept.map((_, index) => gap * (kept.length - 1 - index) * (0.75 + random.next() * 0.25))

  return kept.map((stage, index) => ({ stage, at: daysBefore(end, days[index] ?? 0) }))
}

/** Flags the investor and moves it stage by stage, with what was said on the way. */
export function follow(story: Telling, investor: InvestorPlan, course: Course): void {
  const terms = softThenSigned(investor, story.random)
  for (const [index, { stage, at }] of course.entries()) {
    const next = course[index + 1]?.at ?? daysAfter(at, 30)
    beInTouch(story, investor, stage, daysBefore(at, 1))
    reach(story, investor, stage, at, index === 0, terms)
    if (story.random.chance(0.55)) beInTouch(story, investor, stage, between(story, at, next))
  }
}

function reach(
  story: Telling,
  investor: InvestorPlan,
  stage: PipelineStage,
  at: Date,
  isFirst: boolean,
  terms: { said: number; correction: number },
): void {
  const deeds = [step(story, investor, stage, isFirst), ...money(investor, stage, at, terms)]
  const what = isFirst ? `Flagged ${investor.name} in Fund II` : `Moved ${investor.name} to ${labels[stage]} in Fund II`
  tell(story, at, { by: investor.owner, surface: story.random.chance(0.4) ? 'sidebar' : 'web', what, deeds })
}

function step(story: Telling, investor: InvestorPlan, stage: PipelineStage, isFirst: boolean): Deed {
  const which = { investor: investor.key, fund: 'Fund II' } as const
  if (!isFirst) return { deed: 'move', ...which, to: stage }

  const probability = story.random.chance(0.2) ? { probability: story.random.pick([0.15, 0.3, 0.4]) } : {}
  return { deed: 'flag', ...which, stage, dollars: investor.ticket, ...probability }
}

/** Soft when due diligence starts, signed with the commitment, 15% called after the close. */
function money(investor: InvestorPlan, stage: PipelineStage, at: Date, terms: { said: number; correction: number }) {
  const commit = entriesOf(investor.key, 'Fund II')
  const date = dateOf(at)
  if (stage === 'due_diligence') return [commit('soft', terms.said, date, 'Said in the diligence call')]
  if (stage === 'funded') return [commit('funded', Math.round(investor.ticket * 0.15), date, 'Capital call 1')]
  if (stage !== 'committed') return []

  const adjusted = {
    ...commit('soft', terms.correction, date, 'Signed for another amount'),
    kind: 'adjustment',
  } as Deed
  return [
    ...(terms.correction === 0 ? [] : [adjusted]),
    commit('signed', investor.ticket, date, 'Subscription agreement'),
  ]
}

export function goBack(story: Telling, investor: InvestorPlan, to: PipelineStage, at: Date): void {
  const reason = story.random.pick(backwardReasons)
  const deed: Deed = { deed: 'move', investor: investor.key, fund: 'Fund II', to, reason }
  tellDeed(story, at, investor, `Moved ${investor.name} to ${labels[to]} in Fund II`, deed)
}

/** The opportunity is lost and the investor put on the graveyard list. */
export function lose(story: Telling, investor: InvestorPlan, at: Date): void {
  beInTouch(story, investor, 'lost', daysBefore(at, 1))
  const reason = story.random.pick(lossReasons)
  const move: Deed = { deed: 'move', investor: investor.key, fund: 'Fund II', to: 'lost', reason }
  const bury: Deed = { deed: 'edit', investor: investor.key, values: { list: 'graveyard', next_step: null } }
  tellDeed(story, at, investor, `Marked ${investor.name} as lost in Fund II`, move, bury)
}

/** What is to happen next, by when; some of it is late. */
export function planNext(story: Telling, investor: InvestorPlan, phase: Phase, inPipeline: boolean): void {
  const { random, now } = story
  const next = random.pick(nextSteps[phase] ?? ['Stay in touch'])
  const due = dateOf(daysAfter(now, random.int(-7, 28)))
  const deeds: Deed[] = [{ deed: 'edit', investor: investor.key, values: { next_step: next, next_step_at: due } }]
  if (inPipeline) deeds.push({ deed: 'plan next', investor: investor.key, fund: 'Fund II', step: next, due })
  tellDeed(story, daysBefore(now, random.int(1, 12)), investor, `Planned the next step with ${investor.name}`, ...deeds)
}

const between = (story: Telling, from: Date, to: Date) =>
  new Date(from.getTime() + (to.getTime() - from.getTime()) * (0.2 + story.random.next() * 0.6))
