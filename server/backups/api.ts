import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { backupsFolder } from '../data-folder.ts'
import { forAdmins } from '../http/access.ts'
import { listOf, pagedQuery } from '../http/lists.ts'
import { written } from '../http/shapes.ts'
import { type Backup, backupPath, kinds, listBackups, nightliesKept, nightlyAt, takeBackup } from './backups.ts'
import type { Proof } from './proof.ts'
import { previewRestore } from './restore.ts'
import { restoreOver } from './restore-over.ts'

const backup = z.object({ name: z.string(), kind: z.enum(kinds), at: z.string(), bytes: z.int() })
const proof = z.object({
  investors: z.int(),
  contacts: z.int(),
  entries: z.int(),
  last_change_at: z.string().nullable(),
})
const chosen = z.strictObject({
  name: z.string().describe('The name of a backup, as `GET /fundraising/backups` lists it.'),
})
const tags = ['Backups']

/** Backups over HTTP, for admins. A restore replaces the whole database, after a safety copy. */
export async function backupsApi(server: FastifyInstance) {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const folder = backupsFolder(app.config.dataDir)

  const list = {
    tags,
    summary: 'Backups, newest first',
    querystring: pagedQuery({}),
    response: { 200: listOf(backup) },
  }
  app.get('/fundraising/backups', { ...forAdmins, schema: list }, async ({ query: { limit, offset } }) => {
    const all = listBackups(folder)
    return { data: all.slice(offset, offset + limit).map(described), total: all.length, limit, offset }
  })

  const take = {
    tags,
    summary: 'Take a backup now',
    response: { 201: written(backup.extend({ id: z.string(), proof })) },
  }
  app.post('/fundraising/backup', { ...forAdmins, schema: take }, async (_request, reply) =>
    reply.once(async () => {
      const taken = await takeBackup(app.db, folder, 'manual', app.now())
      return { id: taken.name, ...described(taken), proof: presentProof(taken.proof), batch_id: null }
    }),
  )

  const policy = z.object({ nightly_at: z.string(), timezone: z.string(), nightlies_kept: z.int(), folder: z.string() })
  app.get(
    '/fundraising/backup-policy',
    {
      ...forAdmins,
      schema: { tags, summary: 'When backups are taken and how long they are kept', response: { 200: policy } },
    },
    async () => {
      return { nightly_at: nightlyAt, timezone: app.config.timezone, nightlies_kept: nightliesKept, folder }
    },
  )

  const preview = {
    tags,
    summary: 'What a restore would bring, beside what is there now',
    body: chosen,
    response: { 200: z.object({ backup: proof, current: proof }) },
  }
  app.post('/fundraising/restore-preview', { ...forAdmins, schema: preview }, async (request) => {
    const both = previewRestore(app.db, backupPath(folder, request.body.name))
    return { backup: presentProof(both.backup), current: presentProof(both.current) }
  })

  const restored = z.object({ restored: z.string(), safety_copy: z.string(), proof })
  app.post(
    '/fundraising/restore',
    {
      ...forAdmins,
      schema: { tags, summary: 'Replace the database by a backup', body: chosen, response: { 200: written(restored) } },
    },
    async (request, reply) => {
      const { name } = request.body
      const work = async () => {
        const done = await restoreOver(app, request.actor, backupPath(folder, name))
        return { restored: name, safety_copy: done.safetyCopy.name, proof: presentProof(done.proof), batch_id: null }
      }
      return reply.once(work, 200)
    },
  )
}

const described = ({ name, kind, at, bytes }: Backup) => ({ name, kind, at, bytes })

const presentProof = ({ lastChangeAt, ...proof }: Proof) => ({ ...proof, last_change_at: lastChangeAt })
