/**
 * Every place that shows what was said, and where to look at it. A route that answers a word somebody keeps and is not named
 * here makes `privacy.test.ts` fail: name it, and it is checked for every level and reader.
 */
import type { Planted } from './planted.ts'

type Ids = Planted['ids']
/** `says` is what its owner reads there: subject lines, words, or both; `/admin` and the audit log are an admin's. */
export type Surface = { says: ('subject' | 'words')[] }

const both: Surface = { says: ['subject', 'words'] }
const subject: Surface = { says: ['subject'] }
const words: Surface = { says: ['words'] }

export const surfaces: Record<string, Surface> = {
  // The API
  '/api/activity': both,
  '/api/audit-log': both,
  '/api/communications': both,
  '/api/communications/:id': both,
  '/api/meetings/:id': both,
  '/api/proposals': subject,
  '/api/proposals/:id': subject,
  '/api/reports/unanswered': subject,
  // The panel
  '/account/mailbox': subject,
  '/activity': words,
  '/activity.csv': words,
  '/admin/log': words,
  '/admin/log/export.csv': words,
  '/communications': both,
  '/communications.csv': both,
  '/communications/:id/edit': both,
  '/contacts/:id': both,
  '/investors/:id': both,
  '/investors/:id/changes': words,
  '/investors/:id/history': words,
  '/investors/:id/history.csv': words,
  '/mail/:id': both,
  '/mail/:id/body': both,
  '/mail/:id/message': words,
  '/mail/threads/:id': both,
  '/meetings/:id': both,
  '/review': both,
  '/search': subject,
  '/today': subject,
  '/unanswered': subject,
}

/** Answers that hold the whole database or never end; each is looked at in a test of its own. */
export const apart: Record<string, string> = {
  '/*': 'the files of the panel, the same for everybody',
  '/api/events': 'a stream: looked at below',
  '/admin/backups/:name/file': 'a whole database, which is exempt and for admins alone',
}

const none = ['nothing-has-this-id']

/** What to ask for in the place of each parameter, and which questions to ask a list. */
export function addressesOf(pattern: string, ids: Ids): string[] {
  const own = asked[pattern]?.(ids)
  if (own) return own
  if (!/[:*]/.test(pattern)) return [pattern]

  const found = Object.entries(named).find(([prefix]) => pattern.startsWith(prefix))
  const values = found?.[1](ids) ?? []
  return values.map((id) => pattern.replace(/:\w+/, id))
}

const named: Record<string, (ids: Ids) => string[]> = {
  '/api/communications/': ({ logs, bulk }) => [...logs, bulk],
  '/api/contacts/': ({ maya }) => [maya],
  '/api/fundraising/rows/': ({ harbor }) => [harbor],
  '/api/funds/': ({ fund }) => [fund],
  '/api/meetings/': ({ meeting }) => [meeting],
  '/api/opportunities/': ({ deal }) => [deal],
  '/api/organizations/': ({ harbor }) => [harbor],
  '/api/proposals/': ({ proposal }) => [proposal],
  '/api/tasks/': ({ task }) => [task],
  '/api/users/': ({ marcus }) => [marcus],
  '/api/fundraising/': () => none,
  '/api/feature-requests/': () => none,
  '/admin/funds/': ({ fund }) => [fund],
  '/admin/': () => none,
  '/automations/': () => none,
  '/communications/': ({ logs }) => logs,
  '/contacts/': ({ maya }) => [maya],
  '/fields/': () => none,
  '/import/': () => none,
  '/invite/': () => none,
  '/investors/': ({ harbor }) => [harbor],
  '/mail/threads/': ({ thread }) => [thread],
  '/mail/': ({ mail, answer, bulk, waiting }) => [mail, answer, bulk, waiting],
  '/meetings/': ({ meeting }) => [meeting],
  '/opportunities/': ({ deal }) => [deal],
  '/review/': ({ proposal }) => [proposal],
  '/sign-in/': () => none,
  '/tasks/': ({ task }) => [task],
  '/undo/': ({ edit }) => [edit],
  '/wishes/': () => none,
}

const search = (path: string) => ['zirconium', 'quokkabody', 'quokkacall', 'quokkanews'].map((word) => `${path}${word}`)

const asked: Record<string, (ids: Ids) => string[]> = {
  '/api/activity': ({ maya, marcus }) =>
    ['', `?contact_id=${maya}`, `?user_id=${marcus}`].map((q) => `/api/activity${q}`),
  '/api/audit-log': () => ['/api/audit-log?limit=1000', '/api/audit-log?entity=communications&limit=1000'],
  '/api/communications': ({ thread, maya }) => [
    ...['', `?thread_id=${thread}`, `?contact_id=${maya}`, '?address=maya.chen@harborfo.example'].map(
      (query) => `/api/communications${query}`,
    ),
    ...search('/api/communications?search='),
  ],
  '/communications': () => ['/communications', ...search('/communications?search=')],
  '/communications.csv': () => ['/communications.csv', ...search('/communications.csv?search=')],
  '/contacts/:id': ({ maya }) => [`/contacts/${maya}`, `/contacts/${maya}?captured=1`],
  '/investors/:id': ({ harbor }) => ['', '?captured=1', '?kind=changes'].map((query) => `/investors/${harbor}${query}`),
  '/investors/:id/facts/:key': ({ harbor }) => [`/investors/${harbor}/facts/city`],
  '/mail/:id/attachments/:part': ({ mail }) => [`/mail/${mail}/attachments/2`],
  '/mail/:id/body': ({ mail }) => [`/mail/${mail}/body`, `/mail/${mail}/body?remote=1`],
  '/api/fundraising/rows': () => ['/api/fundraising/rows', '/api/fundraising/rows?as_of=2026-11-15T09:00:00Z'],
  '/search': () => search('/search?q='),
}
