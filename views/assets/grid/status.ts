import { plural } from '../../../shared/words.ts'
import { h } from './dom.ts'
import type { Saving } from './save/saving.ts'
import type { GridState } from './state.ts'

/** The one quiet place that says whether what was typed is saved. */
/** `look` goes to the next cell that is to be looked at. */
export function createStatus(state: GridState, place: HTMLElement, look: () => void) {
  let was = ''

  return (saving: Saving): void => {
    const problems = state.marks.having('problem').length + state.marks.having('clash').length
    const text = words(saving, problems)
    if (text === was) return
    was = text
    place.dataset['state'] = problems > 0 ? 'problem' : saving.state()
    const isSaved = saving.state() === 'saved'
    if (isSaved && problems > 0) place.replaceChildren(lookButton(text, look))
    else place.replaceChildren(text, ...(saving.state() === 'signed-out' ? [' ', signIn()] : []))
  }
}

function words(saving: Saving, problems: number): string {
  const kept = plural(saving.waiting(), 'change')
  if (saving.state() === 'away') return `Offline: ${kept} kept`
  if (saving.state() === 'signed-out') return `Signed out: ${kept} kept.`
  if (saving.state() === 'saving') return 'Saving…'
  return problems > 0 ? `${plural(problems, 'cell')} to look at` : 'Saved'
}

function lookButton(text: string, look: () => void): HTMLElement {
  const button = h('button.btn-link', { type: 'button', title: 'Go to it' }, text)
  button.addEventListener('click', look)
  return button
}

const signIn = (): HTMLElement => h('a', { href: '/sign-in', target: '_blank' }, 'Sign in')
