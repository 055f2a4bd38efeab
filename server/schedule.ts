import { Cron } from 'croner'
import type { FastifyBaseLogger } from 'fastify'
import { fireByTime } from './automations/by-time.ts'
import { takeBackup } from './backups/backups.ts'
import type { Capture } from './capture/engine.ts'
import { backupsFolder } from './data-folder.ts'
import type { Db } from './db/db.ts'
import { refreshPassedMeetings } from './db/passing-meetings.ts'
import { refreshTimed } from './grid/formulas/timed.ts'
import { forgetReplies } from './http/act.ts'
import { sweepUploads, uploadsFolder } from './imports/uploads.ts'
import { scrubErased } from './mail/scrub.ts'

/** Everything the server does without being asked. Each job is one domain call, so tests call it and never wait. */
export type Job = { name: string; at: string; run: (now: Date) => Promise<unknown> }

export const schedule = (db: Db, dataDir: string, zone: string, capture: Capture): Job[] => [
  { name: 'capture', at: '*/2 * * * *', run: async () => capture.tick() },
  { name: 'formulas that tell the time', at: '0 * * * *', run: (now) => refreshTimed(db, now) },
  { name: 'meetings that passed', at: '*/10 * * * *', run: async (now) => refreshPassedMeetings(db, now) },
  { name: 'nightly backup', at: '30 2 * * *', run: (now) => takeBackup(db, backupsFolder(dataDir), 'nightly', now) },
  { name: 'reconciliation of mail', at: '10 3 * * *', run: () => capture.reconcile() },
  { name: 'scraps of erased mail', at: '50 3 * * *', run: async () => scrubErased(db) },
  { name: 'old answers', at: '40 2 * * *', run: async (now) => forgetReplies(db, now) },
  { name: 'rules of the clock', at: '5 * * * *', run: (now) => fireByTime({ db, now: () => now, zone }) },
  { name: 'old uploads', at: '10 * * * *', run: async (now) => sweepUploads(uploadsFolder(dataDir), now) },
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
