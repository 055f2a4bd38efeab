import { hashPassword } from '../../server/accounts/passwords.ts'
import { newSecret } from '../../server/accounts/secrets.ts'
import { addUser, type User } from '../../server/accounts/users.ts'
import { tagNamed } from '../../server/contacts/tags.ts'
import { systemActor } from '../../server/db/actor.ts'
import type { Db } from '../../server/db/db.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { addFund } from '../../server/funds/funds.ts'
import { addField, type FieldForm } from '../../server/grid/fields.ts'
import { refreshEveryFormula } from '../../server/grid/formulas/timed.ts'
import type { Choice } from '../../shared/fields.ts'
import { daysBefore } from './calendar.ts'
import type { Cast } from './cast.ts'
import { coreTags } from './core-story.ts'
import { switchOnMailboxes } from './mailboxes.ts'
import { perform } from './perform.ts'
import type { FundKey, StaffKey, Story } from './plan.ts'
import { everybody, staff, type vera } from './staff.ts'

const ratings: Choice[] = [
  { name: 'A', color: 'green' },
  { name: 'B', color: 'yellow' },
  { name: 'C', color: 'gray' },
]

const strategies: Choice[] = [
  { name: 'Climate', color: 'teal' },
  { name: 'Software', color: 'blue' },
  { name: 'Health', color: 'pink' },
  { name: 'Deep tech', color: 'purple' },
]

const customFields: FieldForm[] = [
  { key: 'rating', label: 'Rating', type: 'single_select', options: { choices: ratings } },
  {
    key: 'strategy_fit',
    label: 'Strategy fit',
    type: 'multi_select',
    options: { choices: strategies },
  },
  { key: 'first_met', label: 'First met', type: 'date' },
  { key: 'consultant', label: 'Consultant', type: 'text' },
  { key: 'lpac', label: 'On the advisory committee', type: 'checkbox' },
]

/**
 * Writes a story into a database that holds nothing but the ground. One transaction around all acts: the disk syncs
 * once, and a demo that is stopped half-way leaves nothing behind.
 */
export async function seedStory(db: Db, story: Story, now: Date): Promise<Cast> {
  // Nobody knows these passwords: people come in by sign-in links.
  const passwordHash = await hashPassword(newSecret())
  const write = db.$client.transaction(() => {
    const cast = layTheTable(db, passwordHash, daysBefore(now, 426))
    for (const plan of story.acts) perform(db, cast, plan)
    switchOnMailboxes(db, cast, now)
    return cast
  })
  const cast = write()
  await refreshEveryFormula(db, now)
  return cast
}

/** The people, the funds and the fund's own columns, the day before the first import. */
function layTheTable(db: Db, passwordHash: string, now: Date): Cast {
  const set = (tx: Tx): Cast => {
    const people = new Map(everybody.map((person) => [person.email, addUser(tx, newUser(person, passwordHash))]))
    const funds = { 'Fund I': addFund(tx, { name: 'Fund I', target: 95_000_000_00 }), 'Fund II': addFund(tx, fundTwo) }
    for (const field of customFields) addField(tx, field)
    for (const tag of coreTags) tagNamed(tx, tag)
    return {
      staff: mapStaff((key) => personNamed(people, staff[key].email)),
      funds: { 'Fund I': funds['Fund I'].id, 'Fund II': funds['Fund II'].id } satisfies Record<FundKey, string>,
      investors: new Map(),
      people: new Map(),
      opportunities: new Map(),
      tasks: new Map(),
      wishes: new Map(),
    }
  }
  return act(db, systemActor('cli'), 'Set up Northlight Ventures', set, { now }).result
}

const fundTwo = { name: 'Fund II', target: 200_000_000_00, hard_cap: 250_000_000_00 }

const newUser = ({ email, name, role }: typeof vera, passwordHash: string) => ({
  email,
  full_name: name,
  role,
  passwordHash,
})

const mapStaff = (user: (key: StaffKey) => User): Cast['staff'] => ({
  ines: user('ines'),
  marcus: user('marcus'),
  priya: user('priya'),
})

function personNamed(people: Map<string, User>, email: string): User {
  const user = people.get(email)
  if (!user) throw new Error(`nobody has the address ${email}`)
  return user
}
