/** Why opportunities are lost, as people write it. */
export const lossReasons = [
  'No venture allocation left this year.',
  'Too many managers; told to cut the list.',
  'Fund size outgrew their mandate.',
  'Wants a longer track record before a first ticket.',
  'Chose another manager with the same strategy.',
  'Key contact left and the new team starts from zero.',
  'Currency: only invests in euro funds.',
  'No answer after five attempts.',
]

/** Why an opportunity goes back a stage. */
export const backwardReasons = [
  'Committee sent it back for a second reference round.',
  'New CIO wants to meet the team first.',
  'Paused until their annual budget is approved.',
  'Legal review reopened after the LPA changed.',
]

export const nextSteps: Record<string, string[]> = {
  lead: ['Find a warm introduction', 'Write a first letter', 'Ask Harbor who they know there'],
  outreach: ['Call again', 'Send the two-page summary', 'Propose two dates for a call'],
  meeting: ['Send the track record by company', 'Prepare the second meeting', 'Ask who else decides'],
  due_diligence: ['Answer the open DDQ points', 'Arrange founder references', 'Ask about the committee date'],
  committed: ['Collect the missing KYC document', 'Countersign the side letter', 'Send wire instructions by phone'],
  funded: ['Send the capital account statement', 'Invite to the annual meeting'],
  partner: ['Send the quarterly report', 'Arrange the yearly review', 'Ask about a re-up'],
}

export const sources = [
  'Allocators’ directory',
  'Family-office day, London',
  'Introduced by Harbor Family Office',
  'Introduced by Cobalt Ridge',
  'Inbound, website',
  'Placement conference, Zürich',
  'Former colleague of Marcus',
  'Panel at the climate summit',
  'Referred by a founder',
]

export const remarks = [
  'Decides by consensus; allow three months.',
  'Prefers to be called before nine.',
  'Reads everything, answers nothing on Fridays.',
  'Interested in co-investment more than in fees.',
  'Small team: the analyst does the work, the CIO signs.',
  'Asked not to be on group e-mails.',
  'Invests through a Luxembourg feeder.',
  'Needs documents in two languages.',
  'Has known Ines since her time in banking.',
  'Reports to a family council twice a year.',
  'Wants quarterly numbers within 45 days.',
  'Met twice, liked the losses page in the deck.',
]

export const generalTags = [
  'Climate',
  'First-time fund investor',
  'Conference 2026',
  'Consultant-led',
  'Co-invest',
  'Press contact',
]
