import { expect, test } from 'vitest'
import { homepageEvent, messageEvent, withForm } from '../../emulator/apps-script/events.ts'
import { evaluate, goodScript, manifestWith, openAddon } from './addon-support.ts'
import { hello, ines, openWorkspace } from './support.ts'

const pushed = (text: string) => ({
  action: { navigations: [{ pushCard: { sections: [{ widgets: [{ textParagraph: { text } }] }] } }] },
})

test('a trigger renders its card', async () => {
  const addon = await openAddon(await openWorkspace())

  const { result, error } = await addon.invoke('onHomepage', homepageEvent())

  expect(error).toBeNull()
  expect(result).toEqual(pushed('Home'))
})

test('the message event carries the ids of that person’s mailbox', async () => {
  const workspace = await openWorkspace()
  const { copies } = await workspace.deliver(hello)
  const addon = await openAddon(workspace)
  const event = messageEvent(workspace, ines.email, copies[0]?.id ?? '')

  expect((await addon.invoke('onMessage', event)).result).toEqual(pushed(copies[0]?.id ?? ''))
  expect(event.gmail?.threadId).toBe(copies[0]?.threadId)
})

test('a script lives in the time of its workspace', async () => {
  const workspace = await openWorkspace({ now: () => new Date('2031-03-04T10:00:00Z') })
  const addon = await openAddon(workspace)
  const days = '[new Date(), Date.now(), 0].map((at) => new Date(at).getFullYear())'

  const { result } = await evaluate(addon, `told([...${days}, new Date() instanceof Date])`)

  expect(JSON.stringify(result)).toContain('told [2031,2031,1970,true]')
})

test('every message event has a token of its own', async () => {
  const workspace = await openWorkspace()
  const { copies } = await workspace.deliver(hello)
  const tokens = [1, 2].map(() => messageEvent(workspace, ines.email, copies[0]?.id ?? '').gmail?.accessToken)

  expect(new Set(tokens).size).toBe(2)
})

test('empty forms are absent from the event', () => {
  expect(withForm(homepageEvent(), { id: '7' }).commonEventObject).not.toHaveProperty('formInputs')
})

test('an action that has nothing to show answers nothing', async () => {
  const addon = await openAddon(await openWorkspace())

  expect(await addon.invoke('onClick', homepageEvent())).toMatchObject({ result: null, error: null })
})

test('an action answers in the envelope of an action, with the state it changed', async () => {
  const addon = await openAddon(await openWorkspace())
  const code = `CardService.newActionResponseBuilder()
    .setNavigation(CardService.newNavigation().popToRoot().updateCard(cardSaying('Done')))
    .setNotification(CardService.newNotification().setText('Logged.'))
    .setStateChanged(true).build()`

  const { result } = await evaluate(addon, code)

  expect(result).toEqual({
    renderActions: {
      action: {
        navigations: [
          { popToRoot: true },
          { updateCard: { sections: [{ widgets: [{ textParagraph: { text: 'Done' } }] }] } },
        ],
        notification: { text: 'Logged.' },
      },
    },
    stateChanged: true,
  })
})

test('nothing survives in globals from one call to the next', async () => {
  const addon = await openAddon(await openWorkspace(), { script: `${goodScript}\nvar count = 0` })

  await evaluate(addon, 'told(count = count + 1)')

  expect((await evaluate(addon, 'told(count = count + 1)')).value).toBe(1)
})

test.each([
  'setTimeout',
  'setInterval',
  'fetch',
  'URL',
  'URLSearchParams',
  'TextEncoder',
  'atob',
  'crypto',
  'Blob',
  'process',
  'require',
  'performance',
  'structuredClone',
  'Buffer',
  'window',
  'navigator',
])('%s does not exist', async (name) => {
  const addon = await openAddon(await openWorkspace())

  expect((await evaluate(addon, `told(typeof ${name})`)).value).toBe('undefined')
})

test.each([
  [
    'a builder where a response is due',
    'CardService.newActionResponseBuilder()',
    /ActionResponse, not a ActionResponseBuilder/,
  ],
  ['a card where a response is due', "cardSaying('x')", /not a Card/],
  ['a promise', 'Promise.resolve()', /not a Promise/],
  ['a plain object', '({ renderActions: {} })', /not a Object/],
])('refuses %s', async (_case, code, reason) => {
  const addon = await openAddon(await openWorkspace())

  expect((await evaluate(addon, code)).error).toMatch(reason)
})

test.each([
  ['an action response', 'return CardService.newActionResponseBuilder().build()'],
  ['a card builder', 'return CardService.newCardBuilder()'],
  ['nothing', ''],
  ['an empty list', 'return []'],
])('refuses %s from a trigger', async (_case, body) => {
  const addon = await openAddon(await openWorkspace(), { script: `${goodScript}\nfunction onHomepage() { ${body} }` })

  expect((await addon.invoke('onHomepage', homepageEvent())).error?.message).toMatch(
    /a trigger must return a built Card/,
  )
})

test('a trigger may return several cards to choose from', async () => {
  const script = `${goodScript}\nfunction onHomepage() { return [cardSaying('A'), cardSaying('B')] }`
  const addon = await openAddon(await openWorkspace(), { script })

  const { result } = await addon.invoke('onHomepage', homepageEvent())

  expect(result).toMatchObject({ action: { navigations: [{ pushCard: {} }, { pushCard: {} }] } })
})

test('suggestions and universal actions have answers of their own', async () => {
  const script = `${goodScript}
    function suggest() {
      const suggestions = CardService.newSuggestions().addSuggestions(['Harbor', 'Harrow'])
      return CardService.newSuggestionsResponseBuilder().setSuggestions(suggestions).build()
    }
    function onSettings() {
      return CardService.newUniversalActionResponseBuilder().displayAddOnCards([cardSaying('Settings')]).build()
    }`
  const manifest = manifestWith(
    (m) => (m.addOns.common.universalActions = [{ label: 'Settings', runFunction: 'onSettings' }]),
  )
  const addon = await openAddon(await openWorkspace(), { script, manifest })

  expect((await addon.invoke('suggest', homepageEvent(), 'suggestions')).result).toEqual({
    autoComplete: { items: [{ text: 'Harbor' }, { text: 'Harrow' }] },
  })
  expect((await addon.invoke('suggest', homepageEvent())).error?.message).toMatch(/ActionResponse/)
  expect((await addon.invoke('onSettings', homepageEvent())).result).toEqual(pushed('Settings'))
})

test('a function that does not exist is an error, not silence', async () => {
  const addon = await openAddon(await openWorkspace())

  expect((await addon.invoke('onNothing', homepageEvent())).error?.message).toBe('Script function not found: onNothing')
})

test('what a service throws is an Error of the script’s own world, named Exception', async () => {
  const addon = await openAddon(await openWorkspace())
  const code =
    '(() => { try { CardService.newTextParagraph().setText(5) } catch (e) { return told([e instanceof Error, e.name]) } })()'

  expect((await evaluate(addon, code)).value).toEqual([true, 'Exception'])
})

test('services show nothing of the machine they run on', async () => {
  const addon = await openAddon(await openWorkspace())
  const code =
    'told([typeof CardService.constructor, typeof CardService.newTextButton().set, typeof CardService.newCardBuilder().check])'

  expect((await evaluate(addon, code)).value).toEqual(['undefined', 'undefined', 'undefined'])
})

test('a method CardService does not have fails as a misspelt one does', async () => {
  const addon = await openAddon(await openWorkspace())

  expect((await evaluate(addon, 'CardService.newTextButton().setLabel("x")')).error).toMatch(
    /setLabel is not a function/,
  )
})

test('what the script logs comes back in order', async () => {
  const script = `${goodScript}\nfunction onHomepage() { console.log('one', 1); console.error({ two: 2 }); return cardSaying('Home') }`
  const addon = await openAddon(await openWorkspace(), { script })

  const { logs } = await addon.invoke('onHomepage', homepageEvent())

  expect(logs).toEqual([
    { level: 'log', text: 'one 1' },
    { level: 'error', text: '{ two: 2 }' },
  ])
})

test('thirty emulated seconds are the end, even for a script that catches the refusal', async () => {
  const addon = await openAddon(await openWorkspace())

  expect((await evaluate(addon, 'Utilities.sleep(29000), told(1)')).error).toBeNull()
  expect((await evaluate(addon, '(() => { try { Utilities.sleep(31000) } catch {} return told(1) })()')).error).toBe(
    'Exceeded maximum execution time',
  )
})

test('a script that never ends is ended, and the next call works', async () => {
  const addon = await openAddon(await openWorkspace(), {}, { limitMs: 1500 })

  expect((await evaluate(addon, '(() => { while (true); })()')).error).toBe('Exceeded maximum execution time')
  expect((await evaluate(addon, 'told(1)')).value).toBe(1)
})

test('two people may call at the same time and each gets the own answer', async () => {
  const addon = await openAddon(await openWorkspace())

  const [one, two] = await Promise.all([evaluate(addon, 'told(1)'), evaluate(addon, 'told(2)')])

  expect([one.value, two.value]).toEqual([1, 2])
})
