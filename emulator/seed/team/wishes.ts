import type { StaffKey } from '../plan.ts'
import type { TeamDeed } from './plan.ts'

export type WishPlan = {
  title: string
  detail: string
  by: StaffKey
  daysAgo: number
  alsoFor: StaffKey[]
  answer?: Pick<Extract<TeamDeed, { deed: 'answer' }>, 'status' | 'answer'>
}

/** What the team wished for, who joined in, and what Ines said. */
export const wishPlans: WishPlan[] = [
  {
    title: 'A calendar of committee dates',
    detail: 'Harbor, Alder and Saltmere decide in the same fortnight. I would like to see that before we book travel.',
    by: 'marcus',
    daysAgo: 33,
    alsoFor: ['ines', 'priya'],
    answer: { status: 'planned', answer: 'First as a date column “Committee”, with a view by month. Then we see.' },
  },
  {
    title: 'Tell me when a prospect has gone quiet',
    detail: 'Three months without a call should not depend on my memory.',
    by: 'priya',
    daysAgo: 47,
    alsoFor: ['marcus'],
    answer: {
      status: 'done',
      answer:
        '“Months since contact” colours them in “Prospects by conviction”, and the rule Graveyard asks us on Review.',
    },
  },
  {
    title: 'Print the dossier on one page',
    detail: 'For the folder I take to meetings.',
    by: 'ines',
    daysAgo: 26,
    alsoFor: ['marcus'],
  },
  {
    title: 'Attach the signed side letter to the investor',
    detail: 'Today we look it up in the data room each time somebody asks for the wording.',
    by: 'priya',
    daysAgo: 16,
    alsoFor: [],
  },
  {
    title: 'Log text messages from the phone by itself',
    detail: 'I write to Emeka more often than I log it.',
    by: 'marcus',
    daysAgo: 40,
    alsoFor: [],
    answer: { status: 'declined', answer: 'Our phones are private. What matters for the fund, we log by hand.' },
  },
]
