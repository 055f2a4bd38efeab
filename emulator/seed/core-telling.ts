import { atWork, dateOf, day, daysAfter, daysBefore } from './calendar.ts'
import { courseTo, type PipelineStage, pipeline } from './campaign.ts'
import {
  type CoreCommunication,
  coreCommunications,
  coreInvestors,
  coreNextSteps,
  coreOpportunities,
  coreThreads,
  coreWaiting,
} from './core-story.ts'
import type { Deed, InvestorPlan, PersonPlan } from './plan.ts'
import { staff } from './staff.ts'
import { notAfterNow, type Telling, tell, tellDeed } from './telling.ts'
import { exchange } from './threads.ts'

/** Tells the story of the eight organisations as it stands in `core-story.ts`, word by word. */
export function tellCore(story: Telling): void {
  for (const { investor, dollars, path, probability } of coreOpportunities) {
    walk(story, byKey(investor), dollars, path, probability)
  }
  for (const communication of coreCommunications) tellCommunication(story, communication)
  tellWaiting(story)
  for (const { investor, step, dueInDays } of coreNextSteps) {
    const due = dateOf(daysAfter(story.now, dueInDays))
    const owner = byKey(investor)
    tellDeed(
      story,
      daysBefore(story.now, 4),
      owner,
      `Planned the next step with ${owner.name}`,
      { deed: 'edit', investor, values: { next_step: step, next_step_at: due } },
      { deed: 'plan next', investor, fund: 'Fund II', step, due },
    )
  }
}

function tellWaiting(story: Telling): void {
  const { subject, lines, daysAgo } = coreWaiting
  const investor = byKey(coreWaiting.investor)
  const at = notAfterNow(story, atWork(daysBefore(story.now, daysAgo), story.random))
  exchange(story, { investor, us: 'ines', them: personOf(investor, coreWaiting.person), cc: [] }, subject, at, lines)
}

function walk(story: Telling, investor: InvestorPlan, dollars: number, path: string[], probability?: number): void {
  const stages = pipeline.filter((stage) => path.includes(stage))
  const last: PipelineStage = stages.at(-1) ?? 'lead'
  const times = courseTo(story, last, daysBefore(story.now, 15)).map(({ at }) => at)
  const first = times.length - stages.length

  for (const [index, stage] of stages.entries()) {
    const at = times[Math.max(0, first + index)] ?? daysBefore(story.now, 15 + 30 * (stages.length - 1 - index))
    const which = { investor: investor.key, fund: 'Fund II' } as const
    const flag: Deed = { deed: 'flag', ...which, stage, dollars, ...(probability && { probability }) }
    const what = index === 0 ? `Flagged ${investor.name} in Fund II` : `Moved ${investor.name} on in Fund II`
    tellDeed(story, at, investor, what, index === 0 ? flag : { deed: 'move', ...which, to: stage })
  }
}

function tellCommunication(story: Telling, told: CoreCommunication): void {
  const at = notAfterNow(story, atWork(daysBefore(story.now, told.daysAgo), story.random))
  const mail = told.subject ? coreMail(story, told, at) : undefined
  const deed: Deed = {
    deed: 'log',
    investors: [told.investor],
    type: told.type,
    summary: told.summary,
    people: told.people.map((key) => `${told.investor}/${key}`),
    ...(mail && { mail }),
  }
  const act = { by: told.by, what: mail ? 'Logged an e-mail' : `Logged a ${told.type}`, deeds: [deed] }
  if (mail)
    story.acts.push({ ...act, surface: 'sidebar', at: notAfterNow(story, new Date(mail.at.getTime() + day / 12)) })
  else tell(story, at, { ...act, surface: 'web' })
}

function coreMail(story: Telling, { subject = '', by, investor: key, people }: CoreCommunication, at: Date) {
  const investor = byKey(key)
  const [them, ...others] = people.map((name) => personOf(investor, name))
  const lines = coreThreads[subject]
  if (!them || !lines) throw new Error(`nobody wrote “${subject}”`)

  const cc = others.map((person) => ({ name: person.name, email: person.emails[0] ?? '' }))
  const colleague = by === 'ines' ? staff.marcus : staff.ines
  const mail = exchange(story, { investor, us: by, them, cc: [...cc, colleague] }, subject, at, lines)
  if (!mail) throw new Error(`“${subject}” is not over yet`)
  return mail
}

export function byKey(key: string): InvestorPlan {
  const investor = coreInvestors.find((one) => one.key === key)
  if (!investor) throw new Error(`the core story has no ${key}`)
  return investor
}

function personOf(investor: InvestorPlan, name: string): PersonPlan {
  const person = investor.people.find(({ key }) => key === `${investor.key}/${name}`)
  if (!person) throw new Error(`${investor.name} has no ${name}`)
  return person
}
