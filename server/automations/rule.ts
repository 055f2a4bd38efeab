/** What a rule is made of: when it fires, for which investors, and what it does then. */
import { z } from 'zod'
import { taskTitle } from '../tasks/tasks.ts'

const key = z.string().min(1, 'Name a column.').max(200)
const scalar = z.union([z.string().max(2000), z.number(), z.boolean(), z.null()])

/**
 * `field_changes` without `to` is any change of that column. `date_reached` with `offset_days` −3 is three days before
 * the date. `no_contact` counts from the last contact, or from when the investor was added if there was none.
 */
export const triggerShape = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('field_changes'),
      field: key,
      to: z.union([scalar, z.array(scalar).min(1).max(100)]).optional(),
    }),
    z.strictObject({ kind: z.literal('enters_view'), view_id: z.string() }),
    z.strictObject({
      kind: z.literal('no_contact'),
      days: z.int('Give a whole number of days.').min(1, 'Give 1 or more days.').max(36_500),
    }),
    z.strictObject({
      kind: z.literal('date_reached'),
      field: key,
      offset_days: z.int('Give a whole number of days.').min(-3650).max(3650).default(0),
    }),
    z.strictObject({ kind: z.literal('created') }),
  ],
  'A trigger is one of: field_changes, enters_view, no_contact, date_reached, created.',
)
export type Trigger = z.output<typeof triggerShape>

/** `$today` and `$today+7` stand for a date. */
const setField = z.strictObject({ kind: z.literal('set_field'), field: key, value: z.unknown() })
const moveList = z.strictObject({ kind: z.literal('move_list'), list: z.string() })
/** `owner`: the investor's own, one colleague by id, or nobody. Columns in braces are filled in: `Call {Name}`. */
const createTask = z.strictObject({
  kind: z.literal('create_task'),
  title: taskTitle,
  due_in_days: z.int('Give a whole number of days.').min(0).max(3650).nullish(),
  owner: z.string().nullish(),
})
const kinds = 'An action is one of: set_field, move_list, create_task, propose.'
const plainAction = z.discriminatedUnion('kind', [setField, moveList, createTask], kinds)
export type PlainAction = z.output<typeof plainAction>

/** Puts another action forward instead of doing it: a person decides on the Review page. */
const propose = z.strictObject({
  kind: z.literal('propose'),
  action: plainAction,
  reason: z.string().trim().max(500).nullish(),
})
export const actionShape = z.discriminatedUnion('kind', [setField, moveList, createTask, propose], kinds)
export type Action = z.output<typeof actionShape>

export const actionsShape = z.array(actionShape).min(1, 'Say what is to be done.').max(10, 'Ten actions at most.')

export type Effect = { kind: Action['kind'] } & Record<string, unknown>

/** The values `to` names, or null for any. */
export const valuesOf = ({ to }: Extract<Trigger, { kind: 'field_changes' }>): unknown[] | null =>
  to === undefined ? null : [to].flat()
