/** Addresses and domains whose mail leaves no trace: from now on, and back to the first message. */
import { domainOf, normaliseAddress } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import type { Row } from '../db/entities.ts'
import { prepared } from '../db/prepared.ts'
import { archive, note, record, type Tx } from '../db/write.ts'
import { invalid } from '../errors.ts'
import { isFreeMail } from '../proposals/noise.ts'
import { type Erased, eraseNeverLogged } from './erase.ts'
import { domainKey, ownBook } from './own.ts'

export type NeverLog = Pick<Row<'never_log'>, 'id' | 'kind' | 'value' | 'createdAt' | 'createdBy'>

/** By kind, then by name. */
export const listNeverLog = (db: Db): NeverLog[] => prepared<NeverLog>(db, `${entries} ORDER BY kind, value, id`).all()

const entries = 'SELECT id, kind, value, created_at AS createdAt, created_by AS createdBy FROM live_never_log'

/**
 * Adds an address or a domain (with all below it) and erases what is held of their mail and meetings; one that is listed
 * already is erased again. `scrubSoon` has to be called once this is committed: until then its bytes are in the file.
 */
export function addNeverLog(
  tx: Tx,
  given: Given & { confirm?: boolean | undefined },
  workspaceDomain: string | null = null,
): { entry: NeverLog; erased: Erased } {
  const wanted = checkedNeverLog(tx.db, given, workspaceDomain)
  if (isEverybodys(wanted) && !given.confirm) throw invalid({ confirm: everybodysSentence(wanted) })
  const known = listNeverLog(tx.db).find(({ kind, value }) => kind === wanted.kind && value === wanted.value)
  // By its entry the act is known as one of which nobody is told more.
  if (known) note(tx, 'never_log', known.id, 'listed_again')
  const entry = known ?? record(tx, 'never_log', wanted)
  return { entry, erased: eraseNeverLogged(tx) }
}

export type Given = { address: string } | { domain: string }
export type Wanted = Pick<NeverLog, 'kind' | 'value'>

/** What was given as it would be listed; 422 for what is no address or domain, and for what is our own. */
export function checkedNeverLog(db: Db, given: Given, workspaceDomain: string | null): Wanted {
  const wanted = 'address' in given ? checkedAddress(given.address) : checkedDomain(given.domain)
  refuseOwn(db, wanted, workspaceDomain)
  return wanted
}

/** At a free mail provider people have nothing in common, and investors write from there too. */
export const isEverybodys = ({ kind, value }: Wanted): boolean => kind === 'domain' && isFreeMail(domainKey(value))

const everybodysSentence = ({ value }: Wanted): string =>
  `Anybody may have an address at ${value}: this erases the mail of everybody who does. Confirm that, or list one address.`

function checkedAddress(address: string): Wanted {
  const value = normaliseAddress(address)
  if (value === null) throw invalid({ address: `“${address.slice(0, 320)}” is not an e-mail address.` })

  return { kind: 'address', value }
}

/** A whole top-level domain would erase half of what there is. What is below a domain is meant with it: `*.` says no more. */
function checkedDomain(domain: string): Wanted {
  const value = domainOf(`somebody@${domain.trim().replace(/^@?(?:\*?\.)?/, '')}`)
  const isDomain = value !== null && /^[^.*]+(?:\.[^.*]+)+$/.test(value)
  if (!isDomain) throw invalid({ domain: `Give a domain such as lawyers.example, not “${domain.slice(0, 253)}”.` })

  return { kind: 'domain', value }
}

/** Every message has one of us on it: nothing would be left. */
function refuseOwn(db: Db, { kind, value }: Wanted, workspaceDomain: string | null): void {
  const { isOwn } = ownBook(db, workspaceDomain)
  if (kind === 'address' && isOwn(value)) {
    throw invalid({ address: 'This is an address of your own. Switch the mailbox off instead.' })
  }
  const holdsUs = [...(workspaceDomain ? [workspaceDomain] : []), ...ownDomains(db)].map(domainKey)
  const wide = domainKey(value)
  if (kind === 'domain' && (isOwn(`x@${value}`) || holdsUs.some((own) => own === wide || own.endsWith(`.${wide}`)))) {
    throw invalid({ domain: 'This is your own domain. Switch mailboxes off instead.' })
  }
}

const ownDomains = (db: Db): string[] =>
  prepared<string>(db, 'SELECT address FROM live_mailboxes')
    .pluck()
    .all()
    .flatMap((a) => domainOf(a) ?? [])

/** Their mail is captured again from now on; what was left out is searched for anew, under whichever address it has. */
export function removeNeverLog(tx: Tx, id: string): NeverLog {
  const entry = archive(tx, 'never_log', id)
  prepared(tx.db, 'DELETE FROM mail_searched').run()
  return entry
}
