import { coreOpportunities } from '../core-story.ts'
import type { Deed } from '../plan.ts'
import type { Telling } from '../telling.ts'

type Opportunity = { stage: string; dollars: number }

/** Conviction and ticket size of everybody in the pipeline of Fund II who has neither paid nor declined by then. */
export function judgements(story: Telling, until: Date): Extract<Deed, { deed: 'edit' }>[] {
  return [...pipelineAt(story, until)].map(([investor, { stage, dollars }]) => {
    const random = story.random.fork(investor)
    const conviction = random.weighted(judged[stage] ?? [])
    const ticket_size = inSteps(dollars * random.pick(roomFor(investor))) * 100
    return { deed: 'edit', investor, values: { conviction, ticket_size } }
  })
}

const inSteps = (dollars: number) => Math.ceil(dollars / 25_000) * 25_000

/** What they could do is rarely less than what they talk about; of the core it is told as it is. */
const roomFor = (investor: string) =>
  coreOpportunities.some((one) => one.investor === investor) ? [1] : [1, 1, 1, 1.25, 1.5, 2]

function pipelineAt({ acts }: Telling, until: Date): Map<string, Opportunity> {
  const open = new Map<string, Opportunity>()
  const before = acts.filter(({ at }) => at < until).toSorted((a, b) => a.at.getTime() - b.at.getTime())
  for (const deed of before.flatMap(({ deeds }) => deeds)) {
    if (deed.deed === 'flag') open.set(deed.investor, deed)
    else if (deed.deed === 'move') {
      const dollars = open.get(deed.investor)?.dollars ?? 0
      open.set(deed.investor, { stage: deed.to, dollars })
    }
  }
  return new Map([...open].filter(([, { stage }]) => stage !== 'funded' && stage !== 'lost'))
}

const judged: Record<string, [string | null, number][]> = {
  lead: [
    ['Low', 5],
    ['Medium', 2],
    [null, 3],
  ],
  outreach: [
    ['Low', 4],
    ['Medium', 4],
    ['High', 1],
    [null, 1],
  ],
  meeting: [
    ['Low', 2],
    ['Medium', 5],
    ['High', 3],
  ],
  due_diligence: [
    ['Medium', 3],
    ['High', 5],
  ],
  committed: [['High', 1]],
}
