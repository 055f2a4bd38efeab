import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { forAdmins, forMembers } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { undoOf } from '../http/undoable.ts'
import {
  addWish,
  archiveWish,
  editWish,
  findWish,
  isAuthor,
  listWishes,
  takeVoteBack,
  vote,
  type Wish,
  wishAnswer,
  wishCounts,
  wishForm,
  wishStatuses,
} from './wishes.ts'

const oneWish = z.object({ id: z.string() })
const query = z.object({ status: z.enum(wishStatuses).optional().catch(undefined) })
const to = '/wishes'
const answersAt = '/admin/wishes'
const form = 'wishes/form'
const answerForm = 'wishes/answer'

/** The page of wishes: who wishes what, the votes, and what the admins say. */
export async function wishRoutes(app: FastifyInstance): Promise<void> {
  app.get(to, async (request, reply) => {
    const { status } = query.parse(filled(request.query))
    const wishes = listWishes(app.db, request.actor.id, { status })
    const mine = new Set(wishes.filter(({ wish }) => isAuthor(request.actor, wish)).map(({ wish }) => wish.id))
    return reply.view('wishes/index', { wishes, mine, status, statuses: wishStatuses, counts: wishCounts(app.db) })
  })

  app.get(`${to}/new`, forMembers, async (_request, reply) => reply.form(form, newForm))

  app.post(to, async (request, reply) =>
    reply.attempt(form, newForm, () => {
      const wish = wishForm.parse({ title: '', ...filled(request.body) })
      const done = request.act(`Wished for “${wish.title}”`, (tx) => addWish(tx, wish))
      return reply.done({ message: 'Your wish is on the list', batchId: undoOf(done), to })
    }),
  )

  app.get(`${to}/:id/edit`, forMembers, async (request, reply) => {
    const { title, detail, ...wish } = wishOf(request)
    return reply.form(form, { ...editForm(wish), values: { title, detail } })
  })

  app.post(`${to}/:id`, async (request, reply) => {
    const wish = wishOf(request)
    return reply.attempt(form, editForm(wish), () => {
      const patch = wishForm.parse({ title: '', detail: null, ...filled(request.body) })
      const done = request.act(`Changed the wish “${wish.title}”`, (tx) => editWish(tx, wish.id, patch))
      return reply.done({ message: saved(done.changed), batchId: undoOf(done), to })
    })
  })

  app.get(`${answersAt}/:id/answer`, forAdmins, async (request, reply) => {
    const wish = wishOf(request)
    return reply.form(answerForm, { ...answering(wish), values: { status: wish.status, answer: wish.answer } })
  })

  app.post(`${answersAt}/:id/answer`, forAdmins, async (request, reply) => {
    const wish = wishOf(request)
    return reply.attempt(answerForm, answering(wish), () => {
      const patch = wishAnswer.parse({ answer: null, ...filled(request.body) })
      const done = request.act(`Answered the wish “${wish.title}”`, (tx) => editWish(tx, wish.id, patch))
      return reply.done({ message: saved(done.changed), batchId: undoOf(done), to })
    })
  })

  app.post(`${to}/:id/vote`, async (request, reply) => {
    const { id, title } = wishOf(request)
    const done = request.act(`Voted for “${title}”`, (tx) => vote(tx, id))
    return reply.done({ message: `Voted for “${title}”`, batchId: undoOf(done), to })
  })

  app.post(`${to}/:id/unvote`, async (request, reply) => {
    const { id, title } = wishOf(request)
    const done = request.act(`Took back the vote for “${title}”`, (tx) => takeVoteBack(tx, id))
    return reply.done({ message: `Took back your vote for “${title}”`, batchId: undoOf(done), to })
  })

  app.post(`${to}/:id/archive`, async (request, reply) => {
    const { id, title } = wishOf(request)
    const done = request.act(`Archived the wish “${title}”`, (tx) => archiveWish(tx, id))
    return reply.done({ message: `Archived “${title}”`, batchId: undoOf(done), to })
  })

  const wishOf = (request: FastifyRequest) => findWish(app.db, oneWish.parse(request.params).id)
}

const saved = (changed: number) => (changed > 0 ? 'Saved' : 'Nothing was different')

const newForm = { title: 'New wish', action: to, save: 'Add wish' }
const editForm = ({ id }: Pick<Wish, 'id'>) => ({ title: 'Your wish', action: `${to}/${id}`, save: 'Save' })
const answering = ({ id, title }: Wish) => ({
  title: 'Answer a wish',
  action: `${answersAt}/${id}/answer`,
  wish: title,
  statuses: wishStatuses,
})
