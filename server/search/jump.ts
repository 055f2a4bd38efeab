import { keysOf } from '../communications/keys.ts'
import { communicationItems } from '../communications/list.ts'
import { seenBy } from '../communications/privacy.ts'
import { listContacts } from '../contacts/list.ts'
import type { Role } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { type FundTime, findRows } from '../grid/rows.ts'

export type Hit = {
  icon: 'investors' | 'contacts' | 'email' | 'call' | 'meeting' | 'note' | 'text' | 'right' | 'plus'
  label: string
  href: string
  hint: string
  dialog?: boolean
}
type Page = Hit & { words: string; least: Role }

const page = (label: string, href: string, words: string, least: Role = 'viewer', dialog = false): Page => ({
  icon: dialog ? 'plus' : 'right',
  label,
  href,
  hint: dialog ? 'Act' : 'Page',
  words: `${label} ${words}`.toLowerCase(),
  least,
  dialog,
})

const pages: Page[] = [
  page('Log an e-mail, call, meeting or note', '/communications/new', 'add communication', 'member', true),
  page('New investor', '/investors/new', 'add create prospect', 'member', true),
  page('New contact', '/contacts/new', 'add create person', 'member', true),
  page('Investors', '/investors', 'list grid lp'),
  page('Pipeline', '/pipeline', 'board opportunities stage'),
  page('Contacts', '/contacts', 'people addresses'),
  page('Activity', '/activity', 'communications changes'),
  page('Import', '/import', 'csv airtable upload', 'member'),
  page('Archive', '/investors/archive', 'restore deleted'),
  page('Your account', '/account', 'password api tokens'),
  page('Users', '/admin/users', 'invite colleague role', 'admin'),
  page('Funds', '/admin/funds', 'add fund target hard cap currency', 'admin'),
  page('Tags', '/admin/tags', 'rename colour', 'admin'),
  page('Settings', '/admin/settings', 'brand accent logo', 'admin'),
  page('Backups', '/admin/backups', 'restore download safety copy', 'admin'),
  page('Change log', '/admin/log', 'audit history', 'admin'),
]

/** What the search box finds: investors, people, what was said as far as the reader may see it, and the pages and acts whose words begin like what was typed. */
export function jumpTo(
  db: Db,
  q: string,
  can: (role: Role) => boolean,
  { readerId, ...time }: FundTime & { readerId: string | null },
): { title: string; hits: Hit[] }[] {
  const groups = q.trim() === '' ? [] : [investorHits(db, q, time), contactHits(db, q), saidHits(db, q, readerId)]
  return [...groups, { title: 'Pages and acts', hits: pageHits(q, can) }].filter((group) => group.hits.length > 0)
}

type Found = { id: string; name: string; type: string | null }

/** Who is called so stands before who is found by a contact, an address or a note. */
function investorHits(db: Db, search: string, time: FundTime): { title: string; hits: Hit[] } {
  const named = calledSo(db, search.trim())
  const { rows } = findRows(db, { search, limit: mostInvestors, offset: 0 }, time)
  const found = rows.map(({ id, values }) => ({
    id,
    name: String(values['name']),
    type: values['type'] as string | null,
  }))
  const others = found.filter(({ id }) => !named.some((one) => one.id === id))
  const hits = [...named, ...others].slice(0, mostInvestors).map(({ id, name, type }): Hit => {
    return { icon: 'investors', label: name, href: `/investors/${id}`, hint: type ?? '' }
  })
  return { title: 'Investors', hits }
}

const mostInvestors = 8

/** Investors whose name begins so, then those with a word in it that does. */
function calledSo(db: Db, words: string): Found[] {
  const like = words.replace(/[\\%_]/g, (sign) => `\\${sign}`)
  return prepared(
    db,
    `SELECT id, name, type FROM live_investors WHERE name LIKE @start ESCAPE '\\' OR name LIKE @word ESCAPE '\\'
     ORDER BY name LIKE @start ESCAPE '\\' DESC, name LIMIT ${mostInvestors}`,
  ).all({ start: `${like}%`, word: `% ${like}%` }) as Found[]
}

/** A person without an investor has no page of their own: the list shows them. */
function contactHits(db: Db, q: string): { title: string; hits: Hit[] } {
  const { contacts } = listContacts(db, q, { key: 'name', descending: false }, { limit: 5, offset: 0 })
  const hits = contacts.map((contact): Hit => {
    const [investor] = contact.investors
    const href = investor ? `/investors/${investor.id}` : `/contacts?q=${encodeURIComponent(contact.name)}`
    return { icon: 'contacts', label: contact.name, href, hint: investor?.name ?? '' }
  })
  return { title: 'Contacts', hits }
}

/** Two letters are in every message, so nothing is looked for before the third. */
function saidHits(db: Db, search: string, readerId: string | null): { title: string; hits: Hit[] } {
  const keys = search.trim().length < 3 ? [] : keysOf(db, { search, readerId }, { limit: 5 })
  const hits = communicationItems(db, keys).map(({ communication, investors: [investor] }): Hit => {
    const { subject, summary } = seenBy(readerId, communication)
    const own = communication.mailId ? `/mail/${communication.mailId}` : null
    const href = own ?? `/investors/${investor?.id}?kind=communications#c-${communication.id}`
    return { icon: communication.type, label: subject || summary, href, hint: investor?.name ?? '' }
  })
  return { title: 'Said and written', hits }
}

function pageHits(q: string, can: (role: Role) => boolean): Hit[] {
  const wanted = q.toLowerCase().split(/\s+/).filter(Boolean)
  const matches = ({ words }: Page) => wanted.every((word) => words.split(/\W+/).some((w) => w.startsWith(word)))
  return pages.filter((one) => can(one.least) && matches(one))
}
