/** The report of a check or a run together with the rows behind its numbers, kept beside the upload. */

import type { FastifyInstance } from 'fastify'
import type { Actor } from '../db/actor.ts'
import { chainHead } from '../db/changes.ts'
import { UserError } from '../errors.ts'
import { fileOf, fingerprint, requestOf } from './choices.ts'
import type { Report } from './report.ts'
import { type ImportOptions, planImport, runImport } from './run.ts'
import { type Run, readNote, saveUpload, type Upload, uploadsFolder, writeNote } from './uploads.ts'

export const kinds = ['created', 'updated', 'unchanged'] as const
export type Kind = (typeof kinds)[number]

/** `rows` holds row numbers with the id of the record each was matched with. */
export interface Findings {
  report: Report
  rows: Record<Kind, [row: number, id: string | null][]>
  /** The choices and the state of the data they were found under. */
  choices: string
  head: string
  at: string
  seconds: number
}

/** What the last check found, if it was one of these choices. */
export function lastCheck(app: FastifyInstance, upload: Upload): Findings | null {
  const found = readNote<Findings>(uploadsFolder(app.config.dataDir), upload.id, 'check')
  return found?.choices === fingerprint(upload) ? found : null
}

export const lastRun = (app: FastifyInstance, upload: Upload) =>
  readNote<Findings>(uploadsFolder(app.config.dataDir), upload.id, 'run')

/** Whether anything was written since, so that the numbers may be others now. */
export const isStale = (app: FastifyInstance, { head }: Findings) => head !== chainHead(app.db)

/** Looks at what the import would do, and keeps what it finds. */
export function check(app: FastifyInstance, upload: Upload, who: string): Promise<void> {
  const about = { who, fileName: upload.fileName, choices: fingerprint(upload) }
  return app.importJobs.check(upload.id, about, async ({ progress }) => {
    await find(app, upload, 'check', (file, options) =>
      planImport(app.db, file, requestOf(upload), { ...options, onProgress: progress }),
    )
  })
}

/**
 * Runs the import. What becomes of it is kept with the upload, so that whoever started it may leave the page: this
 * fails only when another import is running.
 */
export function run(app: FastifyInstance, upload: Upload, actor: Actor): Promise<void> {
  const folder = uploadsFolder(app.config.dataDir)
  // The mapping may be changed while the run is under way: only `run` is this function's to write.
  const keep = (run: Run) => saveUpload(folder, { ...(readNote<Upload>(folder, upload.id, 'upload') ?? upload), run })
  const about = { who: actor.name, fileName: upload.fileName }
  const at = app.now().toISOString()
  const ended = () => app.now().toISOString()

  return app.importJobs.run(upload.id, about, async ({ progress }) => {
    keep({ state: 'running', at, finishedAt: null, problem: null })
    try {
      await find(app, upload, 'run', (file, options) =>
        runImport(app.db, actor, file, requestOf(upload), { ...options, onProgress: progress }),
      )
      keep({ state: 'done', at, finishedAt: ended(), problem: null })
    } catch (error) {
      if (!(error instanceof UserError)) app.log.error({ err: error }, 'an import failed')
      keep({ state: 'failed', at, finishedAt: ended(), problem: sentenceFor(error) })
    }
  })
}

const sentenceFor = (error: unknown) =>
  error instanceof UserError ? error.message : 'Something broke on our side; the details are in the log.'

type Work = (file: ReturnType<typeof fileOf>, options: ImportOptions) => Promise<Report>

async function find(app: FastifyInstance, upload: Upload, note: 'check' | 'run', work: Work): Promise<void> {
  const { config, db, now } = app
  const folder = uploadsFolder(config.dataDir)
  const began = now()
  const rows: Findings['rows'] = { created: [], updated: [], unchanged: [] }
  const report = await work(fileOf(config, upload), {
    zone: config.timezone,
    now,
    fileName: upload.fileName,
    onOutcomes: (located, outcomes) => {
      for (const [at, { kind }] of outcomes.entries()) {
        const one = located[at]
        if (one) rows[kind].push([one.row.number, one.id])
      }
    },
  })
  const seconds = (now().getTime() - began.getTime()) / 1000
  const found: Findings = {
    report,
    rows,
    choices: fingerprint(upload),
    head: chainHead(db),
    at: began.toISOString(),
    seconds,
  }
  writeNote(folder, upload.id, note, found)
}
