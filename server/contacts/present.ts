import { z } from 'zod'
import { optionColors } from '../../shared/fields.ts'
import type { Db } from '../db/db.ts'
import { cellsShape, presentCells } from '../grid/record-cells.ts'
import { named, presentRecord, recordShape } from '../http/shapes.ts'
import { inTouchShape, presentInTouch } from '../meetings/in-touch.ts'
import type { ContactCard } from './cards.ts'
import type { Tag } from './tags.ts'

export const contactShape = recordShape.extend({
  name: z.string(),
  emails: z.array(z.string()),
  title: z.string().nullable(),
  phone: z.string().nullable(),
  linkedin: z.string().nullable(),
  notes: z.string().nullable(),
  investor_ids: z.array(z.string()),
  investors: z.array(named.extend({ role: z.string().nullable() })),
  ...inTouchShape,
  values: cellsShape,
})

export const presentContact = (db: Db, contact: ContactCard): z.infer<typeof contactShape> => ({
  ...presentRecord(contact),
  name: contact.name,
  emails: contact.addresses.map((address) => address.address),
  title: contact.title,
  phone: contact.phone,
  linkedin: contact.linkedin,
  notes: contact.notes,
  investor_ids: contact.roles.map((role) => role.investorId),
  investors: contact.roles.map(({ investorId, investorName, role }) => ({ id: investorId, name: investorName, role })),
  ...presentInTouch(contact.inTouch),
  values: presentCells(db, 'contacts', contact.cells),
})

export const tagShape = recordShape.extend({ name: z.string(), color: z.enum(optionColors).or(z.string()) })

export const presentTag = (tag: Tag): z.infer<typeof tagShape> => ({
  ...presentRecord(tag),
  name: tag.name,
  color: tag.color,
})
