import { h, icon } from '../dom.ts'

/** A button of a question: the first one is what Enter does. */
export type Choice<T> = { label: string; value: T; primary?: boolean }

/** Asks in a dialog and answers what was chosen; null when it was left by Escape or its cross. */
export function ask<T>(title: string, body: Node[], choices: Choice<T>[]): Promise<T | null> {
  return new Promise((resolve) => {
    const before = document.activeElement
    const close = h('button.btn.btn--quiet.btn--icon', { type: 'button', 'aria-label': 'Close' }, icon('close'))
    const buttons = choices.map((choice) => button(choice, () => finish(choice.value)))
    const dialog = h(
      'dialog.paste-dialog',
      { 'aria-labelledby': 'paste-title' },
      h('div.dialog__head', {}, h('h2', { id: 'paste-title' }, title), close),
      h('div.dialog__body', {}, ...body, h('div.form__acts', {}, ...buttons)),
    )
    function finish(value: T | null): void {
      dialog.remove()
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
      resolve(value)
    }
    close.addEventListener('click', () => finish(null))
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault()
      finish(null)
    })
    document.body.append(dialog)
    dialog.showModal()
    dialog.querySelector<HTMLElement>('.btn--primary')?.focus()
  })
}

function button<T>({ label, primary }: Choice<T>, chosen: () => void): HTMLElement {
  const made = h(primary ? 'button.btn.btn--primary' : 'button.btn', { type: 'button' }, label)
  made.addEventListener('click', chosen)
  return made
}

/** A table of at most `most` lines, and how many more there are. */
export function listed(heads: string[], lines: (string | Node)[][], most = 200): Node[] {
  const head = h('tr', {}, ...heads.map((text) => h('th', { scope: 'col' }, text)))
  const rows = lines.slice(0, most).map((cells) => h('tr', {}, ...cells.map((cell) => h('td', {}, cell))))
  const table = h('table.table', {}, h('thead', {}, head), h('tbody', {}, ...rows))
  const box = h('div.paste-list', { tabindex: 0, role: 'region', 'aria-label': 'Cells' }, table)
  return lines.length > most ? [box, h('p.muted', {}, `and ${lines.length - most} more`)] : [box]
}
