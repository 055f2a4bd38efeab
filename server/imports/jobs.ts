import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { UserError } from '../errors.ts'
import { sweepUploads, uploadsFolder } from './uploads.ts'

/** What is under way, in words a person waiting for it understands. */
export interface About {
  who: string
  fileName: string
  /** The choices a check is made under, by their fingerprint. */
  choices?: string
}

/** One reading or writing of a file from its first row to its last. */
export interface Job extends About {
  done: number
  total: number
  /** Milliseconds since 1970. */
  startedAt: number
  /** Told after every slice; throws when somebody asked the job to stop, which takes a run back. */
  progress: (done: number, total: number) => void
  stop: (sentence: string) => void
}

/** What a progress bar says. `rate` is in rows per second; both are null before the first slice. */
export interface Progress {
  done: number
  total: number
  rate: number | null
  secondsLeft: number | null
}

/** The runs and checks under way in this process: one run at a time, and one check per upload. */
export interface ImportJobs {
  /** Throws at once, before any work, while another run is under way. */
  run: <T>(id: string, about: About, work: (job: Job) => Promise<T>) => Promise<T>
  check: <T>(id: string, about: About, work: (job: Job) => Promise<T>) => Promise<T>
  running: (id: string) => Job | null
  checking: (id: string) => Job | null
  /** When the run under way began, in milliseconds since 1970; null when there is none. */
  runningSince: () => number | null
  /** Has every job stop at its next slice, and answers when all have. */
  close: () => Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    importJobs: ImportJobs
  }
}

/** `app.importJobs`, which end with the service; files of past days go when it starts. */
export const importJobsPlugin = fp(async (app: FastifyInstance) => {
  const jobs = openJobs(app.now)
  app.decorate('importJobs', jobs)
  app.addHook('onReady', async () => sweepUploads(uploadsFolder(app.config.dataDir), app.now()))
  app.addHook('preClose', jobs.close)
})

export function openJobs(now: () => Date): ImportJobs {
  const runs = new Map<string, Job>()
  const checks = new Map<string, Job>()
  const promises = new Set<Promise<unknown>>()

  const start = async <T>(jobs: Map<string, Job>, id: string, job: Job, work: (job: Job) => Promise<T>) => {
    jobs.set(id, job)
    const promise = work(job)
    promises.add(promise)
    try {
      return await promise
    } finally {
      // A check that was begun anew has taken this one's place.
      if (jobs.get(id) === job) jobs.delete(id)
      promises.delete(promise)
    }
  }

  return {
    run: (id, about, work) => {
      const [other] = runs.values()
      if (other) throw new UserError('conflict', busySentence(other))
      return start(runs, id, newJob(about, now), work)
    },
    check: (id, about, work) => {
      checks.get(id)?.stop('The columns were changed, so this check began anew.')
      return start(checks, id, newJob(about, now), work)
    },
    running: (id) => runs.get(id) ?? null,
    checking: (id) => checks.get(id) ?? null,
    runningSince: () => [...runs.values()][0]?.startedAt ?? null,
    close: async () => {
      for (const job of [...runs.values(), ...checks.values()]) job.stop('The service was stopped during this import.')
      await Promise.allSettled(promises)
    },
  }
}

function newJob(about: About, now: () => Date): Job {
  let stopped: string | null = null
  const job: Job = {
    ...about,
    done: 0,
    total: 0,
    startedAt: now().getTime(),
    progress: (done, total) => {
      Object.assign(job, { done, total })
      if (stopped !== null) throw new UserError('conflict', stopped)
    },
    stop: (sentence) => {
      stopped = sentence
    },
  }
  return job
}

function busySentence({ who, fileName, done, total }: Job): string {
  const far = total > 0 ? ` (${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} rows)` : ''
  return `${who} is importing “${fileName}” right now${far}. One import runs at a time; try again when it is done.`
}

export function progressOf({ done, total, startedAt }: Job, now: Date): Progress {
  const seconds = (now.getTime() - startedAt) / 1000
  const rate = done > 0 && seconds > 0 ? done / seconds : null

  return { done, total, rate, secondsLeft: rate ? Math.ceil((total - done) / rate) : null }
}
