import { systemActor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { act, inTransaction } from '../db/write.ts'
import { addNewThings } from './investor-writes.ts'
import type { Plan } from './plan.ts'

/**
 * Adds the funds and columns of a plan and takes them back at once: what would refuse the run refuses its dry run, in the
 * same words. The plan is used up, for it holds keys of columns that are gone.
 */
export function rehearseNewThings(db: Db, plan: Plan): void {
  if (plan.newFunds.length + plan.newFields.length === 0) return
  try {
    inTransaction(db, () => {
      act(db, systemActor('import'), 'Rehearsed an import', (tx) => addNewThings(tx, plan))
      throw rolledBack
    })
  } catch (error) {
    if (error !== rolledBack) throw error
  }
}

const rolledBack = new Error('An import was rehearsed and rolled back.')
