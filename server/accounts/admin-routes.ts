import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { roles } from '../db/actor.ts'
import { forAdmins } from '../http/access.ts'
import { invite, inviteForm, openInvitations, withdrawInvitation } from './invitations.ts'
import { giveSignInLink, hour } from './sign-in-links.ts'
import { allUsers, changeUser, findUser } from './users.ts'

const one = z.object({ id: z.string() })
const roleForm = z.object({ role: z.enum(roles) })

/** The admin's page of colleagues: inviting, changing roles, ending and restoring access. */
export async function userAdminRoutes(app: FastifyInstance): Promise<void> {
  const page = () => ({
    users: allUsers(app.db),
    invitations: openInvitations(app.db),
    invited: null,
    linked: null,
    values: {},
    errors: {},
  })

  app.get('/admin/users', forAdmins, async (_request, reply) => reply.view('admin/users', page()))

  app.post('/admin/invitations', forAdmins, async (request, reply) => {
    const data = { page: 'admin/users', title: 'Users', ...page(), values: request.body as object }
    return reply.attempt('admin/users', data, () => {
      const form = inviteForm.parse(request.body)
      const { result } = request.act(`Invited ${form.full_name}`, (tx) => invite(tx, form))
      const invited = { ...result.invitation, link: `${app.config.publicUrl}/invite/${result.secret}` }
      return reply.view('admin/users', { ...page(), invited }, 201)
    })
  })

  app.post('/admin/invitations/:id/withdrawal', forAdmins, async (request, reply) => {
    const { id } = one.parse(request.params)
    const { batchId } = request.act('Withdrew an invitation', (tx) => withdrawInvitation(tx, id))
    return reply.done({ message: 'Invitation withdrawn', batchId, to: '/admin/users' })
  })

  app.post('/admin/users/:id/role', forAdmins, async (request, reply) => {
    const { fullName, id } = findUser(app.db, one.parse(request.params).id)
    const { role } = roleForm.parse(request.body)
    const { batchId, changed } = request.act(`Made ${fullName} ${role}`, (tx) => changeUser(tx, id, { role }))
    return reply.done({ message: `${fullName} is now ${role}`, batchId: changed ? batchId : null, to: '/admin/users' })
  })

  app.post('/admin/users/:id/sign-in-link', forAdmins, async (request, reply) => {
    const { fullName, id } = findUser(app.db, one.parse(request.params).id)
    const { result: secret } = request.act(`Made a sign-in link for ${fullName}`, (tx) => giveSignInLink(tx, id))
    const expiresAt = new Date(app.now().getTime() + hour).toISOString()
    const linked = { fullName, expiresAt, link: `${app.config.publicUrl}/sign-in/link/${secret}` }
    return reply.view('admin/users', { ...page(), linked }, 201)
  })

  app.post('/admin/users/:id/deactivation', forAdmins, async (request, reply) => {
    const { fullName, id } = findUser(app.db, one.parse(request.params).id)
    const { batchId } = request.act(`Deactivated ${fullName}`, (tx) => changeUser(tx, id, { active: false }))
    return reply.done({ message: `${fullName} can no longer sign in`, batchId, to: '/admin/users' })
  })

  app.post('/admin/users/:id/reactivation', forAdmins, async (request, reply) => {
    const { fullName, id } = findUser(app.db, one.parse(request.params).id)
    const { batchId } = request.act(`Reactivated ${fullName}`, (tx) => changeUser(tx, id, { active: true }))
    return reply.done({ message: `${fullName} can sign in again`, batchId, to: '/admin/users' })
  })
}
