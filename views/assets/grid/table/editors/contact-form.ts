import { h } from '../../dom.ts'
import { ApiProblem, callApi } from '../../model/api.ts'

export type Person = {
  id: string
  name: string
  emails: string[]
  title: string | null
  investors: { id: string; role: string | null }[]
}

type Ends = { saved(person: Person): void; close(): void }

/** One person's name, addresses and role at this investor; a person without an id is made. */
export function contactForm(person: Person, investorId: string, { saved, close }: Ends) {
  const role = person.investors.find((own) => own.id === investorId)?.role ?? ''
  const name = input('Name', person.name)
  const emails = input('E-mail addresses', person.emails.join(', '), 'separated by commas')
  const at = input('Role here', role, 'CIO, adviser, assistant…')
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

  cancel.addEventListener('click', close)
  element.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (keep.ariaDisabled === 'true') return
    // Not `disabled`: that would take the keyboard out of the editor, which then closes.
    keep.ariaDisabled = 'true'
    try {
      saved(
        await store(person, investorId, {
          name: name.box.value,
          emails: splitList(emails.box.value),
          role: at.box.value,
        }),
      )
    } catch (error) {
      problem.textContent = sentenceOf(error)
      keep.ariaDisabled = 'false'
    }
  })
  return { element, focus: () => (person.name && !person.id ? emails.box : name.box).focus() }
}

function input(label: string, value: string, hint?: string) {
  const box = h('input.input', { autocomplete: 'off', placeholder: hint ?? null })
  box.value = value
  return { box, field: h('label.field', {}, h('span.field__label', {}, label), box) }
}

type Typed = { name: string; emails: string[]; role: string }

/** The role is the link's, and a link is made by writing the list of investors; so both are sent together. */
function store(person: Person, investorId: string, { name, emails, role }: Typed): Promise<Person> {
  const investors = person.investors.map(({ id }) => id)
  const isHere = investors.includes(investorId)
  const facts = { name, emails, ...(role || isHere ? { role: role || null } : {}) }
  if (!person.id)
    return callApi('POST', '/contacts', { ...facts, investor_ids: investorId.startsWith('draft:') ? [] : [investorId] })
  return callApi('PATCH', `/contacts/${encodeURIComponent(person.id)}`, {
    ...facts,
    ...(isHere ? { investor_ids: investors } : {}),
  })
}

const splitList = (text: string): string[] => text.split(/[,;\s]+/).filter((part) => part !== '')

function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : 'This could not be saved.'
  const [sentence] = Object.values((error.body['fields'] ?? {}) as Record<string, string>)
  return sentence ?? error.message
}
