/** The columns the team added to its grid while it raised Fund II. */
import type { AddForm } from '../../../server/grid/columns-admin/forms.ts'

export const designed: AddForm[] = [
  {
    label: 'Conviction',
    type: 'single_select',
    options: {
      choices: [
        { name: 'High', color: 'green' },
        { name: 'Medium', color: 'yellow' },
        { name: 'Low', color: 'gray' },
      ],
    },
    description: 'How sure we are that they sign in Fund II. Judged in the pipeline meeting, not by one person.',
    exposure: 'sidebar',
  },
  {
    label: 'Ticket size',
    type: 'currency',
    options: { currency: 'USD' },
    description: 'What they could put into Fund II if everything goes well.',
    exposure: 'sidebar',
  },
]

export const workedOut: AddForm[] = [
  {
    label: 'Months since contact',
    type: 'formula',
    formula: 'DATETIME_DIFF(TODAY(), {Last contact}, "months")',
    description: 'Whole months since somebody wrote, called or met. Notes do not count.',
  },
  {
    label: 'Soft vs ticket, %',
    type: 'formula',
    formula: 'IF(AND({Ticket size}, {Fund II soft}), ROUND({Fund II soft} / {Ticket size} * 100))',
    description: 'How much of what they could do they have said so far.',
  },
]
