import { behaviour } from './behaviour.ts'

type Warning = { message: string }
type Verdict =
  | { ok: true; type: string; uses: string[]; warnings: Warning[] }
  | { ok: false; message: string; start: number; end: number }

/** The formula of a column is checked while it is typed; columns and functions are put in where the cursor stands. */
behaviour<HTMLElement>('[data-formula]', (editor) => {
  const source = editor.querySelector<HTMLTextAreaElement>('textarea')
  const said = editor.querySelector<HTMLElement>('[data-formula-verdict]')
  if (!source || !said) return

  let timer = 0
  const look = async () => {
    const text = source.value
    if (text.trim() === '') return said.replaceChildren()
    const verdict = await check(text, editor.dataset['keyOf'])
    if (source.value === text && verdict) show(said, text, verdict)
  }
  source.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(look, 250)
  })
  editor.addEventListener('change', (event) => {
    const select = event.target
    if (!(select instanceof HTMLSelectElement) || !select.matches('[data-formula-insert]')) return
    insert(source, select.value)
    const help = editor.querySelector('[data-formula-help]')
    if (help) help.textContent = select.selectedOptions[0]?.dataset['help'] ?? ''
    select.value = ''
  })
  look()
})

async function check(formula: string, key: string | undefined): Promise<Verdict | null> {
  const reply = await fetch('/api/fundraising/formulas/check', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ formula, ...(key && { key }) }),
  }).catch(() => null)
  return reply?.ok ? reply.json() : null
}

function show(place: HTMLElement, source: string, verdict: Verdict): void {
  place.classList.toggle('is-wrong', !verdict.ok)
  if (verdict.ok) {
    const warnings = verdict.warnings.map(({ message }) => ` ${message}`)
    place.textContent = `Answers ${article(verdict.type.replaceAll('_', ' '))}.${warnings.join('')}`
    return
  }
  const mark = document.createElement('mark')
  mark.textContent = source.slice(verdict.start, Math.max(verdict.end, verdict.start + 1)) || '…'
  const code = document.createElement('code')
  code.append(
    cut(source.slice(0, verdict.start), -24),
    mark,
    cut(source.slice(Math.max(verdict.end, verdict.start + 1)), 24),
  )
  place.replaceChildren(`${verdict.message} `, code)
}

const article = (type: string): string => (type === 'checkbox' ? 'yes or no' : `a ${type}`)

/** At most so many characters beside the place of the mistake: from its end when `most` is negative. */
function cut(text: string, most: number): string {
  if (text.length <= Math.abs(most)) return text
  return most < 0 ? `…${text.slice(most)}` : `${text.slice(0, most)}…`
}

/** Between the brackets of a function, the cursor stands ready for what it takes. */
function insert(source: HTMLTextAreaElement, text: string): void {
  if (text === '') return
  source.focus()
  source.setRangeText(text, source.selectionStart, source.selectionEnd, 'end')
  if (text.endsWith('()')) source.selectionEnd = source.selectionStart = source.selectionEnd - 1
  source.dispatchEvent(new Event('input', { bubbles: true }))
}
