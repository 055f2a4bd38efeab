import type { Dialogue } from './words.ts'

export const partnership: Dialogue[] = [
  {
    phase: 'funded',
    subject: 'Fund II: first capital call',
    gist: 'First capital call of Fund II sent, due {date}.',
    lines: [
      [
        'out',
        'attached is the first capital call of Fund II, 15% of your commitment, due on {date}. Bank details have not changed; please confirm them by phone before you pay.',
      ],
      ['in', 'received. Our operations team will call you about the bank details.'],
      ['in', 'the wire went out this morning, value {date}.'],
    ],
  },
  {
    phase: 'funded',
    subject: 'Wire received',
    gist: 'Wire of the capital call received in full.',
    lines: [
      [
        'out',
        'this is to confirm that the wire for the capital call arrived in full. Your capital account statement follows with the quarterly report.',
      ],
      ['in', 'thank you for the quick note.'],
    ],
  },
  {
    phase: 'partner',
    subject: 'Fund I: quarterly report',
    gist: 'Sent the Fund I quarterly report; {first} asked about the valuation of {company}.',
    lines: [
      [
        'out',
        'the quarterly report of Fund I is in the portal. Net multiple 2.4 (2.3 last quarter), one new round, one write-down.',
      ],
      ['in', 'thank you. I was surprised that {company} is unchanged, did they not raise in summer?'],
      ['out', 'they did, but as a convertible note; we keep the old mark until it converts.'],
    ],
  },
  {
    phase: 'partner',
    subject: 'K-1 timing',
    gist: '{first} asked when the K-1 comes; promised by {date}.',
    lines: [
      ['in', 'our auditors ask for the K-1. When can we expect it?'],
      ['out', 'our administrator promises {date}. An estimate is in the portal now, if that helps the auditors.'],
    ],
  },
  {
    phase: 'partner',
    subject: 'Annual meeting',
    gist: '{first} comes to the annual meeting with one colleague.',
    lines: [
      [
        'out',
        'our annual meeting takes place on {date}, with six founders and a panel on industrial software. Will we see you?',
      ],
      ['in', 'yes, two of us: Please count one vegetarian.'],
    ],
  },
  {
    phase: 'partner',
    subject: 'Co-investment in {company}',
    gist: 'Offered co-investment in {company}; {org} passes but wants to see the next one.',
    lines: [
      [
        'out',
        '{company} raises a larger round than we can fill and has room for $3M from our investors, no fee, no carry. Documents on request until {date}.',
      ],
      ['in', 'interesting company, too quick for our process though. Please show us the next one.'],
    ],
  },
  {
    phase: 'partner',
    subject: 'New signatories',
    gist: 'New signatory list received and passed to the administrator.',
    lines: [
      ['in', 'please find attached our new list of authorised signatories, valid from the first of the month.'],
      ['out', 'thank you, filed with the administrator.'],
    ],
  },
  {
    phase: 'partner',
    subject: 'Fund I distribution',
    gist: 'Distribution notice for the sale of {company} sent.',
    lines: [
      [
        'out',
        'the sale of {company} has closed and we distribute 8% of commitments on {date}. The notice with your share is attached.',
      ],
      ['in', 'what a nice message to start the week with. Congratulations to everybody involved.'],
    ],
  },
  {
    phase: 'partner',
    subject: 'Change of address',
    gist: 'New office address of {org} noted.',
    lines: [
      ['in', 'we have moved within {city}; the new address is in the signature. Phone numbers stay the same.'],
      ['out', 'noted, and I hope the new place has better coffee.'],
    ],
  },
]
