import { addDays, dayIn } from '../../shared/dates.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

/** Stored messages of one day in the fund's zone. */
export type MailDay = { day: string; sent: number; received: number }

/** The last `length` days of a mailbox, the oldest first, quiet ones among them. */
export function mailByDay(db: Db, mailbox: string, zone: string, now: Date, length = 30): MailDay[] {
  const today = dayIn(zone, now)
  const days = Array.from({ length }, (_, index) => addDays(today, index - length + 1))
  const counts = new Map(days.map((day) => [day, { day, sent: 0, received: 0 }]))
  const from = new Date(now.getTime() - (length + 1) * 86_400_000).toISOString()
  for (const { at, sent, n } of prepared<Hour>(db, byHour).all(mailbox, from)) {
    const day = counts.get(dayIn(zone, at))
    if (day) day[sent ? 'sent' : 'received'] += n
  }
  return [...counts.values()]
}

type Hour = { at: string; sent: number; n: number }

/** Hours first: a day's mail is counted where it is, and only the sums are sorted into days. */
const byHour = `
  SELECT min(at) AS at, sent, count(*) AS n FROM mail_copies
  WHERE mailbox = ? AND at >= ? GROUP BY substr(at, 1, 13), sent`
