import type { Conversation } from './words.ts'

export const conversations: Conversation[] = [
  {
    phase: 'lead',
    type: 'note',
    summary: 'Found through the allocators’ directory. Two people in common with {first}.',
  },
  {
    phase: 'lead',
    type: 'note',
    summary: 'Said to be building a venture programme of {amount} tickets. Worth a letter.',
  },
  { phase: 'lead', type: 'call', summary: 'Ten minutes with {first}: open to venture, prefers a warm introduction.' },
  { phase: 'outreach', type: 'call', summary: 'Called {first}; voicemail. Left a short message about Fund II.' },
  { phase: 'outreach', type: 'call', summary: 'Good first call. {first} knows {company} and asked how we found it.' },
  {
    phase: 'outreach',
    type: 'text',
    summary: '{first} writes that the deck arrived and that they read it on the train.',
  },
  {
    phase: 'outreach',
    type: 'meeting',
    summary: 'Short chat with {first} at the family-office day in {city}. Send the two-pager.',
  },
  {
    phase: 'outreach',
    type: 'call',
    summary: '{first} asked about fund size: doubling worries them. Explained the team growth.',
  },
  {
    phase: 'meeting',
    type: 'meeting',
    summary: 'First meeting in {city}. Interest in {amount}; wants to see how reserves worked at {company}.',
  },
  {
    phase: 'meeting',
    type: 'meeting',
    summary: 'Video call with {first} and the analyst. Mostly about the team and why nobody left.',
  },
  {
    phase: 'meeting',
    type: 'meeting',
    summary: 'Lunch with {first}. They would come in at the second close, not before.',
  },
  {
    phase: 'meeting',
    type: 'call',
    summary: 'Went through the track record by company. {first} liked that the losses are in.',
  },
  {
    phase: 'meeting',
    type: 'note',
    summary: 'Decision lies with three trustees; {first} prepares, the chair decides. Needs a one-page summary.',
  },
  {
    phase: 'meeting',
    type: 'call',
    summary: '{first} compares us with two other managers. Fees are not the issue, pace is.',
  },
  {
    phase: 'due_diligence',
    type: 'meeting',
    summary: 'On-site due diligence at our office: four hours, all partners. No surprises.',
  },
  {
    phase: 'due_diligence',
    type: 'call',
    summary: 'Reference call debrief: founders of {company} were very positive; one asked for more hiring help.',
  },
  {
    phase: 'due_diligence',
    type: 'call',
    summary: 'Counsel call about MFN and excuse rights. Two points left, both small.',
  },
  { phase: 'due_diligence', type: 'note', summary: 'Committee date is {date}. Paper recommends {amount}.' },
  { phase: 'due_diligence', type: 'text', summary: '{first}: “papers are in, fingers crossed.”' },
  {
    phase: 'committed',
    type: 'call',
    summary: '{first} called to say that {amount} is approved. Documents go out today.',
  },
  {
    phase: 'committed',
    type: 'call',
    summary: 'Went through the subscription booklet page by page with their operations team.',
  },
  { phase: 'committed', type: 'note', summary: 'KYC complete according to the administrator.' },
  {
    phase: 'funded',
    type: 'call',
    summary: 'Bank details confirmed by phone with {first} before the first capital call.',
  },
  { phase: 'funded', type: 'note', summary: 'First capital call paid on time.' },
  { phase: 'lost', type: 'call', summary: '{first} called to decline. Friendly; try again for Fund III.' },
  { phase: 'lost', type: 'note', summary: 'Heard from a common friend that the team at {org} is being wound down.' },
  { phase: 'partner', type: 'call', summary: 'Regular catch-up. Happy with reporting; asked for earlier K-1s.' },
  {
    phase: 'partner',
    type: 'meeting',
    summary: 'Breakfast with {first} in {city}. Talked about {company} and their succession plans.',
  },
  { phase: 'partner', type: 'call', summary: '{first} hinted that a re-up is likely, amount open.' },
  {
    phase: 'partner',
    type: 'note',
    summary: 'New colleague at {org} takes over operations in spring; update the distribution list.',
  },
  {
    phase: 'partner',
    type: 'meeting',
    summary: 'Annual meeting: {first} asked the best question of the day, about {company}.',
  },
  { phase: 'partner', type: 'text', summary: '{first} thanks for the introduction to the founders of {company}.' },
]
