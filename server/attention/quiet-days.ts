/** After how many days without contact an investor counts as going quiet: the fund's own choice, by list and by stage. */
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import type { Tx } from '../db/write.ts'
import { invalid } from '../errors.ts'
import { lists } from '../grid/builtin-fields.ts'
import { allStages } from '../pipeline/stages.ts'
import { getSetting, setSetting } from '../settings/settings.ts'

/** Days by list, and by stage in the place of the list's; 0 is never. */
export type QuietDays = { lists: Record<string, number>; stages: Record<string, number> }

const days = z.int('Give a whole number of days.').min(0, 'Give 0 or more days.').max(3650, 'At most 3,650 days.')
export const quietDaysForm = z.strictObject({
  lists: z.partialRecord(z.enum(lists), days).default({}),
  stages: z.record(z.string(), days.nullable()).default({}).describe('null: as its list has it.'),
})
export type QuietDaysForm = z.output<typeof quietDaysForm>

/** An anchor in due diligence is heard of more often than a name on the long list, and who has paid in once a quarter. */
const usual: QuietDays = {
  lists: { main: 30, follow_up: 45, longshot: 90, graveyard: 0 },
  stages: { meeting: 21, due_diligence: 14, committed: 45, funded: 90 },
}

export function quietDays(db: Db): QuietDays {
  const chosen = getSetting<QuietDays>(db, setting)
  return chosen ? { lists: { ...usual.lists, ...chosen.lists }, stages: chosen.stages } : usual
}

/** Changes what is given; a stage of null follows its list again. */
export function setQuietDays(tx: Tx, form: QuietDaysForm): QuietDays {
  const known = new Set(allStages(tx.db).map(({ key }) => key))
  const unknown = Object.keys(form.stages).find((key) => !known.has(key))
  if (unknown !== undefined) throw invalid({ stages: `There is no stage “${unknown}”.` })

  const now = quietDays(tx.db)
  const stages = Object.entries({ ...now.stages, ...form.stages }).filter(([, value]) => value !== null)
  setSetting(tx, setting, { lists: { ...now.lists, ...form.lists }, stages: Object.fromEntries(stages) })
  return quietDays(tx.db)
}

const setting = 'quiet_days'
