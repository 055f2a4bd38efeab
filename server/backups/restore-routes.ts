import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { userOfSession } from '../accounts/sessions.ts'
import { backupsFolder } from '../data-folder.ts'
import { UserError } from '../errors.ts'
import { forAdmins, reaches } from '../http/access.ts'
import { sessionCookie } from '../http/actor.ts'
import { keepFlash } from '../http/flash.ts'
import { endCookie } from '../http/session-cookie.ts'
import { isHtmx } from '../http/view.ts'
import { type Backup, backupPath, listBackups } from './backups.ts'
import { dropHandedIn, handedInFolder, handedInPath, handIn, mostBytes, sweepHandedIn } from './handed-in.ts'
import { outlookOn } from './outlook.ts'
import { backupsPage, kindLabels, named } from './page.ts'
import { restoreOver } from './restore-over.ts'

/** Bringing a backup back, in two steps: what it would change, then the change. */
export async function restoreRoutes(app: FastifyInstance): Promise<void> {
  await app.register(listedRoutes)
  await app.register(handedInRoutes)
}

/** A backup of the list. */
async function listedRoutes(app: FastifyInstance): Promise<void> {
  const folder = backupsFolder(app.config.dataDir)

  app.get('/admin/backups/:name/restore', forAdmins, async (request, reply) => {
    const { name } = named.parse(request.params)
    const path = backupPath(folder, name)
    const listed = listBackups(folder).find((one) => one.name === name)
    return preview(request, reply, path, { listed, kindLabels, at: `/admin/backups/${name}` })
  })

  app.post('/admin/backups/:name/restore', forAdmins, async (request, reply) => {
    await restoreOver(app, request.actor, backupPath(folder, named.parse(request.params).name))
    return afterwards(request, reply)
  })
}

/** A file from elsewhere: handed in, proved, shown, then restored or put aside. It is gone either way. */
async function handedInRoutes(app: FastifyInstance): Promise<void> {
  await app.register(multipart, { limits: { fileSize: mostBytes, files: 1, fields: 5 }, throwFileSizeLimit: false })
  const folder = handedInFolder(app.config.dataDir)
  app.addHook('onReady', async () => sweepHandedIn(folder, app.now()))

  app.post('/admin/backups/handed-in', forAdmins, async (request, reply) => {
    sweepHandedIn(folder, app.now())
    try {
      return reply.redirect(`/admin/backups/handed-in/${await handIn(folder, await request.file())}`, 303)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return reply.view('admin/backups', { ...backupsPage(app), problem: error.message }, error.status)
    }
  })

  app.get('/admin/backups/handed-in/:id', forAdmins, async (request, reply) => {
    const { id } = oneFile.parse(request.params)
    return preview(request, reply, handedInPath(folder, id), { listed: null, at: `/admin/backups/handed-in/${id}` })
  })

  app.post('/admin/backups/handed-in/:id/restore', forAdmins, async (request, reply) => {
    const { id } = oneFile.parse(request.params)
    await restoreOver(app, request.actor, handedInPath(folder, id))
    dropHandedIn(folder, id)
    return afterwards(request, reply)
  })

  app.post('/admin/backups/handed-in/:id/drop', forAdmins, async (request, reply) => {
    dropHandedIn(folder, oneFile.parse(request.params).id)
    return reply.done({ message: 'The file was put aside; nothing was changed', to: '/admin/backups' })
  })
}

const oneFile = z.object({ id: z.string() })

/** `listed` is null for a file handed in; `at` is the address whose `/restore` does it. */
type Previewed = { listed: Backup | null | undefined; at: string; kindLabels?: typeof kindLabels }

function preview(request: FastifyRequest, reply: FastifyReply, path: string, more: Previewed): FastifyReply {
  if (!request.user) throw new UserError('not_signed_in', 'Sign in first.')
  const outlook = outlookOn(request.server.db, path, request.user)
  const title = more.listed ? 'Restore this backup?' : 'Restore this file?'
  return reply.form('admin/backups-restore', { title, section: 'admin', ...outlook, ...more })
}

/**
 * Whose account is in the backup is back at the list, still signed in; anybody else is asked to sign in and told why. The whole page is loaded anew: its frame may have changed too.
 */
function afterwards(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { db, now } = request.server
  const user = userOfSession(db, request.cookies[sessionCookie] ?? '', now())
  const to = user ? (reaches(user, 'admin') ? '/admin/backups' : '/') : '/sign-in'
  if (!user) endCookie(reply)
  keepFlash(reply, { message: user ? restoredHere : restoredAway })
  return isHtmx(request) ? reply.header('hx-redirect', to).send('') : reply.redirect(to, 303)
}

const restoredHere = 'The backup was restored. To go back, restore the safety copy at the top of the list.'
const restoredAway = 'The backup was restored, and your account is not in it. Sign in with one that is.'
