import type { FastifyInstance } from 'fastify'
import type { Fund, Stage, Viewer } from '../../shared/gateway.ts'
import type { User } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { allFunds } from '../funds/funds.ts'
import { remembered } from '../grid/memo.ts'
import { allStages } from '../pipeline/stages.ts'
import { brandOf } from '../settings/brand.ts'

export type Surroundings = { viewer: Viewer; brand: string; timezone: string; funds: Fund[]; stages: Stage[] }

/** What every card needs beside its subject, so that one request draws it. */
export function surroundings({ db, config }: FastifyInstance, user: User): Surroundings {
  const { id, fullName: name, role } = user
  return {
    viewer: { id, name, role, can_write: role !== 'viewer' },
    brand: brandOf(db, config).name,
    timezone: config.timezone,
    ...remembered(db, 'surroundings', () => choices(db)),
  }
}

const choices = (db: Db) => ({
  funds: allFunds(db).map(({ id, name, currency }) => ({ id, name, currency })),
  stages: allStages(db).map(({ key, label, kind }) => ({ key, label, kind })),
})
