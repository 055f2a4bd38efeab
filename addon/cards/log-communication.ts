import { dayIn } from '../../shared/dates.ts'
import type { CommunicationType } from '../../shared/gateway.ts'
import { newNonce } from '../gateway.ts'
import { typeWords } from '../words.ts'
import { buttons, type Card, card, choice, dayField, mainButton, section, submits, textArea } from './ui.ts'

/** What people log by hand; an e-mail is logged from the message itself. */
export const loggableTypes = (['call', 'meeting', 'note', 'text'] satisfies CommunicationType[]).map(
  (type) => [type, typeWords[type]] as const,
)

/** The moment the form opened stands for "today", so that a second click says the same. */
export function logForm(investor: { id: string; name: string }, timezone: string): Card {
  const opened = new Date().toISOString()
  const today = dayIn(timezone, opened)
  const parameters = { investor_id: investor.id, today, opened, nonce: newNonce() }

  return card({
    title: 'Log call or note',
    subtitle: investor.name,
    sections: [
      section([
        choice('type', 'What', loggableTypes),
        dayField('day', 'When', today),
        textArea({ name: 'summary', title: 'What was discussed' }),
        buttons(mainButton('Log', submits('onLogCommunication', parameters))),
      ]),
    ],
  })
}
