import { addDays } from '../../shared/dates.ts'
import type { EventPlan } from '../calendar/plan.ts'
import { atWork, dateOf, day } from './calendar.ts'
import type { InvestorPlan } from './plan.ts'
import { staff } from './staff.ts'
import type { Telling } from './telling.ts'

const talks = ['Fund II: introduction', 'Fund II: portfolio review', 'Fund II: terms and timeline', 'Catch-up']
const places = ['Video call', 'Our office', 'Their office']

/** Days from now: what the calendars of the staff hold with investors, some of it behind us. */
const spread = [-24, -17, -11, -6, -3, -1, 1, 2, 2, 5, 7, 9, 13, 18]

/** Meetings of the last weeks and the next, with people the fund knows, and what else fills a calendar. */
export function inventMeetings(story: Telling, investors: InvestorPlan[]): EventPlan[] {
  const { random } = story
  const known = random.some(
    investors.filter(({ people }) => people[0]?.emails[0]),
    spread.length,
  )
  const met = known.map((investor, index) => meetingWith(story, investor, spread[index] ?? 1))
  return [...met, ...amongOurselves(story)]
}

function meetingWith(story: Telling, investor: InvestorPlan, days: number): EventPlan {
  const { random, now } = story
  const start = atWork(new Date(now.getTime() + days * day), random)
  const quarter = new Date(Math.floor(start.getTime() / 900_000) * 900_000)
  const owner = staff[investor.owner]
  const [person] = investor.people
  return {
    summary: `${random.pick(talks)} with ${investor.name}`,
    start: quarter.toISOString(),
    end: new Date(quarter.getTime() + random.pick([30, 45, 60]) * 60_000).toISOString(),
    location: random.pick(places),
    organizer: owner.email,
    attendees: [
      { email: owner.email, displayName: owner.name, responseStatus: 'accepted' },
      { email: person?.emails[0] ?? '', displayName: person?.name ?? '', responseStatus: 'accepted' },
    ],
  }
}

/** What capture has to leave alone: a meeting of the team, and a private day. */
function amongOurselves({ now }: Telling): EventPlan[] {
  const monday = dateOf(new Date(now.getTime() + ((8 - now.getUTCDay()) % 7 || 7) * day))
  const everybody = Object.values(staff).map(({ email, name }) => ({ email, displayName: name }))
  return [
    {
      summary: 'Pipeline meeting',
      start: `${monday}T09:00:00.000Z`,
      end: `${monday}T09:45:00.000Z`,
      organizer: staff.ines.email,
      attendees: everybody,
    },
    {
      summary: 'Away',
      start: addDays(monday, 3),
      end: addDays(monday, 4),
      organizer: staff.priya.email,
      visibility: 'private',
      calendars: [staff.priya.email],
    },
  ]
}
