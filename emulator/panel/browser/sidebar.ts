import type { AddonFacts, CallAnswer } from '../addon-routes.ts'
import { callAction, callTrigger } from './api.ts'
import { drawCard } from './card.ts'
import type { Action, Card, CardAnswer, OnClick, OpenLink } from './card-types.ts'
import type { CardHands } from './clicks.ts'
import { button, element, iconButton } from './dom.ts'
import { findMissing, readForm } from './form.ts'
import { icon } from './icons.ts'
import { type CardStack, navigate } from './navigation.ts'
import { notify } from './snackbar.ts'
import { chooseCard, errorCard } from './special-cards.ts'

export interface Sidebar {
  root: HTMLElement
  /** Shows the add-on for that person, with that message open or with none. */
  open(user: string, messageId: string | null): Promise<void>
}

/** The add-on beside the mail: a stack of cards, the menu, and what Gmail does with an answer. */
export function createSidebar(addon: AddonFacts): Sidebar {
  const content = element('div', { class: 'sidebar-content' })
  const bar = element('div', { class: 'sidebar-bar' })
  const root = element('aside', { class: 'sidebar', 'aria-label': addon.name }, bar, content)
  if (addon.primaryColor) root.style.setProperty('--brand', addon.primaryColor)
  let place: { user: string; messageId: string | null } = { user: '', messageId: null }
  let stack: CardStack = []
  let isStale = false
  let call = 0

  const hands: CardHands = {
    act: (action, extra) => act(action, extra),
    suggest: async (action) => {
      const answer = await callAction(place.user, { ...requestOf(action), kind: 'suggestions' })
      return (answer.result as { autoComplete?: { items: { text: string }[] } } | null)?.autoComplete?.items ?? []
    },
    openLink,
    href: (url) => localAddress(url, addon.hostAliases),
  }

  async function open(user: string, messageId: string | null) {
    place = { user, messageId }
    stack = []
    isStale = false
    await run(() => callTrigger(user, messageId), true)
  }

  function act(action: Action, extra: Record<string, string> = {}) {
    if (findMissing(content, action)) return
    const request = requestOf(action, extra)
    run(
      () => callAction(place.user, { ...request, kind: 'action' }),
      action.loadIndicator !== 'NONE',
      action.persistValues,
    )
  }

  function requestOf(action: Action, extra: Record<string, string> = {}) {
    const parameters = Object.fromEntries((action.parameters ?? []).map(({ key, value }) => [key, value]))
    return {
      messageId: place.messageId,
      function: action.function,
      parameters: { ...parameters, ...extra },
      formInputs: readForm(content),
    }
  }

  /** An answer that comes after the person has gone on is thrown away, as Gmail does. */
  async function run(ask: () => Promise<CallAnswer>, withSpinner: boolean, keepForm = false) {
    const mine = ++call
    root.setAttribute('aria-busy', 'true')
    root.classList.toggle('waiting', withSpinner)
    const answer = await ask().catch((error: Error) => ({ result: null, error: error.message }))
    if (mine !== call) return
    root.removeAttribute('aria-busy')
    root.classList.remove('waiting')
    show(answer, keepForm)
  }

  function show({ result, error }: CallAnswer, keepForm: boolean) {
    if (error !== null) return draw(errorCard(error, reload))
    const envelope = (result ?? {}) as {
      action?: CardAnswer
      renderActions?: { action: CardAnswer }
      stateChanged?: true
    }
    const { navigations = [], notification, link } = envelope.action ?? envelope.renderActions?.action ?? {}
    isStale ||= envelope.stateChanged === true
    if (notification) notify(notification.text)
    if (link) openLink(link)
    const isChoice = stack.length === 0 && navigations.length > 1
    if (isChoice) return draw(chooseCard(navigations, (card) => push(card)))
    stack = navigate(stack, navigations)
    // Google clears a form when its action has run, unless it was told to keep the values.
    if (navigations.length > 0 || !keepForm) drawTop()
  }

  function push(card: Card) {
    stack = [...stack, card]
    drawTop()
  }

  function back() {
    stack = stack.slice(0, -1)
    if (isStale && stack.length === 1) reload()
    else drawTop()
  }

  function reload() {
    open(place.user, place.messageId)
  }

  function openLink(link: OpenLink) {
    window.open(localAddress(link.url, addon.hostAliases), '_blank', 'noopener')
    if (link.onClose === 'RELOAD') window.addEventListener('focus', reload, { once: true })
  }

  function drawTop() {
    const card = stack.at(-1)
    if (card) draw(drawCard(card, hands), card)
  }

  function draw(drawn: HTMLElement, card?: Card) {
    content.replaceChildren(drawn)
    content.scrollTop = 0
    const title = element('strong', {}, addon.name)
    const backButton = stack.length > 1 && card ? iconButton('Back', icon('back'), back) : null
    bar.replaceChildren(...[backButton, title, menu(card)].filter((each) => each !== null))
  }

  function menu(card?: Card): HTMLElement {
    const lines = [
      ...(card?.cardActions ?? []).map(({ actionLabel, onClick }) => line(actionLabel, () => click(onClick))),
      line('Refresh', reload),
      ...addon.universalActions.map(({ label, openLink: url, runFunction }) =>
        line(label, () => (url ? openLink({ url }) : runUniversal(runFunction ?? ''))),
      ),
    ]
    const list = element('div', { id: 'addon-menu', popover: 'auto', class: 'menu' }, ...lines)
    const opener = iconButton(`${addon.name} menu`, icon('menu'), () => {})
    opener.setAttribute('popovertarget', list.id)
    return element('div', { class: 'menu-place' }, opener, list)
  }

  function line(label: string, onClick: () => void): HTMLElement {
    return button(label, 'menu-line', (event) => {
      ;(event.target as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover()
      onClick()
    })
  }

  function click({ action, openLink: link, openDynamicLinkAction }: OnClick) {
    if (link) return openLink(link)
    const run = action ?? openDynamicLinkAction
    if (run) act(run)
  }

  function runUniversal(name: string) {
    run(() => callAction(place.user, { ...requestOf({ function: name }), kind: 'universal' }), true)
  }

  return { root, open }
}

/** A public address where this machine answers it; others stay as they are. */
function localAddress(url: string, aliases: Record<string, string>): string {
  const origin = Object.keys(aliases).find((each) => url === each || url.startsWith(`${each}/`))
  return origin ? aliases[origin] + url.slice(origin.length) : url
}
