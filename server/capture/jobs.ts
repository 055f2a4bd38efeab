import { z } from 'zod'

/** What a mailbox still has to list; kept with its state, so that it outlives the process. */
export type Job = SearchJob | RelistJob

/**
 * Looks for mail with these addresses. `known` are those that were known all the while: only they end up as searched, for
 * what was listed while one was not known has been passed by. `begun` is when (UTC ISO 8601).
 */
export type SearchJob = { kind: 'search'; asked: string[]; known: string[]; begun: string; page: string | null }

/** Goes through everything since `after` (epoch seconds), for the time an expired cursor cannot tell of. */
export type RelistJob = { kind: 'relist'; after: number; page: string | null }

const page = z.string().nullable()
const stored = z.array(
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('search'),
      asked: z.array(z.string()),
      known: z.array(z.string()),
      begun: z.string(),
      page,
    }),
    z.object({ kind: z.literal('relist'), after: z.number(), page }),
  ]),
)

/** One at a time: what comes after a search is worked out from what was searched. */
export const jobIn = (jobs: unknown): Job | null => stored.parse(jobs)[0] ?? null

/** Drafts and chats are no mail; spam and trash Gmail leaves out by itself. */
export const mailOnly = '-in:drafts -in:chats'

/** The question to Gmail. An address stands in any of the four headers: `{…}` is Gmail's OR. */
export function questionOf(job: Job): string {
  return job.kind === 'relist' ? `${mailOnly} after:${job.after}` : `${mailOnly} ${withAnyOf(job.asked)}`
}

export function withAnyOf(addresses: string[]): string {
  const terms = addresses.flatMap((address) => places.map((place) => withThe(place, address)))
  return `{${terms.join(' ')}}`
}

const places = ['from', 'to', 'cc', 'bcc'] as const

export const withThe = (place: (typeof places)[number], address: string) => `${place}:${quoted(address)}`

/** Marks that mean something in a question stand in quotes; within them only the quote itself would end it. */
const quoted = (address: string) => (/^[\w.@'+~-]+$/u.test(address) ? address : `"${address.replaceAll(/["\\]/g, '')}"`)

/** Four terms each keep a question well below what a web address may be long. */
const mostAddresses = 20
const mostCharacters = 600

/** Cuts addresses into groups that are asked for together. */
export function groupsOf(addresses: readonly string[]): string[][] {
  const groups: string[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const address of addresses) {
    size += address.length
    if (size > mostCharacters || (groups.at(-1)?.length ?? 0) >= mostAddresses) {
      groups.push([])
      size = address.length
    }
    groups.at(-1)?.push(address)
  }
  return groups
}
