import { z } from 'zod'
import { optionColors } from '../../shared/fields.ts'
import type { Db } from '../db/db.ts'
import { and, asc, count, eq, sql } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { investors, investorTags, tags, whole } from '../db/live.ts'
import { preparedQuery } from '../db/prepared.ts'
import { fold } from '../db/summaries.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { invalid, notFound } from '../errors.ts'

export type Tag = Row<'tags'>

export const tagForm = z.strictObject({ name: z.string().trim().min(1, 'Give the tag a name.').max(200) })
export const tagPatch = z.strictObject({
  name: tagForm.shape.name.optional(),
  color: z.enum(optionColors, 'Choose one of the colours.').optional(),
})

export function allTags(db: Db): Tag[] {
  return db.select().from(tags).orderBy(asc(tags.nameKey)).all()
}

/** The tag of this name, made on first use; names that differ only in letter case or accents are one tag. */
export function tagNamed(tx: Tx, name: string): Tag {
  const nameKey = fold(name.trim())
  const known = tagByKey(tx.db).get({ nameKey })
  if (known) return known

  const color = optionColors[allTags(tx.db).length % optionColors.length] ?? 'gray'
  return record(tx, 'tags', { name: name.trim(), nameKey, color })
}

const tagByKey = preparedQuery((db) =>
  db
    .select()
    .from(tags)
    .where(eq(tags.nameKey, sql.placeholder('nameKey')))
    .prepare(),
)

/** Changes name or colour. Its name stays its own: two tags that differ only in letter case would be one. */
export function editTag(tx: Tx, id: string, form: z.infer<typeof tagPatch>): Tag {
  const { name, color } = tagPatch.parse(form)
  const nameKey = name === undefined ? undefined : fold(name)
  const taken = nameKey && tx.db.select().from(tags).where(eq(tags.nameKey, nameKey)).get()
  if (taken && taken.id !== id) throw invalid({ name: `There is already a tag called ${taken.name}.` })

  return amend(tx, 'tags', findTag(tx.db, id).id, { name, nameKey, color })
}

/** Puts the tag aside, and takes it off every investor that has it; undoing brings both back. */
export function archiveTag(tx: Tx, id: string): Tag {
  const links = tx.db
    .select()
    .from(investorTags)
    .where(eq(investorTags.tagId, findTag(tx.db, id).id))
    .all()
  for (const link of links) archive(tx, 'investor_tags', link.id)
  return archive(tx, 'tags', id)
}

export function findTag(db: Db, id: string): Tag {
  const tag = db.select().from(tags).where(eq(tags.id, id)).get()
  if (!tag) throw notFound('tag')

  return tag
}

/** How many investors have each tag, by its id. */
export function tagCounts(db: Db): Map<string, number> {
  const join = db
    .select({ id: investorTags.tagId, n: count() })
    .from(investorTags)
    .innerJoin(investors, eq(investors.id, investorTags.investorId))
  const rows = join.groupBy(investorTags.tagId).all()
  return new Map(rows.map(({ id, n }) => [id, n]))
}

export const tagsOf = (db: Db, investorId: string): Tag[] =>
  tagsOfInvestor(db)
    .all({ investorId })
    .map((row) => row.tag)

const tagsOfInvestor = preparedQuery((db) =>
  db
    .select({ tag: whole(tags) })
    .from(investorTags)
    .innerJoin(tags, eq(tags.id, investorTags.tagId))
    .where(eq(investorTags.investorId, sql.placeholder('investorId')))
    .orderBy(asc(investorTags.id))
    .prepare(),
)

/** Gives the investor exactly these tags. */
export function setTags(tx: Tx, investorId: string, names: string[]): void {
  const wanted = new Set(names.map((name) => tagNamed(tx, name).id))
  const links = linksOf(tx.db).all({ investorId })
  for (const link of links.filter((l) => !wanted.has(l.tagId))) archive(tx, 'investor_tags', link.id)

  const present = new Set(links.map((l) => l.tagId))
  for (const tagId of wanted) if (!present.has(tagId)) record(tx, 'investor_tags', { investorId, tagId })
}

const linksOf = preparedQuery((db) =>
  db
    .select()
    .from(investorTags)
    .where(eq(investorTags.investorId, sql.placeholder('investorId')))
    .prepare(),
)

export function removeTag(tx: Tx, investorId: string, tagId: string): void {
  const pair = and(eq(investorTags.investorId, investorId), eq(investorTags.tagId, tagId))
  const link = tx.db.select().from(investorTags).where(pair).get()
  if (link) archive(tx, 'investor_tags', link.id)
}
