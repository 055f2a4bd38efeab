import type { Dialogue } from './words.ts'

export const diligence: Dialogue[] = [
  {
    phase: 'due_diligence',
    subject: 'Data room access',
    gist: 'Opened the data room for {first} and two colleagues.',
    lines: [
      [
        'in',
        'we would like to start due diligence. Please open the data room for me and for two colleagues, addresses below.',
      ],
      [
        'out',
        'done, all three of you should have an invitation. The index is on the first page; the DDQ is document 2.1.',
      ],
      ['in', 'it works, thank you.'],
    ],
  },
  {
    phase: 'due_diligence',
    subject: 'DDQ: open points',
    gist: 'Sent answers to the open DDQ points (valuation policy, cyber insurance, key person).',
    lines: [
      [
        'in',
        'three points of the DDQ are open from our side: the valuation policy between rounds, whether you carry cyber insurance, and the key-person clause.',
      ],
      [
        'out',
        'we value at the last round and write down after twelve months without one. Cyber cover is $5M. The key-person clause is section 6.4 of the LPA draft, attached.',
      ],
    ],
  },
  {
    phase: 'due_diligence',
    subject: 'Reference calls',
    gist: 'Gave {first} three founder references, among them {company}.',
    lines: [
      ['in', 'could you name three founders we may call, ideally one where things did not go well?'],
      [
        'out',
        'gladly. The founders of {company} and Tidewell expect your call, and so does the former CEO of Quillon, which we had to wind down.',
      ],
      ['in', 'much appreciated, especially the last one.'],
    ],
  },
  {
    phase: 'due_diligence',
    subject: 'Legal review of the LPA',
    gist: 'Counsel’s comments on the LPA received: 11 points, two of substance (MFN, excuse right).',
    lines: [
      [
        'in',
        'our counsel has been through the draft LPA. Eleven comments are attached; the ones that matter are MFN and a right to be excused from defence.',
      ],
      [
        'out',
        'thank you, both are fine in principle: MFN for commitments of the same size or smaller, and an excuse right by opinion of counsel. Our lawyers send the mark-up by {date}.',
      ],
    ],
  },
  {
    phase: 'due_diligence',
    subject: 'Investment committee on {date}',
    gist: 'Committee of {org} decides on {date}; {first} recommends {amount}.',
    lines: [
      [
        'in',
        'we are on the agenda for {date}. My paper recommends {amount}. If you have the September valuation by then it would help.',
      ],
      ['out', 'September numbers are attached: net multiple 2.4, one new round at {company}. Good luck on the day!'],
    ],
  },
  {
    phase: 'due_diligence',
    subject: 'Background checks',
    gist: 'Background checks on the partners cleared.',
    lines: [
      [
        'in',
        'our provider has finished the background checks on your partners. Nothing came up, so that box is ticked.',
      ],
      ['out', 'that is good to know, thank you for telling me.'],
    ],
  },
  {
    phase: 'due_diligence',
    subject: 'Tax questions (UBTI, PFIC)',
    gist: 'Passed the tax questions to our adviser, answer by {date}.',
    lines: [
      ['in', 'our tax people ask whether the fund expects UBTI and how you handle PFIC reporting.'],
      [
        'out',
        'no borrowing, so no UBTI expected; PFIC statements come with the K-1. Our adviser will confirm in writing by {date}.',
      ],
    ],
  },
  {
    phase: 'committed',
    subject: 'Commitment confirmed: {amount}',
    gist: '{org} confirmed {amount} for Fund II. Subscription documents go out today.',
    lines: [
      [
        'in',
        'good news: the committee approved {amount} for Northlight Fund II this morning. What do you need from us?',
      ],
      [
        'out',
        'that is wonderful, thank you! You will get the subscription documents today; most of it is filled in already. We close on {date}.',
      ],
    ],
  },
  {
    phase: 'committed',
    subject: 'Subscription documents',
    gist: 'Subscription documents signed and complete but for the W-8 form.',
    lines: [
      ['out', 'the subscription documents for {org} are attached. Pages 4, 9 and 17 need a signature.'],
      ['in', 'signed copies attached. The tax form follows, our administrator keeps the originals.'],
      ['out', 'thank you, all complete apart from the tax form. No hurry before {date}.'],
    ],
  },
  {
    phase: 'committed',
    subject: 'KYC: two documents missing',
    gist: 'KYC: register extract received, proof of address outstanding.',
    lines: [
      [
        'out',
        'our administrator is missing two documents for KYC: an extract of the register not older than three months, and a proof of address for one signatory.',
      ],
      ['in', 'the extract is attached. The proof of address comes early next week.'],
    ],
  },
  {
    phase: 'committed',
    subject: 'Side letter',
    gist: 'Side letter agreed: reporting within 45 days, MFN, ESG exclusion list.',
    lines: [
      ['in', 'attached the side letter with our three points. I believe you gave the first two to others already.'],
      ['out', 'we did, and the third is fine as well. The signed copy is attached.'],
    ],
  },
]
