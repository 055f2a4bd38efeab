import type { FastifyInstance, FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import { ZodError } from 'zod'
import { UserError } from '../errors.ts'
import { type Flash, keepFlash } from './flash.ts'
import { zodProblem } from './problems.ts'
import { isHtmx } from './view.ts'

/** What a form partial gets: the heading, and after a mistake what was sent and a sentence per field. */
export type FormData = {
  title: string
  values?: object
  errors?: Record<string, string>
  /** The page the form stands on for those without script; without it, a plain page around the form. */
  page?: string
} & Record<string, unknown>

/** `to` is where the person goes on; `batchId` gives the toast its button, which says Undo unless `label` is given. */
export type Outcome = { message: string; batchId?: string | null; label?: string; to: string }

declare module 'fastify' {
  interface FastifyReply {
    /** A form: alone for htmx (which shows it in the dialog), else on a page of its own. */
    form(part: string, data: FormData, status?: number): FastifyReply
    /**
     * Runs `work`, which acts and answers; a mistake (422) or conflict (409) shows the form again with what was sent (or
     * the `values` given in its stead), the sentence beside its field and everything else above the form.
     */
    attempt(part: string, data: FormData, work: () => FastifyReply | Promise<FastifyReply>): Promise<FastifyReply>
    /** Answers an act that succeeded: a toast with Undo, the dialog closed, the page it belongs to shown anew. */
    done(outcome: Outcome): FastifyReply
    /** Adds a toast to this answer to htmx. */
    toast(flash: Flash): FastifyReply
  }
}

export const formsPlugin = fp(async (app: FastifyInstance) => {
  app.decorateReply('form', function (this: FastifyReply, part: string, data: FormData, status = 200) {
    const filled = { values: {}, errors: {}, part: `/${part}`, ...data }
    return isHtmx(this.request)
      ? this.fragment('parts/dialog-form', filled, status)
      : this.view(data.page ?? 'layouts/form', filled, status)
  })

  app.decorateReply('attempt', async function (this: FastifyReply, part: string, data: FormData, work) {
    try {
      return await work()
    } catch (error) {
      const problem = error instanceof ZodError ? zodProblem(error) : error
      if (!(problem instanceof UserError) || ![403, 409, 422, 429, 401].includes(problem.status)) throw error
      if (problem.status === 429) this.header('retry-after', problem.more['retry_after'])
      const sent = { values: this.request.body as object, ...data }
      return this.form(part, { ...sent, errors: errorsOf(problem), problem: problem.message }, problem.status)
    }
  })

  app.decorateReply('done', function (this: FastifyReply, { message, batchId, label, to }: Outcome) {
    const flash = { message: brief(message), undo: batchId, label }
    if (!isHtmx(this.request) || pathOf(this.request.headers['hx-current-url']) !== pathOf(to)) {
      keepFlash(this, flash)
      return isHtmx(this.request) ? this.header('hx-redirect', to).send('') : this.redirect(to, 303)
    }
    // What waits for review is counted beside the page, and may be another number after the act.
    const beside = { selectOOB: '#nav-review' }
    const location = { path: to, target: '#page', select: '#page', swap: 'outerMorph', replace: 'true', ...beside }
    return this.toast(flash).header('hx-done', 'true').header('hx-location', ascii(location)).send('')
  })

  app.decorateReply('toast', function (this: FastifyReply, flash: Flash) {
    return this.header('hx-toast', ascii(flash))
  })
})

/** A message travels in a header or a cookie, which hold some thousand characters; a name may have a hundred thousand. */
const brief = (message: string) => ([...message].length > 300 ? `${[...message].slice(0, 300).join('')}…` : message)

/** The sentences of a mistake by field name; a conflict belongs to no field. */
export const errorsOf = (problem: UserError): Record<string, string> =>
  (problem.more['fields'] as Record<string, string> | undefined) ?? {}

/** What a form sent, without the fields left blank: absent and empty are the same to a form. */
export function filled(body: unknown): Record<string, string> {
  const pairs = Object.entries((body ?? {}) as Record<string, unknown>)
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => {
      const text = String([value].flat().at(-1) ?? '')
      return text.trim() === '' ? [] : [[name, text]]
    }),
  )
}

/** Every value sent under one name, blanks left out: check boxes, repeated inputs, multiple selects. */
export function several(body: unknown, name: string): string[] {
  const value = (body as Record<string, unknown> | null)?.[name]
  return [value ?? []]
    .flat()
    .map(String)
    .filter((text) => text.trim() !== '')
}

const pathOf = (url: unknown) => (typeof url === 'string' ? (URL.parse(url, 'http://here')?.pathname ?? null) : null)

/** JSON for a header, which holds ASCII only. */
const ascii = (value: unknown) =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
