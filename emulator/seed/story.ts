import { daysAfter, daysBefore } from './calendar.ts'
import { courseTo, follow, goBack, lose, type PipelineStage, planNext } from './campaign.ts'
import { coreCommitments, coreInvestors } from './core-story.ts'
import { tellCore } from './core-telling.ts'
import { consultancies, inventInvestors, nearDuplicate } from './investors.ts'
import { fundOneLedger, scaledTickets } from './ledgers.ts'
import { tellLetters } from './letters.ts'
import { inventMeetings } from './meetings.ts'
import { addNoise } from './noise.ts'
import type { Deed, InvestorPlan, Story } from './plan.ts'
import { randomFrom } from './random.ts'
import { breakSilence } from './silence.ts'
import { beInTouch } from './talk.ts'
import { isTeamDeed } from './team/plan.ts'
import { tellTeam } from './team/telling.ts'
import { apart, finished, startTelling, type Telling, tell, tellDeed } from './telling.ts'

/** 150 investors of Fund I or II and 260 who may become some; the core story's eight are among them. */
const fundOneSmall = 48
const newInFundTwo = 96
const invitedBack = 22
const prospects = 258
const twins = 8

/** Fund I closed at $95M: what the core story leaves is spread over small investors. Fund II has signed $118M so far. */
const fundOneTotal = 95_000_000
const fundTwoSigned = 118_000_000

/** What happened at Northlight Ventures over the fourteen months before `now`. The same seed, the same story. */
export function inventStory(now: Date, seed = 'northlight'): Story & { investors: InvestorPlan[] } {
  const story = startTelling(now, randomFrom(seed))
  const grown = inventInvestors(
    story.random.fork('investors'),
    fundOneSmall + newInFundTwo + prospects - twins,
    coreInvestors.map((investor) => investor.key),
  )
  const fundOne = grown.filter(isSmall).slice(0, fundOneSmall)
  const rest = grown.filter((investor) => !fundOne.includes(investor))
  const fundTwo = rest.slice(0, newInFundTwo)
  const others = rest.slice(newInFundTwo)
  const doubles = story.random.fork('twins').some(others, twins).map(nearDuplicate)

  importFromAirtable(story, fundOne, others)
  tellCore(apart(story, 'core'))
  tellPartners(story, [...coreInvestors.slice(0, 6), ...fundOne])
  closeFundTwo(story, [...story.random.fork('re-ups').some(fundOne, invitedBack), ...fundTwo])
  for (const investor of others) tellProspect(apart(story, investor.key), investor)
  breakSilence(
    story,
    others.filter((_, index) => wasKnown(index)),
  )
  introduce(apart(story, 'introductions'), [...fundTwo, ...others.filter((_, index) => !wasKnown(index)), ...doubles])
  addConsultants(apart(story, 'consultants'), [...fundTwo, ...others])
  addNoise(apart(story, 'noise'), [...coreInvestors, ...grown])
  tellLetters(apart(story, 'letters'))
  tellTeam(story)
  story.meetings.push(...inventMeetings(apart(story, 'meetings'), [...coreInvestors, ...fundTwo, ...others]))

  return { ...finished(story), investors: [...coreInvestors, ...grown, ...doubles] }
}

/** A first fund is raised among people who know you. */
const isSmall = ({ type }: InvestorPlan) => type === 'Individual' || type === 'Family office'

/** The first act: the table the fund kept until then, with the whole ledger of Fund I. */
function importFromAirtable(story: Telling, fundOne: InvestorPlan[], others: InvestorPlan[]): void {
  const random = story.random.fork('fund one')
  const core = Object.values(coreCommitments).reduce((sum, dollars) => sum + dollars, 0)
  const tickets = scaledTickets(
    fundOneTotal - core,
    fundOne.map(({ ticket }) => ticket),
  )
  const committed = [
    ...Object.entries(coreCommitments),
    ...fundOne.map((investor, index) => [investor.key, tickets[index] ?? 0] as const),
  ]
  const known = [...coreInvestors, ...fundOne, ...others.filter((_, index) => wasKnown(index))]
  const deeds: Deed[] = [
    ...known.map((investor): Deed => ({ deed: 'add investor', investor })),
    ...committed.flatMap(([key, dollars]) => fundOneLedger(key, dollars, random)),
  ]
  const what = 'Imported “LPs and prospects.csv”'
  tell(story, daysBefore(story.now, 425), { by: 'ines', surface: 'import', what, deeds })
}

/** Half of the prospects came with the import, the others were met later. */
const wasKnown = (index: number) => index % 2 === 0

/** Everybody who was not in the table is added by hand or from the sidebar, the day before something happens. */
function introduce(story: Telling, investors: InvestorPlan[]): void {
  const earliest = new Map<string, Date>()
  for (const act of story.acts) {
    for (const key of act.deeds.flatMap(investorsOf)) {
      const known = earliest.get(key)
      if (!known || act.at < known) earliest.set(key, act.at)
    }
  }
  for (const investor of investors) {
    const first = earliest.get(investor.key) ?? daysBefore(story.now, story.random.int(10, 200))
    const surface = story.random.chance(0.5) ? 'sidebar' : 'web'
    const at = new Date(first.getTime() - story.random.int(20, 60) * 60 * 60_000)
    const deeds: Deed[] = [{ deed: 'add investor', investor }]
    story.acts.push({ at, by: investor.owner, surface, what: `Added ${investor.name}`, deeds })
  }
}

function investorsOf(deed: Deed): string[] {
  if (isTeamDeed(deed)) return []
  if (deed.deed === 'add investor') return [deed.investor.key]
  return 'investors' in deed ? deed.investors : [deed.investor]
}

/** Investors of Fund I hear from us between the raises. */
function tellPartners(told: Telling, investors: InvestorPlan[]): void {
  for (const investor of investors) {
    const story = apart(told, `${investor.key} as a partner`)
    const times = story.random.int(1, 6)
    for (let n = 0; n < times; n += 1)
      beInTouch(story, investor, 'partner', daysBefore(story.now, story.random.int(70, 400)))
    if (!coreInvestors.includes(investor) && story.random.chance(0.3)) planNext(story, investor, 'partner', false)
  }
}

function closeFundTwo(story: Telling, investors: InvestorPlan[]): void {
  const tickets = scaledTickets(
    fundTwoSigned,
    investors.map(({ ticket }) => ticket),
  )
  for (const [index, investor] of investors.entries()) {
    close(apart(story, `${investor.key} in Fund II`), { ...investor, ticket: tickets[index] ?? 0 })
  }
}

/** Signs at the first or the second close of Fund II; most have paid the first capital call since. */
function close(story: Telling, investor: InvestorPlan): void {
  const { random } = story
  const closing = daysBefore(story.now, random.chance(0.6) ? 165 : 62)
  const signed = daysBefore(closing, random.int(0, 24))
  const course = courseTo(story, 'committed', signed)
  const paid = random.chance(0.85)
  if (paid) course.push({ stage: 'funded', at: daysAfter(closing, random.int(12, 30)) })
  follow(story, investor, course)
  if (random.chance(0.25)) planNext(story, investor, paid ? 'funded' : 'committed', true)
}

const ends: [PipelineStage | 'lost' | 'none', number][] = [
  ['lead', 30],
  ['outreach', 36],
  ['meeting', 30],
  ['due_diligence', 18],
  ['lost', 30],
  ['none', 106],
]

function tellProspect(story: Telling, investor: InvestorPlan): void {
  const { random, now } = story
  const end = random.weighted(ends)
  if (end === 'none') {
    tellQuiet(story, investor)
    return
  }
  const last = end === 'lost' ? random.pick<PipelineStage>(['outreach', 'meeting', 'due_diligence']) : end
  const reached = daysBefore(now, random.int(end === 'lost' ? 40 : 2, 110))
  follow(story, investor, courseTo(story, last, reached))
  if (end === 'lost') lose(story, investor, daysAfter(reached, 32))
  else if (end === 'due_diligence' && random.chance(0.3)) goBack(story, investor, 'meeting', daysAfter(reached, 1))
  if (end !== 'lost' && random.chance(0.6)) planNext(story, investor, last, true)
}

/** Not in the pipeline: somebody to come back to, a long shot, or a name on the list. */
function tellQuiet(story: Telling, investor: InvestorPlan): void {
  const { random, now } = story
  const list = random.weighted<InvestorPlan['list']>([
    ['follow_up', 45],
    ['longshot', 40],
    ['main', 15],
    ['graveyard', 6],
  ])
  if (random.chance(0.6)) beInTouch(story, investor, 'lead', daysBefore(now, random.int(20, 320)))
  if (list !== 'main') {
    const move: Deed = { deed: 'edit', investor: investor.key, values: { list } }
    tellDeed(story, daysBefore(now, random.int(2, 300)), investor, `Moved ${investor.name} to another list`, move)
  }
  if (list === 'follow_up' && random.chance(0.5)) planNext(story, investor, 'lead', false)
}

/** Advisers who speak for several investors at once. */
function addConsultants(story: Telling, investors: InvestorPlan[]): void {
  for (const [index, firm] of consultancies.entries()) {
    const name = ['Leonie Achterberg', 'Marcus Ebeling', 'Shirin Talebi'][index] ?? 'Leonie Achterberg'
    const advised = investors.filter((investor) => investor.cells?.['consultant'] === firm).slice(0, 4)
    const email = `${name.toLowerCase().replace(' ', '.')}@${firm.toLowerCase().replace(/[^a-z]+/g, '-')}.example`
    const person = { key: `consultant/${index}`, name, first: name.split(' ')[0] ?? name, title: firm, emails: [email] }
    if (advised.length === 0) continue

    const deed: Deed = { deed: 'add person', person, investors: advised.map(({ key }) => key), role: 'Consultant' }
    tell(story, daysBefore(story.now, 15 + index), {
      by: 'priya',
      surface: 'web',
      what: `Added ${name}`,
      deeds: [deed],
    })
  }
}
