/** The dates of LP status that come with a fund, as columns of a file go there: also of a fund the file brings itself. */

import { fold } from '../../shared/fold.ts'
import type { Db } from '../db/db.ts'
import { lpSteps, statusColumnsOf } from '../funds/fund-columns.ts'
import { fundByName } from '../funds/funds.ts'
import { isHalf } from './header-fits.ts'
import type { Column } from './infer.ts'
import type { Mapping, Proposal } from './mapping.ts'
import { strays } from './misfits.ts'
import { fundNamed, type Ground } from './targets.ts'

/** `docs signed`, `wire received` or `K-1 sent`, as the columns of a fund call it. */
export const steps: string[] = lpSteps.map(({ words }) => words)

/** Whether a header ends in one of the steps. Such a column is no money, however empty it is. */
export const namesStep = (header: string): boolean => steps.some((step) => fold(header.trim()).endsWith(fold(step)))

/** Every column a fund of this name brings for its LP status: the word of the target and the label it will have. */
export const statusTargets = (fund: string) =>
  steps.map((step) => ({ word: `status:${fund}:${step}`, label: `${fund} ${step}` }))

/** The funds these targets name that are not here yet. */
export function fundsBrought(targets: Iterable<string | null>, ground: Ground): string[] {
  const found = new Map<string, string>()
  for (const target of targets) {
    const name = /^(?:commitment:(.+):(?:soft|signed|funded)|status:(.+):[^:]+)$/.exec(target ?? '')
    const fund = name?.[1] ?? name?.[2]
    if (fund && !fundNamed(fund, ground) && !found.has(fold(fund))) found.set(fold(fund), fund)
  }
  return [...found.values()]
}

/**
 * A fund the file brings comes with columns for its LP status. A header that is the name of one means that one, not a
 * second column beside it, as it would if the fund were here already. `agreed` are targets a person chose: of those only a
 * new date column is the same thing.
 */
export function onBroughtFunds(proposals: Proposal[], columns: Column[], agreed: Mapping, ground: Ground): Proposal[] {
  const brought = fundsBrought(
    proposals.map(({ target }) => target),
    ground,
  )
  const open = new Map(brought.flatMap(statusTargets).map(({ word, label }) => [fold(label), word]))
  for (const [label, word] of open)
    if (proposals.some(({ target }) => fold(target ?? '') === fold(word))) open.delete(label)

  return proposals.map((proposal, at) => {
    const column = columns[at]
    const label = fold(proposal.header.trim())
    const word = open.get(label)
    if (!word || !column || !takesDates(proposal, column, agreed)) return proposal
    open.delete(label)
    return { ...doubtOf(column), header: proposal.header, target: word }
  })
}

function takesDates({ header, target }: Proposal, { filled, fits }: Column, agreed: Mapping): boolean {
  if (target === 'new:date') return true
  if (Object.hasOwn(agreed, header) && agreed[header] === target) return false

  return target?.startsWith('new:') === true && (filled === 0 || isHalf(fits.date, filled))
}

function doubtOf({ filled, fits, doubt }: Column): { doubt?: string } {
  const said = fits.date.count < filled ? strays(filled, fits.date, ['date', 'dates']) : doubt
  return filled > 0 && said ? { doubt: said } : {}
}

/**
 * The key of such a column once its fund was added: it has a number behind its name where another column was called so
 * before.
 */
export function statusKey(db: Db, name: string, step: string): string | undefined {
  const fund = fundByName(db, name)
  const own = fund ? statusColumnsOf(db, fund.id) : []
  return own.find(({ label }) => fold(label).startsWith(fold(`${name} ${step}`)))?.key
}
