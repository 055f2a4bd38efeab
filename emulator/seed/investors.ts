import { domainFor, investorName, localPart, personName } from './names.ts'
import { type Place, places } from './places.ts'
import type { InvestorPlan, PersonPlan, StaffKey } from './plan.ts'
import type { Random } from './random.ts'
import { generalTags, remarks, sources } from './words/reasons.ts'

const types: [string, number][] = [
  ['Family office', 34],
  ['Individual', 20],
  ['Foundation', 13],
  ['Pension', 9],
  ['Endowment', 8],
  ['Fund of funds', 8],
  ['Insurance', 5],
  ['Corporate', 5],
  ['Sovereign wealth', 1],
]

const titles: Record<string, string[]> = {
  'Family office': [
    'Principal',
    'Chief Investment Officer',
    'Head of Direct Investments',
    'Investment Manager',
    'Family Council Secretary',
  ],
  Pension: ['Head of Private Markets', 'Portfolio Manager', 'Senior Analyst', 'Board Secretary'],
  Endowment: ['Chief Investment Officer', 'Managing Director', 'Investment Associate'],
  Foundation: ['Finance Director', 'Chair of the Investment Committee', 'Treasurer'],
  'Fund of funds': ['Partner', 'Principal', 'Investment Associate', 'Operations'],
  Insurance: ['Head of Alternatives', 'Portfolio Manager', 'Treasury'],
  Corporate: ['Head of Corporate Development', 'Ventures Lead'],
  'Sovereign wealth': ['Director, Venture', 'Vice President, Funds'],
  Individual: ['Founder', 'Private investor', 'Former CEO', 'Surgeon', 'Angel investor'],
}

const tickets: Record<string, [least: number, most: number]> = {
  'Family office': [1, 8],
  Pension: [5, 20],
  Endowment: [3, 10],
  Foundation: [1, 5],
  'Fund of funds': [4, 15],
  Insurance: [3, 12],
  Corporate: [2, 8],
  'Sovereign wealth': [10, 25],
  Individual: [0.1, 0.75],
}

const freeMail = ['postbox.example', 'inbox.example', 'mail.example']

/** `count` investors beside the core story, no two with the same key or domain. */
export function inventInvestors(random: Random, count: number, taken: Iterable<string> = []): InvestorPlan[] {
  const keys = new Set(taken)
  const invented: InvestorPlan[] = []
  while (invented.length < count) {
    const investor = inventInvestor(random)
    if (keys.has(investor.key)) continue
    keys.add(investor.key)
    invented.push(investor)
  }
  return invented
}

function inventInvestor(random: Random): InvestorPlan {
  const type = random.weighted(types)
  const place = random.weighted(places)
  const self = personName(place, random)
  const name = type === 'Individual' ? individualName(self.name, random) : investorName(type, place, random)
  const domain = type === 'Individual' ? random.pick(freeMail) : domainFor(name)
  const key = domainFor(name).replace(/\.example$/, '')
  const people =
    type === 'Individual' ? [individual(key, self, domain, random)] : team(key, type, place, domain, random)

  return {
    key,
    name,
    type,
    list: 'main',
    owner: random.weighted<StaffKey>([
      ['ines', 3],
      ['marcus', 4],
      ['priya', 4],
    ]),
    city: random.pick(place.cities),
    country: place.country,
    domain,
    source: random.pick(sources),
    people,
    ticket: ticketOf(type, random),
    tags: random.chance(0.35) ? random.some(generalTags, random.int(1, 2)) : [],
    cells: cells(type, random),
    ...(random.chance(0.5) && { phone: phone(place, random) }),
    ...(random.chance(0.55) && { notes: random.some(remarks, random.int(1, 2)).join(' ') }),
  }
}

const individualName = (name: string, random: Random) =>
  random.chance(0.12) ? `Dr. ${name}` : random.chance(0.08) ? `${name} (personal)` : name

/** In dollars: whole and half millions, individuals in steps of $50,000. */
function ticketOf(type: string, random: Random): number {
  const [least, most] = tickets[type] ?? [1, 5]
  const step = type === 'Individual' ? 50_000 : 500_000
  const dollars = (least + (most - least) * random.next() ** 3) * 600_000
  return Math.max(step, Math.round(dollars / step) * step)
}

function cells(type: string, random: Random): Record<string, unknown> {
  return {
    rating: random.weighted([
      ['A', 2],
      ['B', 4],
      ['C', 4],
      [null, 2],
    ]),
    strategy_fit: random.some(['Climate', 'Software', 'Health', 'Deep tech'], random.int(0, 2)),
    ...(random.chance(0.4) && {
      first_met: `20${random.int(19, 25)}-0${random.int(1, 9)}-${String(random.int(1, 28)).padStart(2, '0')}`,
    }),
    ...(type === 'Pension' && random.chance(0.6) && { consultant: random.pick(consultancies) }),
  }
}

export const consultancies = ['Harrow Lane Advisers', 'Stillwater Consulting', 'Polder & Pike']

function team(key: string, type: string, place: Place, domain: string, random: Random): PersonPlan[] {
  const size = random.weighted([
    [1, 5],
    [2, 6],
    [3, 3],
    [5, 1],
  ])
  const jobs = random.some(titles[type] ?? ['Partner'], size)
  return jobs.map((title, index) => teamMember(`${key}/${index}`, title, place, domain, random))
}

function teamMember(key: string, title: string, place: Place, domain: string, random: Random): PersonPlan {
  const { first, name } = personName(place, random)
  const emails = [`${localPart(name)}@${domain}`]
  if (random.chance(0.15)) emails.push(`${localPart(first).slice(0, 1)}.${localPart(name).split('.').at(-1)}@${domain}`)
  if (random.chance(0.08)) emails.push(`${localPart(name).replaceAll('.', '')}@${random.pick(freeMail)}`)
  return { key, name, first, title, emails, ...(random.chance(0.4) && { phone: phone(place, random) }) }
}

function individual(key: string, self: { first: string; name: string }, domain: string, random: Random): PersonPlan {
  const emails = [`${localPart(self.name)}@${domain}`]
  return { key: `${key}/0`, ...self, title: random.pick(titles['Individual'] ?? []), emails }
}

const phone = (place: Place, random: Random) => `${place.dial} ${String(random.int(0, 9999)).padStart(4, '0')}`

/** The same investor under a second name, as it happens when five people keep a table: for the duplicate finder. */
export function nearDuplicate(original: InvestorPlan, number: number): InvestorPlan {
  const variants = [
    original.name.normalize('NFKD').replace(/\p{M}/gu, ''),
    original.name.replace(/,? L\.P\.$/, '').replace('&', 'and'),
    original.name.replace(/^(\S+) (\S+)$/, '$2, $1'),
    original.name.startsWith('The ') ? original.name.slice(4) : `The ${original.name}`,
  ]
  const name = variants.find((variant) => variant !== original.name)
  const [person] = original.people
  return {
    ...original,
    key: `${original.key}-again-${number}`,
    name: name ?? original.name,
    source: 'Placement conference, Zürich',
    people: person ? [{ ...person, key: `${original.key}-again-${number}/0`, emails: person.emails.slice(0, 1) }] : [],
    notes: '',
    tags: [],
    cells: {},
  }
}
