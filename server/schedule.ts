import { Cron } from 'croner'
import type { FastifyBaseLogger } from 'fastify'
import { fireByTime } from './automations/by-time.ts'
import { nightlyAt, takeBackup } from './backups/backups.ts'
import type { Capture } from './capture/engine.ts'
import { backupsFolder } from './data-folder.ts'
import type { Db } from './db/db.ts'
import { refreshPassedMeetings } from './db/passing-meetings.ts'
import { refreshTimed } from './grid/formulas/timed.ts'
import { forgetReplies } from './http/kept-replies.ts'
import { sweepUploads, uploadsFolder } from './imports/uploads.ts'
import { scrubErased } from './mail/scrub.ts'

/** Everything the server does without being asked. Each job is one domain call, so tests call it and never wait. */
export type Job = { name: string; at: string; run: (now: Date) => Promise<unknown> }

const everyMinutes = (n: number) => `*/${n} * * * *`
const hourlyAt = (minute: number) => `${minute} * * * *`
const dailyAt = (time: string) => `${time.split(':').map(Number).reverse().join(' ')} * * *`

export const schedule = (db: Db, dataDir: string, zone: string, capture: Capture): Job[] => [
  { name: 'capture', at: everyMinutes(2), run: async () => capture.tick() },
  { name: 'meetings that passed', at: everyMinutes(10), run: async (now) => refreshPassedMeetings(db, now) },
  { name: 'formulas that tell the time', at: hourlyAt(0), run: (now) => refreshTimed(db, now) },
  { name: 'rules of the clock', at: hourlyAt(5), run: (now) => fireByTime({ db, now: () => now, zone }) },
  { name: 'old uploads', at: hourlyAt(10), run: async (now) => sweepUploads(uploadsFolder(dataDir), now) },
  {
    name: 'nightly backup',
    at: dailyAt(nightlyAt),
    run: (now) => takeBackup(db, backupsFolder(dataDir), 'nightly', now),
  },
  { name: 'old answers', at: dailyAt('02:40'), run: async (now) => forgetReplies(db, now) },
  { name: 'reconciliation of mail', at: dailyAt('03:10'), run: () => capture.reconcile() },
  { name: 'scraps of erased mail', at: dailyAt('03:50'), run: async () => scrubErased(db) },
]

/** Starts the jobs in the fund's zone; a job still running is not started again. Answers the function that stops them. */
export function startSchedule(jobs: Job[], timezone: string, log: FastifyBaseLogger): () => void {
  const crons = jobs.map(
    (job) =>
      new Cron(job.at, { timezone, protect: true, name: job.name }, async () => {
        await job.run(new Date()).catch((error) => log.error({ err: error, job: job.name }, 'a scheduled job failed'))
      }),
  )
  return () => {
    for (const cron of crons) cron.stop()
  }
}
