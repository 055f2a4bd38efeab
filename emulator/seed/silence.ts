import { atWork, daysBefore } from './calendar.ts'
import type { Deed, InvestorPlan } from './plan.ts'
import { apart, slotsFor, type Telling } from './telling.ts'
import { fill } from './words/words.ts'

/** So many longshots and follow-ups that nobody spoke with for a year are left for the Graveyard rule to find. */
const forgotten = 11
/** Of whom these were never spoken with at all. */
const neverMet = 3

/**
 * A fund that keeps its lists has few it forgot: with most of them somebody spoke, at last, within the year. `prospects`
 * are those known for longer than that.
 */
export function breakSilence(told: Telling, prospects: InvestorPlan[]): void {
  const story = apart(told, 'silence')
  const silent = silentAmong(story, prospects)
  const kept = story.random.some(silent, forgotten)
  for (const investor of silent.filter((one) => !kept.includes(one))) speak(story, investor, story.random.int(45, 330))
  for (const investor of kept.slice(neverMet)) speak(story, investor, story.random.int(382, 412))
}

/** On a list one comes back to, and only notes in the log. */
function silentAmong({ acts }: Telling, prospects: InvestorPlan[]): InvestorPlan[] {
  const deeds = acts.toSorted((a, b) => a.at.getTime() - b.at.getTime()).flatMap((act) => act.deeds)
  const spokenWith = new Set(
    deeds.flatMap((deed) => (deed.deed === 'log' && deed.type !== 'note' ? deed.investors : [])),
  )
  const lists = new Map(deeds.flatMap((deed) => (movesList(deed) ? [[deed.investor, deed.values['list']]] : [])))
  return prospects.filter(({ key }) => {
    const isWaiting = lists.get(key) === 'longshot' || lists.get(key) === 'follow_up'
    return isWaiting && !spokenWith.has(key)
  })
}

const movesList = (deed: Deed): deed is Extract<Deed, { deed: 'edit' }> => deed.deed === 'edit' && 'list' in deed.values

const calls = [
  'Short call with {first}: nothing this year, we may write again when the fund is larger.',
  'Reached {first} at last. They like the idea, but the next allocation is two years away.',
  '{first} forwarded our letter to a colleague who covers venture; no name yet.',
  'Met {first} by chance at the family-office day in {city}. Polite, not more.',
  '{first} asked to be kept on the list and called once a year.',
]

function speak(story: Telling, investor: InvestorPlan, daysAgo: number): void {
  const at = atWork(daysBefore(story.now, daysAgo), story.random)
  const summary = fill(story.random.pick(calls), slotsFor(story, investor, investor.owner, at))
  const people = investor.people.slice(0, 1).map((person) => person.key)
  const deed: Deed = { deed: 'log', investors: [investor.key], type: 'call', summary, people }
  story.acts.push({ at, by: investor.owner, surface: 'web', what: 'Logged a call', deeds: [deed] })
}
