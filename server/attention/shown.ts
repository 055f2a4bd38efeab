/** Both lists as pages and answers show them: with names, and of what was written only what the reader may see. */

import { dayIn } from '../../shared/dates.ts'
import { daysBetween } from '../../shared/words.ts'
import { userNames } from '../accounts/users.ts'
import { seenBy } from '../communications/privacy.ts'
import { toldByIds } from '../communications/told.ts'
import type { Db } from '../db/db.ts'
import { allStages } from '../pipeline/stages.ts'
import { goingQuiet } from './going-quiet.ts'
import { type Page, unanswered, type Whose } from './unanswered.ts'

export type Moment = { now: Date; zone: string }

/** People who wait for an answer; `days` are calendar days in the fund's zone. */
export function shownUnanswered(db: Db, readerId: string | null, { now, zone }: Moment, whose: Whose, page: Page) {
  const { people, total } = unanswered(db, now, whose, page)
  const told = new Map(
    toldByIds(
      db,
      people.map((one) => one.communicationId),
    ).map((one) => [one.id, one]),
  )
  const names = userNames(db)
  const shown = people.map((one) => {
    const said = told.get(one.communicationId)
    const { subject, summary } = said ? seenBy(readerId, said) : { subject: null, summary: '' }
    const days = daysBetween(dayIn(zone, one.since), dayIn(zone, now))
    return {
      ...one,
      days,
      subject,
      summary,
      colleague: names.get(one.userId ?? '') ?? null,
      threadId: said?.threadId ?? null,
    }
  })
  return { people: shown, total }
}

export type ShownUnanswered = ReturnType<typeof shownUnanswered>['people'][number]

/** Investors going quiet; `days` are how long nobody was in touch. */
export function shownQuiet(db: Db, { now, zone }: Moment, whose: Whose, page: Page) {
  const { investors, total } = goingQuiet(db, now, whose, page)
  const names = userNames(db)
  const stages = new Map(allStages(db).map((stage) => [stage.key, stage]))
  const shown = investors.map((one) => ({
    ...one,
    days: daysBetween(dayIn(zone, one.lastContactAt), dayIn(zone, now)),
    owner: names.get(one.ownerId ?? '') ?? null,
    colleague: names.get(one.lastContactBy ?? '') ?? null,
    atStage: stages.get(one.stage ?? '') ?? null,
  }))
  return { investors: shown, total }
}

export type ShownQuiet = ReturnType<typeof shownQuiet>['investors'][number]
