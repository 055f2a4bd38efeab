import type { z } from 'zod'
import { addAutomation, automationForm } from '../../server/automations/automations.ts'
import { fireByTime } from '../../server/automations/by-time.ts'
import { work } from '../../server/automations/engine.ts'
import { listRuns, type Run } from '../../server/automations/runs.ts'
import { act } from '../../server/db/write.ts'
import { editCells, type Values } from '../../server/grid/cells.ts'
import { findRow } from '../../server/grid/rows.ts'
import { undo } from '../../server/undo/undo.ts'
import { actorFor, openWorld } from '../support/world.ts'

export type Given = Partial<z.input<typeof automationForm>> &
  Pick<z.input<typeof automationForm>, 'trigger' | 'actions'>

/** The small fund with its rules: `settle` lets them do all there is to do, `edit` is an act of Ines. */
export function openRules() {
  const fund = openWorld()
  const { db, clock, ines } = fund
  const world = { db, now: clock.now, zone: 'UTC' }
  const asInes = actorFor(ines)
  const settle = () => {
    for (const _ of work(world));
  }
  const inAct = <T>(what: Parameters<typeof act<T>>[3]) => act(db, asInes, 'Did something', what, { now: clock.now() })

  return {
    ...fund,
    world,
    asInes,
    settle,
    inAct,
    /** A rule at work from now on. */
    rule(given: Given) {
      const { result } = inAct((tx) =>
        addAutomation(tx, automationForm.parse({ name: 'A rule', enabled: true, ...given })),
      )
      settle()
      return result
    },
    edit: (id: string, values: Values) => inAct((tx) => editCells(tx, id, values)).batchId,
    undo: (batchId: string) => undo(db, { ...asInes, role: 'admin' }, batchId, { now: clock.now() }),
    values: (id: string) => findRow(db, id)?.values ?? {},
    byTime: () => fireByTime(world),
    runs: (): Run[] => listRuns(db, {}, { limit: 1000, offset: 0 }).runs.map(({ run }) => run),
  }
}

export const toGraveyard = { kind: 'field_changes', field: 'list', to: 'graveyard' } as const
export const setStep = (value: string) => ({ kind: 'set_field', field: 'next_step', value }) as const
