/**
 * The story everybody learns the product by: eight organisations, twelve people, six Fund I commitments of $83M in
 * all, six Fund II opportunities of $40M in all, eight communications and six tags.
 */
import type { CommunicationType } from '../../shared/gateway.ts'
import type { InvestorPlan, PersonPlan, StaffKey } from './plan.ts'
import type { Line } from './threads.ts'

const million = 1_000_000

const person = (key: string, name: string, title: string, ...emails: string[]): PersonPlan => ({
  key,
  name,
  first: name.split(' ')[0] ?? name,
  title,
  emails,
})

export const coreTags = ['Anchor', 'Re-up likely', 'Warm intro', 'First close', 'ESG questionnaire', 'Side letter']

export const coreInvestors: InvestorPlan[] = [
  {
    key: 'harbor',
    name: 'Harbor Family Office',
    type: 'Family office',
    list: 'main',
    owner: 'ines',
    city: 'Boston',
    country: 'United States',
    domain: 'harborfo.example',
    source: 'Fund I investor',
    ticket: 8 * million,
    phone: '+1 617 555 0142',
    notes:
      'The Harbor family sold its shipping business in 2011. Maya decides up to $10M; above that the family council.',
    tags: ['Anchor', 'Re-up likely'],
    cells: { rating: 'A', strategy_fit: ['Climate', 'Software'], first_met: '2020-09-17', lpac: true },
    people: [
      person('harbor/maya', 'Maya Chen', 'Chief Investment Officer', 'maya.chen@harborfo.example', 'maya@chen.example'),
      person('harbor/tom', 'Tom Reyes', 'Investment Director', 'tom.reyes@harborfo.example'),
    ],
  },
  {
    key: 'alder',
    name: 'Alder Pension',
    type: 'Pension',
    list: 'main',
    owner: 'marcus',
    city: 'Minneapolis',
    country: 'United States',
    domain: 'alderpension.example',
    source: 'Fund I investor',
    ticket: 12 * million,
    notes: 'The board meets on the second Thursday of each quarter; papers are due three weeks before.',
    tags: ['Anchor', 'ESG questionnaire'],
    cells: { rating: 'A', strategy_fit: ['Health', 'Climate'], first_met: '2020-11-04', lpac: true },
    people: [
      person('alder/ruth', 'Ruth Abara', 'Head of Private Markets', 'ruth.abara@alderpension.example'),
      person('alder/joel', 'Joel Nyström', 'Senior Analyst', 'joel.nystrom@alderpension.example'),
    ],
  },
  {
    key: 'quill',
    name: 'Quill Endowment',
    type: 'Endowment',
    list: 'main',
    owner: 'ines',
    city: 'Chicago',
    country: 'United States',
    domain: 'quillendowment.example',
    source: 'Fund I investor',
    ticket: 5 * million,
    notes: 'Pacing model leaves room for one re-up this academic year. Prefers calls to meetings.',
    tags: ['Re-up likely', 'Side letter'],
    cells: { rating: 'A', strategy_fit: ['Software'], first_met: '2021-01-22', lpac: false },
    people: [
      person('quill/dana', 'Dana Whitfield', 'Managing Director', 'dwhitfield@quillendowment.example'),
      person('quill/owen', 'Owen Park', 'Associate', 'opark@quillendowment.example'),
    ],
  },
  {
    key: 'larkspur',
    name: 'Larkspur Foundation',
    type: 'Foundation',
    list: 'main',
    owner: 'priya',
    city: 'San Francisco',
    country: 'United States',
    domain: 'larkspur-foundation.example',
    source: 'Fund I investor',
    ticket: 4 * million,
    notes: 'Grants half of what it earns; asks every year how much of the portfolio it could show its trustees.',
    tags: ['ESG questionnaire'],
    cells: { rating: 'B', strategy_fit: ['Climate'], first_met: '2021-03-09', lpac: false },
    people: [person('larkspur/celia', 'Celia Monteiro', 'Finance Director', 'celia@larkspur-foundation.example')],
  },
  {
    key: 'cobalt',
    name: 'Cobalt Ridge Fund of Funds, L.P.',
    type: 'Fund of funds',
    list: 'main',
    owner: 'marcus',
    city: 'London',
    country: 'United Kingdom',
    domain: 'cobaltridge.example',
    source: 'Fund I investor',
    ticket: 6 * million,
    notes: 'Commits from a vintage programme that closes in spring. Wants fee break above $10M.',
    tags: ['Side letter'],
    cells: { rating: 'B', strategy_fit: ['Software', 'Health'], first_met: '2020-12-01', lpac: true },
    people: [
      person(
        'cobalt/henrik',
        'Henrik Aalto',
        'Partner',
        'henrik.aalto@cobaltridge.example',
        'h.aalto@cobaltridge.example',
      ),
      person('cobalt/sofia', 'Sofía Herrera', 'Principal', 'sofia.herrera@cobaltridge.example'),
    ],
  },
  {
    key: 'brightwater',
    name: 'Brightwater Mutual',
    type: 'Insurance',
    list: 'main',
    owner: 'priya',
    city: 'Toronto',
    country: 'Canada',
    domain: 'brightwater-mutual.example',
    source: 'Fund I investor',
    ticket: 5 * million,
    notes: 'Solvency rules cap venture at 2% of assets. Will not look at Fund II before the annual review.',
    cells: { rating: 'B', strategy_fit: ['Software'], first_met: '2021-02-16', lpac: false },
    people: [
      person('brightwater/naveen', 'Naveen Pillai', 'Portfolio Manager', 'naveen.pillai@brightwater-mutual.example'),
    ],
  },
  {
    key: 'okonkwo',
    name: 'Okonkwo & Sons',
    type: 'Family office',
    list: 'follow_up',
    owner: 'ines',
    city: 'Lagos',
    country: 'Nigeria',
    domain: 'okonkwo-sons.example',
    source: 'Introduced by Maya Chen',
    ticket: 4 * million,
    notes: 'Third generation now runs the office. Interested in climate and payments; new to venture funds.',
    tags: ['Warm intro'],
    cells: { rating: 'B', strategy_fit: ['Climate'], lpac: false },
    people: [person('okonkwo/emeka', 'Emeka Okonkwo', 'Principal', 'emeka@okonkwo-sons.example')],
  },
  {
    key: 'saltmere',
    name: 'Saltmere University Endowment',
    type: 'Endowment',
    list: 'main',
    owner: 'marcus',
    city: 'Edinburgh',
    country: 'United Kingdom',
    domain: 'saltmere.example',
    source: 'Placement conference, Zürich',
    ticket: 5 * million,
    notes: 'A first venture programme: two funds a year, $5M each. The committee liked the Fund I references.',
    tags: ['First close', 'Warm intro'],
    cells: { rating: 'A', strategy_fit: ['Health'], lpac: false },
    people: [person('saltmere/isla', 'Isla Drummond', 'Deputy CIO', 'isla.drummond@saltmere.example')],
  },
]

/** Signed commitments to Fund I in dollars: $83M. */
export const coreCommitments: Record<string, number> = {
  harbor: 12 * million,
  alder: 25 * million,
  quill: 15 * million,
  larkspur: 8 * million,
  cobalt: 18 * million,
  brightwater: 5 * million,
}

/** Fund II so far: $40M expected. `path` is how each opportunity got to where it is. */
export const coreOpportunities: { investor: string; dollars: number; path: string[]; probability?: number }[] = [
  {
    investor: 'harbor',
    dollars: 8 * million,
    path: ['lead', 'outreach', 'meeting', 'due_diligence'],
    probability: 0.7,
  },
  { investor: 'alder', dollars: 12 * million, path: ['lead', 'outreach', 'meeting'] },
  { investor: 'quill', dollars: 5 * million, path: ['outreach', 'meeting', 'due_diligence'], probability: 0.6 },
  { investor: 'cobalt', dollars: 6 * million, path: ['lead', 'outreach'] },
  { investor: 'okonkwo', dollars: 4 * million, path: ['lead'] },
  { investor: 'saltmere', dollars: 5 * million, path: ['lead', 'outreach', 'meeting', 'due_diligence'] },
]

export type CoreCommunication = {
  daysAgo: number
  by: StaffKey
  investor: string
  people: string[]
  type: CommunicationType
  summary: string
  /** An e-mail that lies in the mailboxes too. */
  subject?: string
}

export const coreCommunications: CoreCommunication[] = [
  {
    daysAgo: 61,
    by: 'ines',
    investor: 'harbor',
    people: ['maya', 'tom'],
    type: 'meeting',
    summary: 'Walked Maya and Tom through the Fund II strategy at their office. Maya wants $8M, subject to references.',
  },
  {
    daysAgo: 8,
    by: 'ines',
    investor: 'harbor',
    people: ['maya'],
    type: 'email',
    subject: 'Fund II: two questions before our committee',
    summary: 'Maya asked for the reserve model and the key-person clause before their committee on the 4th. Both sent.',
  },
  {
    daysAgo: 40,
    by: 'marcus',
    investor: 'alder',
    people: ['ruth', 'joel'],
    type: 'meeting',
    summary:
      'First Fund II meeting with Ruth and Joel. They need the ESG questionnaire before the December board papers.',
  },
  {
    daysAgo: 12,
    by: 'priya',
    investor: 'alder',
    people: ['joel'],
    type: 'email',
    subject: 'ESG questionnaire for the December board',
    summary: 'Sent the completed ESG questionnaire to Joel; he confirmed it reached the board secretary.',
  },
  {
    daysAgo: 19,
    by: 'ines',
    investor: 'quill',
    people: ['dana'],
    type: 'call',
    summary: 'Dana expects to re-up with $5M. Their side letter should carry over with one change on reporting dates.',
  },
  {
    daysAgo: 26,
    by: 'marcus',
    investor: 'cobalt',
    people: ['henrik'],
    type: 'email',
    subject: 'Northlight Fund II: introduction and timing',
    summary: 'Introduced Fund II to Henrik. The programme reopens in spring; he asked to keep $6M pencilled in.',
  },
  {
    daysAgo: 33,
    by: 'ines',
    investor: 'okonkwo',
    people: ['emeka'],
    type: 'text',
    summary: 'Emeka would like to meet when he is in London in January. Maya Chen made the introduction.',
  },
  {
    daysAgo: 5,
    by: 'marcus',
    investor: 'saltmere',
    people: ['isla'],
    type: 'note',
    summary: 'Reference calls with three founders are done, all positive. Isla drafts the committee memo next week.',
  },
]

/** What is agreed to happen next, and in how many days. */
export const coreNextSteps: { investor: string; step: string; dueInDays: number }[] = [
  { investor: 'harbor', step: 'Send the subscription documents', dueInDays: 4 },
  { investor: 'alder', step: 'Call Ruth about the board paper', dueInDays: 6 },
  { investor: 'quill', step: 'Mark up the side letter', dueInDays: -2 },
  { investor: 'cobalt', step: 'Check the programme’s opening date', dueInDays: 45 },
  { investor: 'okonkwo', step: 'Offer two dates in January', dueInDays: 9 },
  { investor: 'saltmere', step: 'Ask Isla for the memo’s timing', dueInDays: 3 },
]

/** E-mails of the core story as they lie in the mailboxes, oldest message first; `in` is from the investor. */
export const coreThreads: Record<string, Line[]> = {
  'Fund II: two questions before our committee': [
    {
      way: 'in',
      text: 'Hi Ines,\n\nour committee looks at Northlight Fund II on the 4th. Two things would help me: the reserve model you mentioned in September, and the wording of the key-person clause.\n\nTom is copied because he writes the memo.\n\nBest,\nMaya',
    },
    {
      way: 'out',
      text: 'Hi Maya, hi Tom,\n\nthe reserve model is in the data room under “Portfolio construction”. The key-person clause is section 6.4 of the draft LPA: it names Marcus and me, with a 120-day cure period.\n\nHappy to join the committee for ten minutes if that is useful.\n\nInes',
    },
    {
      way: 'in',
      text: 'That is exactly what I needed, thank you. Could we also have the references of two founders who left the portfolio early?\n\nMaya',
    },
  ],
  'ESG questionnaire for the December board': [
    {
      way: 'in',
      text: 'Hello Priya,\n\nthe board papers close on Friday. May I have the ESG questionnaire by Thursday noon? Section C (supply chain) can stay blank for a software portfolio.\n\nKind regards,\nJoel Nyström',
    },
    {
      way: 'out',
      text: 'Hello Joel,\n\nattached is the completed questionnaire. We filled in section C after all for the two hardware companies.\n\nKind regards,\nPriya',
    },
    { way: 'in', text: 'Received and passed on to the board secretary. Many thanks!\n\nJoel' },
  ],
  'Northlight Fund II: introduction and timing': [
    {
      way: 'out',
      text: 'Dear Henrik,\n\nwe have opened Northlight Fund II: same strategy, $200M target, first close behind us. You were with us from the first day of Fund I and I would like to show you what changed.\n\nWould a call in the coming two weeks suit you?\n\nMarcus',
    },
    {
      way: 'in',
      text: 'Dear Marcus,\n\ngood to hear. Our new programme opens in spring, so we cannot sign before April. Please keep 6 million pencilled in for us and send the deck to Sofía as well.\n\nHenrik',
    },
  ],
}

/** The newest message of the core story, which nobody has logged yet. */
export const coreWaiting: { investor: string; person: string; daysAgo: number; subject: string; lines: Line[] } = {
  investor: 'quill',
  person: 'owen',
  daysAgo: 1,
  subject: 'Follow-up questions from our side',
  lines: [
    {
      way: 'in',
      text: 'Hi Ines,\n\ntwo follow-ups before Dana signs off on the pacing: how much of Fund II is reserved for the second round of a company, and does the side letter keep its most-favoured-nation clause?\n\nA short answer is enough, we talk on Thursday anyway.\n\nBest,\nOwen',
    },
  ],
}
