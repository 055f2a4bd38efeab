/** What the forms of an investor share: their fields, the texts they start with, and what to make of what comes back. */
import { z } from 'zod'
import { allUsers, userNames } from '../accounts/users.ts'
import { allTags, tagsOf } from '../contacts/tags.ts'
import type { Db } from '../db/db.ts'
import { UserError } from '../errors.ts'
import { cellText } from '../history/describe.ts'
import { formatList } from '../imports/lists.ts'
import type { Values } from './cells.ts'
import type { Conflict } from './conflicts.ts'
import { defaultsOf } from './defaults.ts'
import { cellOf, isTyped } from './dossier.ts'
import { allFields, type Field } from './fields.ts'
import type { Investor } from './investors.ts'
import { sentItems, sentText, typedText } from './typed-cells.ts'

export type Sent = Record<string, unknown>

export const sentBy = (request: { body: unknown }): Sent => (request.body ?? {}) as Sent

/** The columns of the form: contacts and commitments have forms of their own. */
export const formFields = (db: Db): Field[] =>
  allFields(db).filter((f) => isTyped(f) && !['contacts', 'commitment'].includes(f.type))

/**
 * What the inputs of a form choose from. Whoever owns the investor now stays a choice, also after they left: saving
 * something else does not take it from them.
 */
export const formChoices = (db: Db, owner: string | null = null) => ({
  users: allUsers(db).filter((user) => user.active || user.id === owner),
  allTags: allTags(db),
  itemsOf: sentItems,
})

/** What the form of a new investor starts with: the defaults of its columns. */
export function startTexts(db: Db, zone: string): Record<string, string> {
  const start = defaultsOf(db, 'investors')
  return Object.fromEntries(
    formFields(db).flatMap((field) => {
      if (!(field.key in start)) return []
      const value = start[field.key]
      return [[field.key, field.key === 'tags' ? tagText(value as string[]) : typedText(field, value, zone)] as const]
    }),
  )
}

/** What the form starts with, and what it is compared with when it comes back. */
export function textsOf(db: Db, investor: Investor, zone: string): Record<string, string> {
  return Object.fromEntries(formFields(db).map((field) => [field.key, inputText(db, investor, field, zone)]))
}

export function inputText(db: Db, investor: Investor, field: Field, zone: string): string {
  if (field.key === 'tags') return tagText(tagsOf(db, investor.id).map((tag) => tag.name))
  return typedText(field, cellOf(investor, field), zone)
}

/** Tags as one types them; quoted only where a name could be misread as two. */
const tagText = (names: string[]) => (formatList(names).includes('"') ? formatList(names) : names.join(', '))

/**
 * Leaves out what the person did not touch, by comparing with the texts the form started with: a value somebody else
 * changed meanwhile is then neither overwritten nor a conflict.
 */
export function changedOnly(fields: Field[], sent: Sent): Values {
  const was = parsedTexts(String(sent['was'] ?? ''))
  const touched = fields.filter((f) => f.key in sent && was[f.key] !== sentText(f, sent[f.key]))
  return Object.fromEntries(touched.map((field) => [field.key, sent[field.key]]))
}

function parsedTexts(json: string): Record<string, string> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(json))
  } catch {
    return {}
  }
}

/** The version the form was shown at; without one nothing is compared. */
export const versionOf = (sent: Sent): number | undefined =>
  /^\d+$/.test(String(sent['version'])) ? Number(sent['version']) : undefined

/** Runs an edit; what somebody else changed meanwhile is said beside its field, with their value. */
export function sayingClashes<T>(db: Db, zone: string, edit: () => T): T {
  try {
    return edit()
  } catch (error) {
    const conflicts = error instanceof UserError ? (error.more['conflicts'] as Conflict[] | undefined) : undefined
    if (!conflicts) throw error

    const fields = Object.fromEntries(conflicts.map((conflict) => [conflict.field, clash(db, conflict, zone)]))
    throw new UserError('conflict', Object.values(fields).join(' '), { conflicts, fields })
  }
}

function clash(db: Db, { field: key, current, by }: Conflict, zone: string): string {
  const field = allFields(db).find((one) => one.key === key)
  const users = userNames(db)
  const theirs = cellText(field, current, { users, stages: new Map() }, zone)
  return `${by} changed this to “${theirs ?? 'nothing'}” while you were typing. Save again to replace it.`
}
