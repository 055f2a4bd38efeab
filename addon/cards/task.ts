import { addDays, dayIn } from '../../shared/dates.ts'
import { newNonce } from '../gateway.ts'
import { buttons, type Card, card, dayField, mainButton, section, submits, textArea, textField } from './ui.ts'

/** Google's date picker is never empty, so a day is proposed. */
const daysAhead = 3

export function taskForm(investor: { id: string; name: string }, timezone: string): Card {
  const due = addDays(dayIn(timezone, new Date()), daysAhead)
  const parameters = { investor_id: investor.id, nonce: newNonce() }

  return card({
    title: 'Add a task',
    subtitle: investor.name,
    sections: [
      section([
        textField({ name: 'title', title: 'What is to be done', hint: 'Such as: send the DDQ' }),
        dayField('due_on', 'Due', due),
        textArea({ name: 'notes', title: 'Notes' }),
        buttons(mainButton('Add task', submits('onAddTask', parameters))),
      ]),
    ],
  })
}
