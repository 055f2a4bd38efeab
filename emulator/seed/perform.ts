import { actorOf } from '../../server/accounts/users.ts'
import { logCommunication } from '../../server/communications/log.ts'
import { addContact, linkContact } from '../../server/contacts/contacts.ts'
import type { Db } from '../../server/db/db.ts'
import { act, record, type Tx } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { editCells } from '../../server/grid/cells.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { editOpportunity, flagOpportunity, moveOpportunity } from '../../server/pipeline/opportunities.ts'
import { type Cast, known } from './cast.ts'
import type { ActPlan, Deed, FundKey, InvestorPlan, PersonPlan } from './plan.ts'
import { carryOutForTeam, letRulesWork } from './team/perform.ts'
import { isTeamDeed } from './team/plan.ts'

/** Carries out one planned act through the same domain functions people use. */
export function perform(db: Db, cast: Cast, plan: ActPlan): void {
  const actor = actorOf(cast.staff[plan.by], plan.surface)
  const work = (tx: Tx) => {
    for (const deed of plan.deeds) carryOut(tx, cast, deed)
    if (plan.surface === 'import') report(tx, plan)
  }
  act(db, actor, plan.what, work, { now: plan.at })
  if (plan.deeds.some(({ deed }) => deed === 'switch on')) letRulesWork(db, plan.at)
}

/** What an import leaves behind beside its rows, so that it stands among the past ones with its numbers. */
function report(tx: Tx, { what, deeds }: ActPlan): void {
  const created = deeds.filter(({ deed }) => deed === 'add investor').length
  const numbers = { created, updated: 0, unchanged: 0, error_count: 0, errors: [], warnings: [], finished: true }
  const fileName = what.replace(/^Imported “(.*)”$/, '$1')
  record(tx, 'imports', { fileName, entityType: 'investors', batch: tx.batchId, report: numbers })
}

function carryOut(tx: Tx, cast: Cast, deed: Deed): void {
  if (isTeamDeed(deed)) carryOutForTeam(tx, cast, deed)
  else if (deed.deed === 'add investor') add(tx, cast, deed.investor)
  else if (deed.deed === 'add person') addPerson(tx, cast, deed.person, deed.investors, deed.role)
  else if (deed.deed === 'commit') commit(tx, cast, deed)
  else if (deed.deed === 'flag') flag(tx, cast, deed)
  else if (deed.deed === 'move') move(tx, cast, deed)
  else if (deed.deed === 'plan next') planNext(tx, cast, deed)
  else if (deed.deed === 'log') log(tx, cast, deed)
  else editCells(tx, known(cast.investors, deed.investor), deed.values)
}

type Of<D extends Deed['deed']> = Extract<Deed, { deed: D }>

function add(tx: Tx, cast: Cast, plan: InvestorPlan): void {
  const { name, type, list, city, country, source, phone, notes, tags, cells } = plan
  const owner = cast.staff[plan.owner].id
  const website = type === 'Individual' ? null : `https://www.${plan.domain}`
  const values = { name, type, list, owner, city, country, source, phone, notes, tags, website, ...cells }
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null)

  cast.investors.set(plan.key, addInvestor(tx, Object.fromEntries(given)).id)
  for (const person of plan.people) addPerson(tx, cast, person, [plan.key])
}

function addPerson(tx: Tx, cast: Cast, person: PersonPlan, investors: string[], role?: string): void {
  const { name, title, emails, phone, notes } = person
  const contact = addContact(tx, { name, title, emails, phone, notes })
  cast.people.set(person.key, contact.id)
  for (const key of investors) linkContact(tx, contact.id, known(cast.investors, key), role ?? null)
}

function commit(tx: Tx, cast: Cast, deed: Of<'commit'>): void {
  const { measure, date, kind, note } = deed
  const place = { investor_id: known(cast.investors, deed.investor), fund_id: cast.funds[deed.fund] }
  enterCommitment(tx, { ...place, measure, date, kind, note, amount: cents(deed.dollars) })
}

function flag(tx: Tx, cast: Cast, deed: Of<'flag'>): void {
  const { stage, probability } = deed
  const place = { investor_id: known(cast.investors, deed.investor), fund_id: cast.funds[deed.fund] }
  const made = flagOpportunity(tx, { ...place, stage, probability, expected_amount: cents(deed.dollars) })
  cast.opportunities.set(`${deed.investor} ${deed.fund}`, made.id)
}

const move = (tx: Tx, cast: Cast, deed: Of<'move'>) =>
  moveOpportunity(tx, opportunity(cast, deed), { stage: deed.to, reason: deed.reason ?? null })

const planNext = (tx: Tx, cast: Cast, deed: Of<'plan next'>) =>
  editOpportunity(tx, opportunity(cast, deed), { next_step: deed.step, next_step_at: deed.due })

function log(tx: Tx, cast: Cast, { type, summary, mail, ...deed }: Of<'log'>): void {
  const contact_ids = deed.people.map((key) => known(cast.people, key))
  const occurred_at = mail ? mail.at.toISOString() : tx.at
  for (const investor of deed.investors) {
    const form = { investor_id: known(cast.investors, investor), type, summary, occurred_at, contact_ids }
    logCommunication(tx, form, mail)
  }
}

const opportunity = (cast: Cast, { investor, fund }: { investor: string; fund: FundKey }) =>
  known(cast.opportunities, `${investor} ${fund}`)

const cents = (dollars: number) => Math.round(dollars * 100)
