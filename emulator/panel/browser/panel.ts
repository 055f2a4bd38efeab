import type { WorkspaceFacts } from '../addon-routes.ts'
import type { ShownThread, ThreadLine } from '../mail-routes.ts'
import { readThread, readThreads, readWorkspace } from './api.ts'
import { button, element } from './dom.ts'
import { type Box, chooseThreads, drawThread, drawThreads } from './mail.ts'
import { createSidebar, type Sidebar } from './sidebar.ts'
import { notify, snackbar } from './snackbar.ts'
import { openWriting, type Sent } from './write.ts'

/** The address of the page says whose mailbox is shown and which thread is open: `#ines@fund.example/19a…`. */
const place = () => {
  const [user = '', threadId] = decodeURIComponent(location.hash.slice(1)).split('/')
  return { user, threadId: threadId ?? null }
}
const goTo = (user: string, threadId: string | null) => {
  location.hash = threadId === null ? user : `${user}/${threadId}`
}

async function start() {
  const facts = await readWorkspace()
  const sidebar = facts.addon && createSidebar(facts.addon)
  const page = createPage(facts, sidebar)
  window.addEventListener('hashchange', page.show)
  if (facts.users.some(({ email }) => email === place().user)) await page.show()
  else location.replace(`#${facts.users[0]?.email}`)
}

function createPage(facts: WorkspaceFacts, sidebar: Sidebar | null) {
  const list = element('div', { class: 'list-lines' })
  const search = element('input', { type: 'search', placeholder: 'Search mail', 'aria-label': 'Search mail' })
  const reading = element('main', { class: 'reading', tabindex: '-1' })
  const who = userSwitch(facts)
  let threads: ThreadLine[] = []
  let shownThread: ShownThread | null = null
  let box: Box = 'INBOX'
  let shownUser = ''

  const drawList = () => {
    const chosen = chooseThreads(threads, box, search.value)
    list.replaceChildren(drawThreads(chosen, place().threadId, (id) => goTo(shownUser, id)))
  }
  const boxes = boxTabs((chosen) => {
    box = chosen
    drawList()
  })
  search.addEventListener('input', drawList)

  const mailList = element('nav', { class: 'list', 'aria-label': 'Conversations' }, boxes, search, list)
  document.body.replaceChildren(
    topBar(facts, [writeButton(write), who], sidebar),
    element('div', { class: 'columns' }, mailList, reading, sidebar?.root),
    snackbar(),
  )

  async function show() {
    const { user, threadId } = place()
    who.value = user
    shownUser = user
    document.title = `${facts.users.find(({ email }) => email === user)?.name ?? user} – Mail`
    document.body.classList.toggle('reading-one', threadId !== null)
    if (threadId === null) reading.replaceChildren(element('p', { class: 'empty' }, 'Choose a conversation.'))
    const thread = threadId === null ? null : await readThread(user, threadId)
    shownThread = thread
    threads = await readThreads(user)
    drawList()
    if (thread) showMessage(thread, thread.messages.at(-1)?.id ?? '')
    else sidebar?.open(user, null)
  }

  function showMessage(thread: ShownThread, messageId: string) {
    const open = (id: string) => showMessage(thread, id)
    reading.replaceChildren(drawThread(thread, messageId, open, () => goTo(shownUser, null)))
    sidebar?.open(shownUser, messageId)
  }

  function write() {
    const name = facts.users.find(({ email }) => email === shownUser)?.name ?? ''
    openWriting({ user: { name, address: shownUser }, thread: shownThread }, arrived)
  }

  /** Shows the conversation in which the message arrived, when this mailbox has it. */
  function arrived({ mailboxes, threadId }: Sent) {
    const names = facts.users.filter(({ email }) => mailboxes.includes(email)).map(({ name }) => name)
    notify(`Sent. It is in the mail of ${names.join(' and ')}.`)
    if (threadId === null || threadId === place().threadId) show()
    else goTo(shownUser, threadId)
  }

  return { show }
}

const writeButton = (write: () => void) => button('Write as …', 'button', write)

function userSwitch(facts: WorkspaceFacts): HTMLSelectElement {
  const options = facts.users.map(({ email, name }) => element('option', { value: email }, `${name} · ${email}`))
  const who = element('select', { 'aria-label': 'Mailbox of' }, ...options)
  who.addEventListener('change', () => goTo(who.value, null))
  return who
}

function boxTabs(choose: (box: Box) => void): HTMLElement {
  const names: [Box, string][] = [
    ['INBOX', 'Inbox'],
    ['SENT', 'Sent'],
    ['ALL', 'All mail'],
  ]
  const tabs = names.map(([box, name]) => {
    const tab = button(name, 'tab', () => {
      for (const each of tabs) each.setAttribute('aria-pressed', `${each === tab}`)
      choose(box)
    })
    tab.setAttribute('aria-pressed', `${box === 'INBOX'}`)
    return tab
  })
  return element('div', { class: 'tabs', role: 'group', 'aria-label': 'Mailbox' }, ...tabs)
}

/** On a phone the sidebar lies over the mail; this button brings it and takes it away. */
function topBar(facts: WorkspaceFacts, tools: HTMLElement[], sidebar: Sidebar | null): HTMLElement {
  const name = facts.addon?.name ?? ''
  const toggle = button(name, 'button outlined only-narrow', () => {
    const isShown = document.body.classList.toggle('sidebar-shown')
    toggle.setAttribute('aria-pressed', `${isShown}`)
  })
  toggle.setAttribute('aria-pressed', 'false')
  const brand = element('span', { class: 'brand' }, element('b', {}, 'Mail'), element('small', {}, facts.domain))
  return element('header', { class: 'top' }, brand, ...tools, sidebar ? toggle : null)
}

start()
