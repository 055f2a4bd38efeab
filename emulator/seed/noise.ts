import { createHash } from 'node:crypto'
import { day } from './calendar.ts'
import type { InvestorPlan, MailPlan } from './plan.ts'
import { mailbox, staff } from './staff.ts'
import { notAfterNow, slotsFor, type Telling } from './telling.ts'

type Draft = { from: string; to: string | string[]; cc?: string[]; subject: string; text: string; bulk?: boolean }

const people = Object.values(staff)
const us = people.map(mailbox)

const newsletters: [sender: string, subject: string][] = [
  ['Allocator Weekly <news@allocator-weekly.example>', 'What pension boards ask this autumn'],
  ['Fund Admin Digest <digest@fundadmin.example>', 'New reporting templates, and when they bite'],
  ['Venture Almanac <hello@venture-almanac.example>', 'Seed rounds got smaller again'],
  ['Conference Desk <desk@lp-summit.example>', 'Early-bird tickets end on Friday'],
]

const internal: [subject: string, text: string][] = [
  ['Pipeline meeting', 'Agenda for tomorrow: the three committees in December, and who flies to Zürich.'],
  ['Data room index', 'I renumbered section 2, links in older e-mails still work.'],
  ['Holiday cover', 'I am away next week; Priya has my open threads.'],
  ['Dinner for Fund I investors', 'Forty yes, nine no, the rest silent. Shall we call them?'],
]

const strangers: [sender: string, subject: string, text: string][] = [
  [
    'Tobias Renner <t.renner@renner-kapital.example>',
    'Fund II',
    'a colleague mentioned your fund. We are a small family office in Graz and look for two managers a year. Could we talk?',
  ],
  [
    'Yuki Sakamoto <y.sakamoto@hoshiyama.example>',
    'Introduction from Emeka Okonkwo',
    'Emeka suggested I write to you. We would like to see the deck of your second fund.',
  ],
  [
    'Patricia Lund <p.lund@lundlegal.example>',
    'Your fund formation counsel',
    'we act for several emerging managers and would be glad to introduce ourselves.',
  ],
]

/** Everything else a mailbox holds: newsletters, colleagues, strangers, new people at known firms, two firms in one thread. */
export function addNoise(story: Telling, investors: InvestorPlan[]): void {
  const { random } = story
  for (let week = 0; week < 16; week += 1) {
    const [from, subject] = random.pick(newsletters)
    const text = `${subject}\n\nRead it in the browser: https://news.example/${week + 1}\n\nUnsubscribe: https://news.example/bye`
    post(story, week * 7 + 1, { from, to: random.pick(us), subject, text, bulk: true })
  }
  for (const [index, [subject, text]] of internal.entries()) {
    const [from = '', ...to] = random.some(us, 3)
    post(story, index * 9 + 2, { from, to, subject, text: `Hi all,\n\n${text}` })
  }
  for (const [index, [from, subject, text]] of strangers.entries()) {
    post(story, index * 3 + 1, { from, to: us[index % us.length] ?? '', subject, text: `Hello,\n\n${text}` })
  }
  for (const investor of random.some(companiesAmong(investors), 10)) newcomer(story, investor)
  for (let n = 0; n < 6; n += 1) twoTogether(story, random.some(companiesAmong(investors), 2))
}

/** Somebody the record does not know writes from a domain it knows. */
function newcomer(story: Telling, investor: InvestorPlan): void {
  const { random } = story
  const [first, last] = random.pick([
    ['Robin', 'Sandberg'],
    ['Alex', 'Marchetti'],
    ['Kim', 'Oduya'],
    ['Noor', 'Brandt'],
  ]) as [string, string]
  const owner = staff[investor.owner]
  const slots = slotsFor(story, investor, investor.owner, story.now)
  const text = `Hi ${owner.first},\n\nI have joined ${investor.name} and take over the fund relationships from ${slots.first}. Could you add me to your distribution list?\n\nBest,\n${first} ${last}`
  const email = `${first}.${last}@${investor.domain}`.toLowerCase()
  post(story, random.int(0, 30), {
    from: `${first} ${last} <${email}>`,
    to: mailbox(owner),
    subject: 'New contact',
    text,
  })
}

/** Two investors in one thread: the sidebar has to ask which one is meant. */
function twoTogether(story: Telling, [one, other]: InvestorPlan[]): void {
  const [a, b] = [one?.people[0], other?.people[0]]
  if (!one || !other || !a || !b) return

  const owner = staff[one.owner]
  const to = [a, b].map((person) => mailbox({ name: person.name, email: person.emails[0] ?? '' }))
  const text = `Dear ${a.first}, dear ${b.first},\n\nyou asked me independently who else looks at industrial software, so let me introduce you to each other: ${one.name} and ${other.name} came to the same conclusions last year.\n\nI leave it to you from here.\n\n${owner.name}`
  post(story, story.random.int(1, 60), {
    from: mailbox(owner),
    to,
    subject: `Introduction: ${a.first} and ${b.first}`,
    text,
  })
}

const companiesAmong = (investors: InvestorPlan[]) =>
  investors.filter((investor) => investor.type !== 'Individual' && investor.people.length > 0)

function post(story: Telling, daysAgo: number, { bulk, text, ...draft }: Draft): void {
  const at = new Date(story.now.getTime() - daysAgo * day - story.random.int(1, 9) * 60 * 60_000)
  const date = notAfterNow(story, at)
  const identity = createHash('sha256').update(`${draft.subject} ${draft.from} ${date.toISOString()}`).digest('hex')
  const message: MailPlan['message'] = {
    ...draft,
    date,
    text: `${text}\n`,
    messageId: `${identity.slice(0, 24)}@${/@([^>]+)/.exec(draft.from)?.[1] ?? 'mail.example'}`,
    ...(bulk && { headers: { 'List-Unsubscribe': '<https://news.example/bye>', Precedence: 'bulk' } }),
  }
  story.mail.push({ message, read: daysAgo > 3 })
}
