import type { DossierReply, HomeReply, InvestorDossier, SearchReply, Viewer } from '../../shared/gateway.ts'

const ines: Viewer = { id: 'ines', name: 'Ines Duarte', role: 'member', can_write: true }
export const victor: Viewer = { id: 'victor', name: 'Victor Lang', role: 'viewer', can_write: false }

const surroundings = {
  viewer: ines,
  brand: 'Harbor Ventures',
  timezone: 'Europe/London',
  funds: [
    { id: 'fund-1', name: 'Fund I', currency: 'USD' },
    { id: 'fund-2', name: 'Fund II', currency: 'USD' },
  ],
  stages: [
    { key: 'lead', label: 'Lead', kind: 'open' as const },
    { key: 'meeting', label: 'Meeting', kind: 'open' as const },
    { key: 'committed', label: 'Committed', kind: 'won' as const },
    { key: 'lost', label: 'Lost', kind: 'lost' as const },
  ],
}

export const harbor: InvestorDossier = {
  id: 'harbor',
  name: 'Harbor & Sons <Family Office>',
  list: 'Prospect',
  stage: 'Meeting',
  owner: 'Ines',
  path: '/investors/harbor',
  matched: ['maya@harbor.example'],
  commitments: [
    { fund_id: 'fund-1', fund_name: 'Fund I', currency: 'USD', soft: 500_000_000, signed: 250_000_000, funded: 0 },
  ],
  contacts: [
    { id: 'maya', name: 'Maya Chen', title: 'CIO', emails: ['maya@harbor.example'] },
    { id: 'tom', name: 'Tom Reyes', title: null, emails: [] },
  ],
  contacts_total: 2,
  last_contact: { at: '2025-11-10T09:30:00.000Z', by: 'Ines', type: 'call' },
  next_step: { text: 'Send the DDQ', due_on: '2025-11-14' },
  communications: [
    {
      id: 'c1',
      type: 'call',
      summary: 'Asked for <b>the</b> DDQ & terms',
      occurred_at: '2025-11-10T09:30:00.000Z',
      by: 'Ines',
    },
  ],
  opportunities: [
    {
      id: 'opp-1',
      fund_id: 'fund-2',
      fund_name: 'Fund II',
      currency: 'USD',
      stage: 'meeting',
      stage_label: 'Meeting',
      expected_amount: 1_000_000_000,
      probability: 0.4,
    },
  ],
}

export const lighthouse: InvestorDossier = {
  ...harbor,
  id: 'lighthouse',
  name: 'Lighthouse Pension',
  path: '/investors/lighthouse',
  matched: ['ola@lighthouse.example'],
  contacts: [],
  contacts_total: 0,
  last_contact: null,
  next_step: null,
  communications: [],
  opportunities: [],
}

export const dossier: DossierReply = {
  ...surroundings,
  investors: [harbor],
  unknown: [],
  logged: [],
  captured: null,
  proposals: [],
}

export const stranger: DossierReply['unknown'][number] = {
  address: 'nadia@harbor.example',
  suggestions: [
    {
      investor_id: 'harbor',
      name: harbor.name,
      reason: 'domain',
      explanation: 'Maya Chen writes from harbor.example too.',
    },
  ],
}

export const results: SearchReply = {
  results: [
    { id: 'harbor', name: harbor.name, list: 'Prospect', stage: 'Meeting', owner: 'Ines', contact: 'Maya Chen' },
  ],
  total: 1,
}

export const home: HomeReply = {
  ...surroundings,
  recent: results.results,
  communications: harbor.communications.map((said) => ({ ...said, investor_id: 'harbor', investor_name: harbor.name })),
}
