import type { ShownMessage, ShownThread, ThreadLine } from '../mail-routes.ts'
import { button, element, iconButton } from './dom.ts'
import { icon } from './icons.ts'

export type Box = 'INBOX' | 'SENT' | 'ALL'

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const exactFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** The lines of a mailbox that belong to a box and contain the words. */
export function chooseThreads(threads: ThreadLine[], box: Box, words: string): ThreadLine[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return threads.filter((thread) => {
    const text = `${thread.people} ${thread.subject} ${thread.snippet}`.toLowerCase()
    return (box === 'ALL' || thread.boxes.includes(box)) && wanted.every((word) => text.includes(word))
  })
}

export function drawThreads(threads: ThreadLine[], openId: string | null, open: (id: string) => void): HTMLElement {
  if (threads.length === 0) return element('p', { class: 'empty' }, 'No messages here.')
  return element(
    'ul',
    { class: 'threads' },
    ...threads.map((thread) => element('li', {}, threadLine(thread, openId, open))),
  )
}

function threadLine(thread: ThreadLine, openId: string | null, open: (id: string) => void): HTMLElement {
  const made = button('', thread.unread ? 'thread unread' : 'thread', () => open(thread.id))
  if (thread.id === openId) made.setAttribute('aria-current', 'true')
  made.append(
    element(
      'span',
      { class: 'thread-people' },
      element('span', {}, thread.people),
      thread.count > 1 && element('small', {}, `${thread.count}`),
    ),
    element('time', {}, dayFormat.format(thread.date)),
    element('span', { class: 'thread-subject' }, thread.subject),
    element('span', { class: 'thread-snippet' }, thread.snippet),
  )
  return made
}

/** The open conversation; the expanded message is the one the add-on sees. */
export function drawThread(
  thread: ShownThread,
  openId: string,
  open: (id: string) => void,
  close: () => void,
): HTMLElement {
  return element(
    'article',
    { class: 'conversation' },
    element('header', {}, iconButton('Back to the list', icon('back'), close), element('h1', {}, thread.subject)),
    ...thread.messages.map((message) => drawMessage(message, message.id === openId, () => open(message.id))),
  )
}

function drawMessage(message: ShownMessage, isOpen: boolean, open: () => void): HTMLElement {
  const head = button('', 'message-head', open)
  head.setAttribute('aria-expanded', `${isOpen}`)
  head.append(
    element(
      'span',
      { class: 'initial', 'aria-hidden': 'true' },
      (message.from.name || message.from.address).slice(0, 1).toUpperCase(),
    ),
    element(
      'span',
      { class: 'message-people' },
      element('b', {}, message.from.name || message.from.address),
      element('small', {}, people(message)),
    ),
    element('time', {}, exactFormat.format(message.date)),
  )
  const text = isOpen ? messageText(message.text) : [message.text.slice(0, 120)]
  return element(
    'section',
    { class: isOpen ? 'message open' : 'message' },
    head,
    element('div', { class: 'message-text' }, ...text),
  )
}

const quoteStart = /^(On .{5,200} wrote:|-{2,} ?Original Message ?-{2,}|>)/m

/** What the sender wrote, with what they quoted folded away. */
function messageText(text: string): (string | Node)[] {
  const start = text.search(quoteStart)
  if (start <= 0) return [text]
  const summary = element('summary', { 'aria-label': 'Show quoted text', title: 'Show quoted text' }, '…')
  return [text.slice(0, start).trimEnd(), element('details', {}, summary, text.slice(start))]
}

function people({ from, to, cc }: ShownMessage): string {
  const list = (mailers: { name: string; address: string }[]) =>
    mailers.map(({ name, address }) => name || address).join(', ')
  return [from.name && from.address, `to ${list(to)}`, cc.length > 0 && `cc ${list(cc)}`].filter(Boolean).join(' · ')
}
