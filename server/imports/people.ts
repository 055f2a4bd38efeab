import { type Mailbox, normaliseAddress, parseAddressList } from '../../shared/addresses.ts'
import { fold } from '../../shared/fold.ts'
import type { Parsed } from '../../shared/parsed.ts'
import type { ReadCell } from './cells.ts'
import { parseList } from './lists.ts'
import { words } from './names.ts'
import type { PlannedColumn } from './plan.ts'
import type { ContactPart } from './targets.ts'

/** The columns that together describe the people of one kind at an investor: `Contact 2`, `Email 2`. */
export type PersonColumns = Partial<Record<ContactPart, number>> & { emails: number[] }

/** A person a row speaks of. A part that has no column is undefined: the file says nothing about it. */
export interface Person {
  name: string
  emails: string[] | undefined
  title: string | null | undefined
  phone: string | null | undefined
  role: string | null | undefined
}

/** Pairs contact columns by the number in their header, or by their order where the numbers do not tell them apart. */
export function personColumns(columns: PlannedColumn[]): PersonColumns[] {
  const parts = columns.flatMap(({ place, header }, at) =>
    place.at === 'person' ? [{ part: place.part, at, number: numberIn(header) }] : [],
  )
  const clash = parts.some((one) =>
    parts.some((other) => other !== one && other.part === one.part && other.number === one.number),
  )
  const groups = new Map<number, PersonColumns>()

  for (const [index, { part, at, number }] of parts.entries()) {
    const place = clash ? parts.slice(0, index).filter((one) => one.part === part).length : number
    const group = groups.get(place) ?? { emails: [] }
    groups.set(place, group)
    if (part === 'email') group.emails.push(at)
    else group[part] = at
  }
  return withoutOrphans([...groups.values()])
}

function numberIn(header: string): number {
  return Number(/(\d+)(?: name)?$/.exec(words(header))?.[1] ?? 1)
}

/** `Contact, Email, Email 2`: the second address belongs to the only person there is. */
function withoutOrphans(groups: PersonColumns[]): PersonColumns[] {
  const named = groups.filter((group) => group.name !== undefined)
  const [only] = named
  if (named.length !== 1 || !only) return groups

  const orphans = groups.filter((group) => group.name === undefined)
  return [
    { ...Object.assign({}, ...orphans, only), emails: [...only.emails, ...orphans.flatMap((group) => group.emails)] },
  ]
}

/** Names in a cell: several only in a column where commas separate items. */
export function readNames(listable: boolean): ReadCell {
  return (text) => {
    const names = listable ? parseList(text) : [text.trim()].filter((name) => name !== '')
    return { value: names.length === 0 ? null : names }
  }
}

/** Addresses in a cell, bare or with names, separated by commas, semicolons or spaces. One bad one fails the cell. */
export function readAddresses(text: string): Parsed<string[] | null> {
  const bare = text.split(/[\s,;]+/).filter((one) => one !== '')
  if (bare.length === 0) return { value: null }
  if (bare.every((one) => normaliseAddress(one) !== null)) return { value: bare }

  const people = parseAddressList(text)
  const complete = text.includes('<') && people.length === text.split('@').length - 1
  return complete ? { value: people.map(written) } : { problem: `“${text}” is not an e-mail address.` }
}

function written({ name, address }: Mailbox): string {
  return name ? `${name} <${address}>` : address
}

/** The people a row names. `unpaired`: names and addresses could not be matched and stand alone. */
export interface NamedPeople {
  people: Person[]
  unpaired: boolean
  /** A title, phone or role without anybody it could belong to. */
  stray: boolean
}

export function peopleIn(groups: PersonColumns[], values: unknown[]): NamedPeople {
  const found = groups.map((group) => peopleOf(group, values))

  return {
    people: eachOnce(found.flatMap((one) => one.people)),
    unpaired: found.some((one) => one.unpaired),
    stray: groups.some((group, at) => found[at]?.people.length === 0 && hasDetail(group, values)),
  }
}

/** A look-up repeats what it finds, once per link: the same name with the same address is one person, with all addresses. */
function eachOnce(people: Person[]): Person[] {
  const once: Person[] = []
  for (const person of people) {
    const same = once.find((one) => isSamePerson(one, person))
    if (same) same.emails = distinct([...(same.emails ?? []), ...(person.emails ?? [])])
    else once.push({ ...person, emails: person.emails && distinct(person.emails) })
  }
  return once
}

function isSamePerson(one: Person, other: Person): boolean {
  const keys = new Set(one.emails?.map(normaliseAddress))
  return (
    fold(one.name.trim()) === fold(other.name.trim()) &&
    (other.emails ?? []).some((email) => keys.has(normaliseAddress(email)))
  )
}

const distinct = (emails: string[]): string[] => {
  const keys = emails.map(normaliseAddress)
  return emails.filter((_email, at) => keys.indexOf(keys[at] ?? null) === at)
}

function hasDetail({ title, phone, role }: PersonColumns, values: unknown[]): boolean {
  return [title, phone, role].some((at) => at !== undefined && (values[at] ?? null) !== null)
}

function peopleOf(group: PersonColumns, values: unknown[]): { people: Person[]; unpaired: boolean } {
  const names = (group.name === undefined ? null : (values[group.name] as string[] | null)) ?? []
  const given = group.emails.filter((at) => values[at] !== undefined)
  const mail = given.flatMap((at) => (values[at] as string[] | null) ?? []).flatMap((text) => parseAddressList(text))
  const none = given.length === 0 ? undefined : []
  const said = (part: 'title' | 'phone' | 'role', nth: number) => partFor(group[part], values, nth, names.length)
  const person = (name: string, emails: string[] | undefined, nth: number): Person => ({
    name,
    emails,
    title: said('title', nth),
    phone: said('phone', nth),
    role: said('role', nth),
  })

  if (names.length === 1)
    return { people: [person(names[0] ?? '', none && mail.map((one) => one.address), 0)], unpaired: false }
  if (names.length === mail.length) {
    return { people: names.map((name, nth) => person(name, [mail[nth]?.address ?? ''], nth)), unpaired: false }
  }
  const named = names.map((name, nth) => person(name, undefined, nth))
  const addressed = mail.map((one, nth) => person(one.name ?? one.address, [one.address], names.length + nth))
  return { people: [...named, ...addressed], unpaired: named.length > 0 && addressed.length > 0 }
}

/** A title is the only person's; of several people it is the first one's, as far as the file can say. */
function partFor(at: number | undefined, values: unknown[], nth: number, count: number): string | null | undefined {
  if (at === undefined || values[at] === undefined) return undefined
  if (nth > 0 && count > 1) return undefined

  return (values[at] as string | null) ?? null
}
