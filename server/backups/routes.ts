import { createReadStream } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { plural } from '../../shared/words.ts'
import { backupsFolder } from '../data-folder.ts'
import { forAdmins } from '../http/access.ts'
import { backupPath, takeBackup } from './backups.ts'
import { handedInFolder, sweepHandedIn } from './handed-in.ts'
import { backupsPage, named } from './page.ts'
import type { Proof } from './proof.ts'
import { restoreRoutes } from './restore-routes.ts'

/** The admin's page of backups: what there is, one more now, one to take along; and bringing one back. */
export async function backupRoutes(app: FastifyInstance): Promise<void> {
  const folder = backupsFolder(app.config.dataDir)

  app.get('/admin/backups', forAdmins, async (_request, reply) => {
    sweepHandedIn(handedInFolder(app.config.dataDir), app.now())
    return reply.view('admin/backups', backupsPage(app))
  })

  app.post('/admin/backups', forAdmins, async (_request, reply) => {
    const { proof } = await takeBackup(app.db, folder, 'manual', app.now())
    return reply.done({ message: `Backed up and proved sound: ${inWords(proof)}`, to: '/admin/backups' })
  })

  app.get('/admin/backups/:name/file', forAdmins, async (request, reply) => {
    const { name } = named.parse(request.params)
    const path = backupPath(folder, name)
    return reply
      .type('application/vnd.sqlite3')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .send(createReadStream(path))
  })

  await app.register(restoreRoutes)
}

const inWords = ({ investors, contacts, entries }: Proof) =>
  `${plural(investors, 'investor')}, ${plural(contacts, 'contact')}, ${plural(entries, 'log entry')}`
