import { contextOf } from './behaviour.ts'
import { showToast } from './toast.ts'

/**
 * Saves that a card was put into another stage. A move that needs a reason is answered with the form that asks for it;
 * when that is left, or nothing could be saved, `putBack` undoes what the eye sees.
 */
export function saveMove(card: HTMLElement, list: HTMLElement, putBack: () => void): void {
  const stage = list.closest<HTMLElement>('[data-stage]')?.dataset['stage'] ?? ''
  const dialog = document.querySelector<HTMLDialogElement>('#dialog')
  const giveUp = () => {
    card.classList.remove('is-saving')
    putBack()
    speak(`${card.dataset['name']} is back where it was.`)
  }

  card.classList.add('is-saving')
  let answered = false
  const answer = (event: Event) => {
    if (event.target !== card) return
    answered = true
    const context = contextOf(event)
    if (context?.hx?.['done']) return saved(card)
    if (context?.response?.status === 422 && dialog) return whenLeft(dialog, card, giveUp)
    giveUp()
  }

  card.addEventListener('htmx:after:request', answer, { once: true })
  const sent = window.htmx?.ajax('POST', `/opportunities/${card.dataset['card']}/move`, {
    source: card,
    target: '#dialog',
    values: { stage },
  })
  sent?.then(() => {
    card.removeEventListener('htmx:after:request', answer)
    if (!answered) giveUp()
  })
}

/** The reason is asked in the dialog: closed by an answer that says so, the move is saved; closed otherwise, it is not. */
function whenLeft(dialog: HTMLDialogElement, card: HTMLElement, giveUp: () => void): void {
  let done = false
  const note = (event: Event) => {
    done ||= Boolean(contextOf(event)?.hx?.['done'])
  }
  const left = () => {
    document.removeEventListener('htmx:after:request', note, true)
    if (done) saved(card)
    else giveUp()
  }
  document.addEventListener('htmx:after:request', note, true)
  dialog.addEventListener('close', left, { once: true })
}

function saved(card: HTMLElement): void {
  card.classList.remove('is-saving')
  const label = card.closest<HTMLElement>('[data-label]')?.dataset['label']
  speak(`${card.dataset['name']} is now in ${label}.`)
}

/** Says what happened on the board to those who do not see it. */
export function speak(text: string): void {
  const voice = document.querySelector('#board-voice')
  if (voice) voice.textContent = text
  else showToast({ message: text })
}

declare global {
  interface Htmx {
    ajax(
      verb: string,
      path: string,
      options: { source: Element; target: string; values: Record<string, string> },
    ): Promise<void>
  }
}
