import { showToast } from '../../../behaviours/toast.ts'
import { h, icon } from '../../dom.ts'
import { callApi } from '../../model/api.ts'
import { contactForm, type Person, sentenceOf, storeRole } from './contact-form.ts'
import type { Editor, Opening } from './editor.ts'
import { type Option, optionList } from './options.ts'

type Found = { data: Person[] }

/**
 * The people of an investor as pills: each a contact with addresses and a role. A pill opens to be edited or taken off;
 * below them the box finds people there are, and makes new ones. Who belongs to the investor is the cell's value.
 */
export function contactsEditor(opening: Opening): Editor {
  const { state, row } = opening
  let chosen = Array.isArray(opening.value) ? opening.value.map(String) : []
  const people = new Map<string, Person>()
  /** Roles of people who are at this investor only once the cell is kept. */
  const roles = new Map<string, string>()
  let found: Person[] = []
  let filling: ReturnType<typeof contactForm> | null = null
  const pills = h('div.grid-people-pills')
  const form = h('div.grid-people-form')
  const list = optionList(`Find a person for ${String(row.values['name'] ?? 'this investor')}`, options, {
    isOn: (id) => chosen.includes(id),
    take: ({ value }) => toggle(value),
    create: (name) => edit({ id: '', name, emails: [], title: null, investors: [] }),
    createLabel: (name) => `New contact “${name}”`,
  })
  list.input.value = opening.typed ?? ''
  list.input.placeholder = 'Find or add a person'
  list.input.addEventListener('input', () => void search())

  function options(): Option[] {
    return found.map((person) => ({
      value: person.id,
      label: person.name,
      more: person.emails.join(' '),
      draw: () => personLine(person),
    }))
  }

  function toggle(id: string): void {
    chosen = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]
    list.clear()
    show()
  }

  function show(): void {
    pills.replaceChildren(...chosen.map(pill))
    opening.resized()
  }

  function pill(id: string): HTMLElement {
    const name = people.get(id)?.name ?? state.names.of(id) ?? '…'
    const open = h('button.grid-people-pill__name', { type: 'button', 'aria-label': `Edit ${name}` }, name)
    const off = h('button.grid-people-pill__off', { type: 'button', 'aria-label': `Take ${name} off` }, icon('close'))
    open.addEventListener('click', () => void openPerson(id))
    off.addEventListener('click', () => {
      toggle(id)
      list.input.focus()
    })
    return h('span.chip.grid-people-pill', {}, open, off)
  }

  async function openPerson(id: string): Promise<void> {
    try {
      const person = await callApi<Person>('GET', `/contacts/${encodeURIComponent(id)}`)
      people.set(id, person)
      edit(person)
    } catch (problem) {
      showToast({ message: sentenceOf(problem), tone: 'danger' })
    }
  }

  function edit(person: Person): void {
    const shown = contactForm(person, row.id, {
      saved: (kept, role) => {
        people.set(kept.id, kept)
        state.names.set(kept.id, kept.name)
        // Escape was faster: the person is there, but belongs to nobody.
        if (filling !== shown || !shown.element.isConnected) return
        if (role && !kept.investors.some(({ id }) => id === row.id)) roles.set(kept.id, role)
        if (!chosen.includes(kept.id)) chosen = [...chosen, kept.id]
        closeForm()
        list.clear()
        show()
      },
      close: closeForm,
    })
    filling = shown
    form.replaceChildren(shown.element)
    list.list.hidden = true
    opening.resized()
    shown.focus()
  }

  function closeForm(): void {
    filling = null
    form.replaceChildren()
    list.list.hidden = false
    list.input.focus()
    opening.resized()
  }

  async function search(): Promise<void> {
    const words = list.words()
    const query = new URLSearchParams({ limit: '20', ...(words ? { search: words } : { investor_id: row.id }) })
    const { data } = await callApi<Found>('GET', `/contacts?${query}`).catch(() => ({ data: [] }))
    if (words !== list.words()) return
    found = data
    for (const person of data) {
      people.set(person.id, person)
      state.names.set(person.id, person.name)
    }
    list.show()
    show()
  }

  show()
  void search()
  return {
    element: h('div.grid-list.grid-people-editor', {}, pills, list.input, list.list, form),
    focus: () => (filling ? filling.focus() : list.input.focus({ preventScroll: true })),
    holds: () => filling?.isFilled() ?? false,
    kept: () => giveRoles(),
    text: () => chosen.map((id) => state.names.of(id) ?? id).join(', '),
    read: () => ({ value: chosen.length > 0 ? chosen : null }),
    key: (event) => keyOf(event),
  }

  /** When the investor has the people, with its own id if it was new. */
  function giveRoles(): void {
    const given = [...roles].filter(([id]) => chosen.includes(id))
    if (given.length === 0) return
    const off = state.events.on('saved', () => {
      if (row.id.startsWith('draft:')) return
      off()
      const { problem, clash } = state.marks.cell(row.id, opening.field.key) ?? {}
      if (problem || clash) return
      const failed = (reason: unknown) => showToast({ message: sentenceOf(reason), tone: 'danger' })
      for (const [id, role] of given) void storeRole(id, row.id, role).catch(failed)
    })
  }

  function keyOf(event: KeyboardEvent): boolean {
    const inForm = event.target instanceof Node && form.contains(event.target)
    if (inForm && event.key === 'Escape') {
      closeForm()
      return true
    }
    // In the form and on the pills the keys are the browser's: Tab goes on, Enter presses.
    if (event.target !== list.input) return event.key === 'Tab' ? staysInside(event) : event.key !== 'Escape'
    if (event.key === 'Tab' && event.shiftKey && chosen.length > 0) return true
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return false
    if (event.key === 'Backspace' && list.words() === '' && chosen.length > 0) {
      toggle(chosen.at(-1) ?? '')
      return true
    }
    return list.key(event)
  }

  /** Tab walks the pills and the form; from the last of them it keeps the cell and goes on, as everywhere. */
  function staysInside(event: KeyboardEvent): boolean {
    const stops = [
      ...pills.querySelectorAll('button'),
      list.input,
      ...form.querySelectorAll<HTMLElement>('input, button'),
    ]
    const at = stops.indexOf(event.target as HTMLElement)
    return event.shiftKey ? at > 0 : at < stops.length - 1
  }
}

const personLine = ({ name, emails, title }: Person): Node =>
  h('span.grid-people-line', {}, h('span', {}, name), h('small', {}, [title, emails[0]].filter(Boolean).join(' · ')))
