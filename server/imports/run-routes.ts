import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { UserError } from '../errors.ts'
import { forMembers } from '../http/access.ts'
import { fingerprint, planFor } from './choices.ts'
import { outlook } from './columns-page.ts'
import { check, type Findings, isStale, lastCheck, lastRun, run } from './findings.ts'
import { type Job, progressOf } from './jobs.ts'
import { firstShow, openRows, shows } from './opened-rows.ts'
import { importOfBatch } from './past.ts'
import { problemsReply } from './problem-rows.ts'
import type { Upload } from './uploads.ts'
import { choose, readerOf, uploadOf } from './wizard.ts'

const rowsQuery = z.object({
  show: z.enum(shows).optional().catch(undefined),
  offset: z.coerce.number().int().min(0).catch(0),
})
const runForm = z.object({ choices: z.string() })
const problemsQuery = z.object({ of: z.enum(['check', 'run']).catch('check') })

/** How long a page waits for its work before it shows a progress bar instead. */
const patience = 1500

/** Steps three and four: what will happen, and what happened. Long work goes on when the page is left. */
export async function runRoutes(app: FastifyInstance): Promise<void> {
  app.post('/import/:id/check', forMembers, async (request, reply) => {
    const { id } = choose(app, uploadOf(app, request), request.body)
    return reply.redirect(`/import/${id}/check`, 303)
  })

  app.get('/import/:id/check', forMembers, async (request, reply) => checkPage(app, request, reply))

  app.post('/import/:id/run', forMembers, async (request, reply) => {
    const upload = uploadOf(app, request)
    const { choices } = runForm.parse(request.body)
    try {
      refuseChanged(app, upload, choices)
      await inTime(run(app, upload, request.actor))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return checkPage(app, request, reply, error)
    }
    return reply.redirect(`/import/${upload.id}/run`, 303)
  })

  app.get('/import/:id/run', forMembers, async (request, reply) => {
    const upload = uploadOf(app, request)
    const job = app.importJobs.running(upload.id)
    if (job) return reply.view('imports/run', { upload, step: 4, refresh: 2, ...underWay(app, job) })
    if (!upload.run) return reply.redirect(`/import/${upload.id}/check`, 303)

    return reply.view('imports/run', { upload, step: 4, ...(await outcome(app, upload, request)) })
  })

  app.get('/import/:id/progress', forMembers, async (request, reply) => {
    const { id } = uploadOf(app, request)
    const job = app.importJobs.running(id) ?? app.importJobs.checking(id)
    if (!job) return reply.header('hx-refresh', 'true').send('')
    return reply.fragment('imports/progress', { id, ...underWay(app, job) })
  })

  app.post('/import/:id/stop', forMembers, async (request, reply) => {
    const { id } = uploadOf(app, request)
    app.importJobs.running(id)?.stop('You stopped this import. Everything it had written was taken back.')
    return reply.redirect(`/import/${id}/run`, 303)
  })

  app.get('/import/:id/problems.csv', forMembers, async (request, reply) => {
    const upload = uploadOf(app, request)
    const found = problemsQuery.parse(request.query).of === 'run' ? lastRun(app, upload) : lastCheck(app, upload)
    return problemsReply(reply, upload.fileName, found?.report.errors ?? [])
  })
}

async function checkPage(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, refusal?: UserError) {
  const upload = uploadOf(app, request)
  const { plan } = planFor(app, upload)
  const [undecided] = plan?.undecided ?? []
  if (!plan || undecided)
    return reply.redirect(`/import/${upload.id}${undecided ? placeOf(upload, undecided) : ''}`, 303)

  const status = refusal?.status ?? 200
  const data = { upload, step: 3, problem: refusal?.message ?? null, outlook: outlook(app, upload) }
  const found = await checked(app, upload, request)
  if (found) {
    const opened = await opening(app, upload, found, request)
    return reply.view('imports/check', { ...data, ...opened, choices: fingerprint(upload) }, status)
  }
  const job = app.importJobs.checking(upload.id)
  return job
    ? reply.view('imports/check', { ...data, refresh: 2, ...underWay(app, job) }, status)
    : reply.redirect(`/import/${upload.id}/check`, 303)
}

/** The row of the mapping form that has to be answered first: a report on unread dates would be full of false news. */
const placeOf = ({ found }: Upload, name: string) =>
  `#column-${found.columns.find(({ header }) => header === name)?.index}`

/** The findings of these choices, looked for anew once the data has changed; null while that takes its time. */
async function checked(app: FastifyInstance, upload: Upload, request: FastifyRequest): Promise<Findings | null> {
  const known = lastCheck(app, upload)
  const turnsPages = rowsQuery.parse(request.query).show !== undefined
  if (known && (turnsPages || !isStale(app, known))) return known

  const isUnderWay = app.importJobs.checking(upload.id)?.choices === fingerprint(upload)
  if (!isUnderWay) await inTime(check(app, upload, request.actor.name))
  return app.importJobs.checking(upload.id) ? null : lastCheck(app, upload)
}

async function inTime(work: Promise<void>): Promise<void> {
  const waited = new Promise<void>((resolve) => setTimeout(resolve, patience).unref())
  await Promise.race([work, waited])
}

function refuseChanged(app: FastifyInstance, upload: Upload, choices: string): void {
  if (choices !== fingerprint(upload)) {
    throw new UserError('conflict', 'The columns were changed since this page was shown. Look at what will happen now.')
  }
  const { undecided = [] } = planFor(app, upload).plan ?? {}
  if (undecided.length > 0)
    throw new UserError('invalid', `Say first whether the day or the month comes first in “${undecided.join('”, “')}”.`)
}

async function opening(app: FastifyInstance, upload: Upload, found: Findings, request: FastifyRequest) {
  const { show = firstShow(found), offset } = rowsQuery.parse(request.query)
  const { plan } = planFor(app, upload)
  const { report, seconds } = found
  return { report, seconds, opened: plan && (await openRows(app, upload, plan, found, { show, offset })) }
}

async function outcome(app: FastifyInstance, upload: Upload, request: FastifyRequest) {
  const found = upload.run?.state === 'done' ? lastRun(app, upload) : null
  if (!found) return { report: null, opened: null, past: null }

  const past = importOfBatch(app.db, readerOf(app, request), found.report.batch_id)
  return { past, ...(await opening(app, upload, found, request)) }
}

const underWay = (app: FastifyInstance, job: Job) => ({ progress: progressOf(job, app.now()), report: null })
