import type { Mailer } from '../../mime/addresses.ts'
import type { ShownMessage, ShownThread } from '../mail-routes.ts'
import type { Letter } from '../write-routes.ts'
import { readPeople, sendLetter } from './api.ts'
import { button, element } from './dom.ts'

/** Where somebody begins to write: whose mailbox is shown, and what is open in it. */
export interface Place {
  user: Mailer
  thread: ShownThread | null
}

export interface Sent {
  mailboxes: string[]
  threadId: string | null
}

/** A dialog in which anybody writes to anybody: the outside world of a local Workspace. */
export async function openWriting(place: Place, sent: (what: Sent) => void): Promise<void> {
  const people = await readPeople(place.user.address)
  const fields = letterFields(people)
  const problem = element('p', { class: 'write-problem', role: 'alert' })
  const form = element(
    'form',
    { method: 'dialog', class: 'write' },
    element('h2', { id: 'write-title' }, 'Write as …'),
    ...fields.rows,
    place.thread && fields.replyRow(place.thread.subject),
    problem,
    element(
      'div',
      { class: 'buttons' },
      element('button', { class: 'button filled', value: 'send' }, 'Send'),
      button('Cancel', 'button', () => dialog.close()),
    ),
  )
  const dialog = element('dialog', { class: 'write-dialog', 'aria-labelledby': 'write-title' }, form)

  propose(fields, place)
  fields.from.addEventListener('change', () => propose(fields, place, true))
  fields.reply.addEventListener('change', () => propose(fields, place, true))
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    try {
      const { copies } = await sendLetter(place.user.address, letterOf(fields, place))
      const own = copies.find(({ mailbox }) => mailbox === place.user.address)
      dialog.close()
      sent({ mailboxes: copies.map(({ mailbox }) => mailbox), threadId: own?.threadId ?? null })
    } catch (error) {
      problem.textContent = (error as Error).message
    }
  })
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

type Fields = ReturnType<typeof letterFields>

function letterFields(people: Mailer[]) {
  const known = element('datalist', { id: 'write-people' }, ...people.map((person) => option(person)))
  const person = (required: boolean) =>
    element('input', { list: 'write-people', required, autocomplete: 'off', spellcheck: 'false' })
  const fields = {
    from: person(true),
    to: person(true),
    cc: person(false),
    subject: element('input', { required: true }),
    text: element('textarea', { rows: '9', required: true }),
    reply: element('input', { type: 'checkbox', checked: true }),
  }
  return {
    ...fields,
    rows: [
      row('From', fields.from, 'Somebody outside, or one of the staff.'),
      row('To', fields.to),
      row('Cc', fields.cc),
      row('Subject', fields.subject),
      row('Message', fields.text),
      known,
    ],
    replyRow: (subject: string) => element('label', { class: 'write-reply' }, fields.reply, `Reply to “${subject}”`),
  }
}

function row(name: string, field: HTMLElement, hint?: string): HTMLElement {
  const label = element('label', { class: 'write-row' }, element('span', {}, name), field)
  return hint ? element('div', {}, label, element('small', { class: 'write-hint' }, hint)) : label
}

const option = (person: Mailer) => element('option', { value: headerText(person) })

/** `Maya Chen <maya@harbor.example>`; a name that is more than words is quoted. */
function headerText({ name, address }: Mailer): string {
  if (!name) return address
  return `${/^[\p{L}\p{N} ]+$/u.test(name) ? name : `"${name.replace(/["\\]/g, '')}"`} <${address}>`
}

/** Fills in who most likely writes to whom; a writer who was chosen stays. */
function propose(fields: Fields, place: Place, keepWriter = false) {
  const message = fields.reply.checked ? place.thread?.messages.at(-1) : undefined
  if (message && !keepWriter) fields.from.value = headerText(otherSide(message, place.user))
  const receivers = message ? everybodyBut(message, addressIn(fields.from.value)) : [place.user]
  const [first, ...others] = receivers
  fields.to.value = first ? headerText(first) : ''
  fields.cc.value = others.map(headerText).join(', ')
  fields.subject.value = message ? `Re: ${place.thread?.subject.replace(/^(re: *)+/i, '')}` : ''
}

function otherSide(message: ShownMessage, user: Mailer): Mailer {
  return everybodyBut(message, user.address)[0] ?? message.from
}

function everybodyBut({ from, to, cc }: ShownMessage, address: string): Mailer[] {
  const people = [from, ...to, ...cc].filter((person) => person.address !== address)
  return [...new Map(people.map((person) => [person.address, person])).values()]
}

const addressIn = (text: string) => (/<([^>]*)>/.exec(text)?.[1] ?? text).trim().toLowerCase()

function letterOf({ from, to, cc, subject, text, reply }: Fields, { thread }: Place): Letter {
  const answers = reply.checked ? (thread?.messages.at(-1)?.id ?? null) : null
  return { from: from.value, to: to.value, cc: cc.value, subject: subject.value, text: text.value, answers }
}
