import { h } from '../../dom.ts'
import { ApiProblem, callApi } from '../../model/api.ts'

export type Person = {
  id: string
  name: string
  emails: string[]
  title: string | null
  investors: { id: string; role: string | null }[]
}

type Ends = { saved(person: Person, role: string): void; close(): void }
type Typed = { name: string; emails: string[]; role: string }

/** One person's name, addresses and role at this investor; a person without an id is made. */
export function contactForm(person: Person, investorId: string, { saved, close }: Ends) {
  const name = input('Name', person.name)
  const emails = input('E-mail addresses', person.emails.join(', '), 'separated by commas')
  const at = input('Role here', roleAt(person, investorId), 'CIO, adviser, assistant…')
  const problem = h('p.field__error', { role: 'alert' })
  const keep = h('button.btn.btn--primary', { type: 'submit' }, person.id ? 'Save' : 'Add')
  const cancel = h('button.btn', { type: 'button' }, 'Cancel')
  const element = h(
    'form.grid-contact-form',
    { 'aria-label': person.id ? `Edit ${person.name}` : 'New contact' },
    name.field,
    emails.field,
    at.field,
    problem,
    h('div.form__acts', {}, cancel, keep),
  )

  const typed = (): Typed => ({ name: name.box.value, emails: splitList(emails.box.value), role: at.box.value })
  const began = JSON.stringify(typed())
  cancel.addEventListener('click', close)
  element.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (keep.ariaDisabled === 'true') return
    // Not `disabled`: that would take the keyboard out of the editor, which then closes.
    keep.ariaDisabled = 'true'
    try {
      saved(await storePerson(person, investorId, typed()), at.box.value)
    } catch (error) {
      problem.textContent = sentenceOf(error)
      keep.ariaDisabled = 'false'
    }
  })
  return {
    element,
    focus: () => (person.name && !person.id ? emails.box : name.box).focus(),
    isFilled: () => !person.id || JSON.stringify(typed()) !== began,
  }
}

function input(label: string, value: string, hint?: string) {
  const box = h('input.input', { autocomplete: 'off', placeholder: hint ?? null })
  box.value = value
  return { box, field: h('label.field', {}, h('span.field__label', {}, label), box) }
}

const roleAt = ({ investors }: Person, investorId: string): string =>
  investors.find((own) => own.id === investorId)?.role ?? ''

/**
 * Sends only what was changed, so that it writes over nothing others changed meanwhile. A new person is nowhere yet: who
 * belongs to the investor is the cell's value, and becomes so with it.
 */
export async function storePerson(person: Person, investorId: string, { name, emails, role }: Typed): Promise<Person> {
  if (!person.id) return callApi('POST', '/contacts', { name, emails })

  const isHere = person.investors.some(({ id }) => id === investorId)
  const patch = {
    ...(name === person.name ? {} : { name }),
    ...(emails.join() === person.emails.join() ? {} : { emails }),
    ...(isHere && role !== roleAt(person, investorId) ? { at: { investor_id: investorId, role } } : {}),
  }
  if (Object.keys(patch).length === 0) return person
  return callApi('PATCH', `/contacts/${encodeURIComponent(person.id)}`, patch)
}

/** The role of somebody who was put at an investor. */
export const storeRole = (personId: string, investorId: string, role: string): Promise<Person> =>
  callApi('PATCH', `/contacts/${encodeURIComponent(personId)}`, { at: { investor_id: investorId, role } })

const splitList = (text: string): string[] => text.split(/[,;\s]+/).filter((part) => part !== '')

export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : 'This could not be saved.'
  const [sentence] = Object.values((error.body['fields'] ?? {}) as Record<string, string>)
  return sentence ?? error.message
}
