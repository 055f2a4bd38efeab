import { slug } from '../../server/grid/fields.ts'
import type { Place } from './places.ts'
import type { Random } from './random.ts'

const things = [
  'Harrow',
  'Lantern',
  'Kingfisher',
  'Copperbeech',
  'Meridian Arch',
  'Anvil',
  'Sextant',
  'Greywater',
  'Foxglove',
  'Halyard',
  'Ironbark',
  'Juniper',
  'Lodestar',
  'Millrace',
  'Osprey',
  'Peregrine Gate',
  'Quarry Lane',
  'Redwing',
  'Sable',
  'Tideline',
  'Umber',
  'Wayfarer',
  'Yarrow',
  'Beacon Hollow',
  'Causeway',
  'Driftwood',
  'Evenstar',
  'Flintlock',
  'Gannet',
  'Hearthstone',
]

type Namer = (place: Place, random: Random) => string

const family = (place: Place, random: Random) => random.pick(place.family)
const land = (place: Place, random: Random) => random.pick(place.lands)
const thing = (_: Place, random: Random) => random.pick(things)

/** Templates per type of investor: `F` is a family name, `L` an invented land, `T` a thing. */
const everywhere: Record<string, string[]> = {
  'Family office': [
    'F Family Office',
    'F & Sons',
    'F Holdings',
    'T Private Capital',
    'F Family Partners, L.P.',
    'T House',
    'F & F Capital',
    'The F Trust',
  ],
  Pension: [
    'L Teachers’ Retirement System',
    'L County Employees Pension',
    'L Firefighters Pension Fund',
    'L Public Employees Retirement Board',
    'L Municipal Pension',
  ],
  Endowment: [
    'L University Endowment',
    'L College Endowment',
    'L Institute of Technology Endowment',
    'L School of Medicine Endowment',
  ],
  Foundation: ['F Foundation', 'The F Family Foundation', 'L Community Foundation', 'T Foundation', 'F Memorial Trust'],
  'Fund of funds': [
    'T Fund of Funds, L.P.',
    'T Access Partners',
    'T Capital Partners II, L.P.',
    'T Venture Select III',
    'L Emerging Managers, L.P.',
  ],
  Insurance: ['L Mutual', 'L Life Assurance', 'T Re', 'L Farmers Insurance', 'T & L Assurance'],
  'Sovereign wealth': ['L Reserve Authority', 'L Future Generations Fund'],
  Corporate: ['T Industries Ventures', 'F Group Strategic Investments', 'T Logistics', 'F Technologies'],
}

/** What institutions are called where English is not spoken. */
const local: Record<string, Record<string, string[]>> = {
  Germany: {
    Pension: ['Versorgungswerk L', 'Pensionskasse L VVaG'],
    Foundation: ['F-Stiftung', 'Stiftung L'],
    'Family office': ['F & Söhne', 'F Vermögensverwaltung GmbH', 'F Beteiligungen'],
    Insurance: ['L Versicherung a.G.'],
  },
  Switzerland: {
    Pension: ['Pensionskasse L'],
    Foundation: ['Stiftung F', 'Fondation F'],
    'Family office': ['F & Cie', 'F Family Office AG'],
  },
  France: {
    Pension: ['Caisse de retraite L'],
    Foundation: ['Fondation F', 'Fondation L'],
    'Family office': ['F Patrimoine', 'Financière F', 'F Frères'],
    Insurance: ['Mutuelle L'],
  },
  Spain: {
    Foundation: ['Fundación F'],
    'Family office': ['Inversiones F', 'F e Hijos', 'Casa F'],
    Insurance: ['Mutua L'],
  },
  Brazil: {
    Foundation: ['Fundação L'],
    'Family office': ['F Participações', 'F & Filhos'],
    Pension: ['Previdência L'],
  },
  Italy: { Foundation: ['Fondazione F'], 'Family office': ['F Partecipazioni', 'Fratelli F'], Pension: ['Cassa L'] },
  Sweden: { Foundation: ['Stiftelsen F'], Pension: ['L Pensionskassa'], 'Family office': ['F Invest AB', 'F & Söner'] },
  Netherlands: {
    Foundation: ['Stichting F'],
    Pension: ['Pensioenfonds L'],
    'Family office': ['F Beheer B.V.', 'F & Zonen'],
  },
  Poland: { Foundation: ['Fundacja F'], 'Family office': ['F i Synowie', 'F Capital'] },
  Australia: { Pension: ['L Superannuation', 'L Super'] },
  Japan: { Insurance: ['L Life Insurance'], Corporate: ['F Holdings K.K.'] },
  Canada: { Foundation: ['Fondation F', 'F Foundation'], Pension: ['L Teachers’ Pension Plan'] },
}

export const personName = (place: Place, random: Random): { first: string; name: string } => {
  const first = random.pick(place.given)
  return { first, name: `${first} ${family(place, random)}` }
}

/** A name an investor of this type and country might have. */
export function investorName(type: string, place: Place, random: Random): string {
  const templates = [...(local[place.country]?.[type] ?? []), ...(everywhere[type] ?? ['F'])]
  const parts: Record<string, Namer> = { F: family, L: land, T: thing }
  return random.pick(templates).replace(/\b[FLT](?=$|[\s,-])/g, (letter) => parts[letter]?.(place, random) ?? letter)
}

/** Legal forms and fillers an investor leaves out of its own domain. */
const quiet = /\b(the|l\.p\.|gmbh|vvag|a\.g\.|ag|ab|b\.v\.|k\.k\.|iii|ii)(?=\s|,|$)/gi

/** `The Pruitt Family Foundation` → `pruitt-family-foundation.example` */
export function domainFor(name: string): string {
  const plain = name
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .replace(/[’']/g, '')
    .replace(quiet, '')
  return `${shortened(slug(plain).split('_'))}.example`
}

/** Nobody types `copper-mesa-teachers-retirement-system`: long names keep their first word and initials. */
function shortened(words: string[]): string {
  const whole = words.join('-')
  if (whole.length <= 26) return whole

  return `${words[0]}-${words
    .slice(1)
    .map((word) => word[0])
    .join('')}`
}

/** The part before the @ of a name: `Jürgen Müller` → `juergen.mueller`. */
export const localPart = (name: string): string => slug(transliterated(name)).replaceAll('_', '.')

/** German umlauts as Germans write them in addresses; other accents fall away. */
const transliterated = (name: string) =>
  name
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[äöüßłø]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ł: 'l', ø: 'o' })[letter] ?? letter)
