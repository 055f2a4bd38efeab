import type { TaskPlan } from './plan.ts'

/**
 * What somebody has to do; days count from the end of the story. Opportunities of the core are all there from the twelfth
 * day before it.
 */
export type ToDo = Omit<TaskPlan, 'due'> & { dueInDays?: number; addedDaysAgo: number; doneDaysAgo?: number }

export const toDos: ToDo[] = [
  {
    title: 'Send Dana the marked-up side letter',
    owner: 'ines',
    investor: 'quill',
    fund: 'Fund II',
    notes: 'Only the reporting dates change: quarter plus 45 days instead of 60.',
    addedDaysAgo: 11,
    dueInDays: -3,
  },
  {
    title: 'Ask two founders to speak with Maya',
    owner: 'ines',
    investor: 'harbor',
    fund: 'Fund II',
    notes: 'She wants founders who left the portfolio early. Kelvane and Orrery Labs said yes in principle.',
    addedDaysAgo: 7,
    dueInDays: -1,
  },
  {
    title: 'Confirm ten minutes in Harbor’s committee',
    owner: 'ines',
    investor: 'harbor',
    fund: 'Fund II',
    addedDaysAgo: 7,
    dueInDays: 0,
  },
  {
    title: 'Write to Emeka with two dates in January',
    owner: 'ines',
    investor: 'okonkwo',
    fund: 'Fund II',
    addedDaysAgo: 12,
    dueInDays: 0,
  },
  {
    title: 'Review the subscription documents before they go to Tom',
    owner: 'ines',
    investor: 'harbor',
    fund: 'Fund II',
    notes: 'Counsel’s version 4 is in the data room, section 7.',
    addedDaysAgo: 5,
    dueInDays: 2,
  },
  { title: 'Agree the agenda of the annual meeting', owner: 'ines', addedDaysAgo: 14, dueInDays: 5 },
  {
    title: 'Send Joel the board paper in one PDF',
    owner: 'priya',
    investor: 'alder',
    fund: 'Fund II',
    addedDaysAgo: 10,
    dueInDays: 1,
  },
  {
    title: 'Prepare Ruth’s questions on fees',
    owner: 'marcus',
    investor: 'alder',
    fund: 'Fund II',
    addedDaysAgo: 9,
    dueInDays: 4,
  },
  {
    title: 'Find out when the new programme opens',
    owner: 'marcus',
    investor: 'cobalt',
    fund: 'Fund II',
    notes: 'Sofía knows before Henrik does.',
    addedDaysAgo: 12,
    dueInDays: 30,
  },
  {
    title: 'Read Isla’s draft of the committee memo',
    owner: 'marcus',
    investor: 'saltmere',
    fund: 'Fund II',
    addedDaysAgo: 5,
    dueInDays: 3,
  },
  {
    title: 'Show Celia the impact figures of the portfolio',
    owner: 'priya',
    investor: 'larkspur',
    addedDaysAgo: 11,
    dueInDays: -2,
  },
  { title: 'Clean up the duplicates of the Zürich list', owner: 'priya', addedDaysAgo: 24 },
  {
    title: 'Send the ESG questionnaire to Joel',
    owner: 'priya',
    investor: 'alder',
    addedDaysAgo: 21,
    dueInDays: -12,
    doneDaysAgo: 12,
  },
]
