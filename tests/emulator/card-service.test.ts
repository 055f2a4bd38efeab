import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Addon, runAddon } from '../../emulator/apps-script/runtime.ts'
import { createWorkspace } from '../../emulator/workspace.ts'
import { evaluate, goodManifest, goodScript } from './addon-support.ts'
import { ines } from './support.ts'

let addon: Addon
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'card-service-'))
  await writeFile(join(folder, 'appsscript.json'), JSON.stringify(goodManifest))
  await writeFile(join(folder, 'Code.js'), `${goodScript}\n${helpers}`)
  const workspace = createWorkspace({ domain: 'northgate.example', users: [ines], clientId: '4242' })
  addon = runAddon({ bundleDir: folder, user: ines.email, workspace, hostAliases: {} })
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

const helpers = `
  var C = CardService
  function card(widget) {
    return C.newCardBuilder().addSection(C.newCardSection().addWidget(widget)).build()
  }
  function show(built) {
    return C.newActionResponseBuilder().setNavigation(C.newNavigation().pushCard(built)).build()
  }
  function action() { return C.newAction().setFunctionName('onClick') }
  function button() { return C.newTextButton().setText('Log').setOnClickAction(action()) }
  function link(url) { return C.newTextButton().setText('Open').setOpenLink(C.newOpenLink().setUrl(url)) }
  function input(name) { return C.newTextInput().setFieldName(name).setTitle('Note') }
  function choice(type) { return C.newSelectionInput().setFieldName('stage').setType(C.SelectionInputType[type]) }
  function times(count, what) { return Array.from({ length: count }, what) }
`

const shownWidget = async (widget: string) => {
  const { result, error } = await evaluate(addon, `show(card(${widget}))`)
  expect(error).toBeNull()
  return result.renderActions.action.navigations[0].pushCard.sections[0].widgets[0]
}

test.each([
  ['a text', "C.newTextParagraph().setText('Hi <b>there</b>')", { textParagraph: { text: 'Hi <b>there</b>' } }],
  [
    'a decorated text',
    "C.newDecoratedText().setTopLabel('Fund II').setText('$5M').setBottomLabel('soft').setWrapText(true)",
    { decoratedText: { topLabel: 'Fund II', text: '$5M', bottomLabel: 'soft', wrapText: true } },
  ],
  [
    'a start icon',
    "C.newDecoratedText().setText('x').setStartIcon(C.newIconImage().setIcon(C.Icon.EMAIL).setAltText('E-mail'))",
    { decoratedText: { text: 'x', startIcon: { knownIcon: 'EMAIL', altText: 'E-mail' } } },
  ],
  [
    'a switch',
    "C.newDecoratedText().setText('x').setSwitchControl(C.newSwitch().setFieldName('due').setValue('yes').setSelected(true))",
    { decoratedText: { text: 'x', switchControl: { name: 'due', value: 'yes', selected: true } } },
  ],
  [
    'a lone button, as a list of one',
    "C.newTextButton().setText('Log').setOnClickAction(action().setParameters({ id: '7' }).setLoadIndicator(C.LoadIndicator.SPINNER))",
    {
      buttonList: {
        buttons: [
          {
            text: 'Log',
            onClick: {
              action: { function: 'onClick', parameters: [{ key: 'id', value: '7' }], loadIndicator: 'SPINNER' },
            },
          },
        ],
      },
    },
  ],
  [
    'a coloured button, which is filled',
    "button().setBackgroundColor('#ff0000').setTextButtonStyle(C.TextButtonStyle.OUTLINED)",
    {
      buttonList: {
        buttons: [
          {
            text: 'Log',
            onClick: { action: { function: 'onClick' } },
            color: { red: 1, green: 0, blue: 0 },
            type: 'FILLED',
          },
        ],
      },
    },
  ],
  [
    'a link',
    "C.newButtonSet().addButton(link('https://crm.northgate.example/investors/7'))",
    {
      buttonList: {
        buttons: [{ text: 'Open', onClick: { openLink: { url: 'https://crm.northgate.example/investors/7' } } }],
      },
    },
  ],
  [
    'an image button',
    "C.newImageButton().setIcon(C.Icon.PHONE).setAltText('Call').setOnClickAction(action())",
    {
      buttonList: {
        buttons: [{ icon: { knownIcon: 'PHONE' }, altText: 'Call', onClick: { action: { function: 'onClick' } } }],
      },
    },
  ],
  [
    'a text field',
    "input('note').setHint('What was said').setMultiline(true).setValue('x')",
    { textInput: { name: 'note', label: 'Note', hintText: 'What was said', type: 'MULTIPLE_LINE', value: 'x' } },
  ],
  [
    'a text field with suggestions, which has a single line',
    "input('name').setMultiline(true).setSuggestionsAction(action())",
    { textInput: { name: 'name', label: 'Note', type: 'SINGLE_LINE', autoCompleteAction: { function: 'onClick' } } },
  ],
  [
    'a choice',
    "choice('DROPDOWN').setTitle('Stage').addItem('Lead', 'lead', true)",
    {
      selectionInput: {
        name: 'stage',
        type: 'DROPDOWN',
        label: 'Stage',
        items: [{ text: 'Lead', value: 'lead', selected: true }],
      },
    },
  ],
  [
    'a day, its milliseconds as text',
    "C.newDatePicker().setFieldName('due').setTitle('Due').setValueInMsSinceEpoch(1795132800000)",
    { dateTimePicker: { name: 'due', label: 'Due', valueMsEpoch: '1795132800000', type: 'DATE_ONLY' } },
  ],
  [
    'a moment',
    "C.newDateTimePicker().setFieldName('at').setValueInMsSinceEpoch('1795132800000').setTimeZoneOffsetInMins(60)",
    { dateTimePicker: { name: 'at', valueMsEpoch: '1795132800000', timezoneOffsetDate: 60, type: 'DATE_AND_TIME' } },
  ],
  [
    'a time',
    "C.newTimePicker().setFieldName('at').setHours(1).setMinutes(30)",
    { dateTimePicker: { name: 'at', valueMsEpoch: '5400000', type: 'TIME_ONLY' } },
  ],
  ['a divider', 'C.newDivider()', { divider: {} }],
  [
    'an image',
    "C.newImage().setImageUrl('https://crm.northgate.example/a.png').setAltText('Logo')",
    { image: { imageUrl: 'https://crm.northgate.example/a.png', altText: 'Logo' } },
  ],
  [
    'a grid',
    "C.newGrid().setTitle('Funds').setNumColumns(2).addItem(C.newGridItem().setIdentifier('7').setTitle('Fund I')).setOnClickAction(action())",
    {
      grid: {
        title: 'Funds',
        columnCount: 2,
        items: [{ id: '7', title: 'Fund I' }],
        onClick: { action: { function: 'onClick' } },
      },
    },
  ],
])('serialises %s', async (_case, widget, expected) => {
  expect(await shownWidget(widget)).toEqual(expected)
})

test('serialises a whole card', async () => {
  const { result } = await evaluate(
    addon,
    `show(C.newCardBuilder().setName('dossier')
      .setHeader(C.newCardHeader().setTitle('Harbor').setSubtitle('Prospect').setImageUrl('https://crm.northgate.example/h.png').setImageStyle(C.ImageStyle.CIRCLE))
      .addSection(C.newCardSection().setHeader('Recent').setCollapsible(true).setNumUncollapsibleWidgets(1).addWidget(C.newDivider()))
      .addCardAction(C.newCardAction().setText('Refresh').setOnClickAction(action()))
      .setFixedFooter(C.newFixedFooter().setPrimaryButton(button()))
      .build())`,
  )

  expect(result.renderActions.action.navigations[0].pushCard).toEqual({
    name: 'dossier',
    header: {
      title: 'Harbor',
      subtitle: 'Prospect',
      imageUrl: 'https://crm.northgate.example/h.png',
      imageType: 'CIRCLE',
    },
    sections: [{ header: 'Recent', collapsible: true, uncollapsibleWidgetsCount: 1, widgets: [{ divider: {} }] }],
    cardActions: [{ actionLabel: 'Refresh', onClick: { action: { function: 'onClick' } } }],
    fixedFooter: { primaryButton: { text: 'Log', onClick: { action: { function: 'onClick' } } } },
  })
})

test('takes as much as Google takes', async () => {
  const code = `show(C.newCardBuilder()
    .addSection(times(100, () => C.newDivider()).reduce((s, w) => s.addWidget(w), C.newCardSection()))
    .addSection(C.newCardSection().addWidget(times(100, (_, i) => i).reduce((s, i) => s.addItem('i' + i, 'v' + i, false), choice('DROPDOWN'))))
    .build())`

  expect((await evaluate(addon, code)).error).toBeNull()
})

test.each([
  ['a number as a parameter', 'action().setParameters({ id: 7 })', /\(Number\).*Action\.setParameters/],
  ['null as a parameter', 'action().setParameters({ id: null })', /\(null\)/],
  ['undefined as a parameter', 'action().setParameters({ id: undefined })', /\(undefined\)/],
  ['an object as a parameter', 'action().setParameters({ id: {} })', /\(CardService\.Object\)/],
  [
    'an action without a function',
    'show(card(C.newTextButton().setText("x").setOnClickAction(C.newAction())))',
    /function name is required/,
  ],
  [
    'an action whose function does not exist',
    'show(card(C.newTextButton().setText("x").setOnClickAction(C.newAction().setFunctionName("onClik"))))',
    /Script function not found: onClik/,
  ],
  ['a number as text', 'C.newTextParagraph().setText(5)', /\(Number\).*TextParagraph\.setText/],
  ['an empty paragraph', 'show(card(C.newTextParagraph()))', /text is required/],
  [
    'a decorated text without text',
    'show(card(C.newDecoratedText().setTopLabel("Fund II")))',
    /DecoratedText: a text is required/,
  ],
  [
    'a button and a switch at once',
    'C.newDecoratedText().setButton(button()).setSwitchControl(C.newSwitch())',
    /only one of them/,
  ],
  ['a button without a click', 'show(card(C.newTextButton().setText("x")))', /click handler is required/],
  ['a button without a text', 'show(card(C.newTextButton().setOnClickAction(action())))', /text is required/],
  ['an image button without an icon', 'show(card(C.newImageButton().setOnClickAction(action())))', /icon is required/],
  [
    'two clicks on one button',
    'button().setOpenLink(C.newOpenLink().setUrl("https://crm.northgate.example/"))',
    /Only one click handler/,
  ],
  ['a colour by name', 'button().setBackgroundColor("red")', /Invalid color/],
  ['an empty button set', 'show(card(C.newButtonSet()))', /at least one button/],
  ['an unknown enum member', 'C.newAction().setLoadIndicator(C.LoadIndicator.WHEEL)', /\(undefined\)/],
  [
    'an icon without an image',
    'show(card(C.newDecoratedText().setText("x").setStartIcon(C.newIconImage())))',
    /icon is required/,
  ],
  ['a link outside the prefixes', 'show(card(link("https://elsewhere.example/")))', /openLinkUrlPrefixes/],
  [
    'a link to a sibling of a prefix',
    'show(card(link("https://crm.northgate.example.evil.example/")))',
    /openLinkUrlPrefixes/,
  ],
  ['a link without TLS', 'link("http://crm.northgate.example/")', /Invalid URL/],
  ['a javascript: link', 'link("javascript:alert(1)")', /Invalid URL/],
  ['a data: link', 'link("data:text/html,x")', /Invalid URL/],
  [
    'a link of a response outside the prefixes',
    'C.newActionResponseBuilder().setOpenLink(C.newOpenLink().setUrl("https://elsewhere.example/")).build()',
    /openLinkUrlPrefixes/,
  ],
  ['an image without TLS', 'C.newImage().setImageUrl("http://crm.northgate.example/a.png")', /not HTTPS/],
  ['a data: image', 'C.newImage().setImageUrl("data:image/png;base64,x")', /not HTTPS/],
  ['an SVG image', 'C.newImage().setImageUrl("https://crm.northgate.example/a.svg?v=1")', /SVG/],
  ['an SVG icon', 'C.newIconImage().setIconUrl("https://crm.northgate.example/a.SVG")', /SVG/],
  ['a card without sections', 'show(C.newCardBuilder().build())', /at least one section/],
  [
    'more than 100 sections',
    'times(101, () => C.newCardSection().addWidget(C.newDivider())).reduce((c, s) => c.addSection(s), C.newCardBuilder())',
    /100 sections/,
  ],
  [
    'more than 100 widgets in a section',
    'times(101, () => C.newDivider()).reduce((s, w) => s.addWidget(w), C.newCardSection())',
    /100 widgets/,
  ],
  [
    'more than 100 items',
    'times(101, (_, i) => i).reduce((s, i) => s.addItem("i" + i, "v", false), choice("DROPDOWN"))',
    /100 items/,
  ],
  ['an empty section', 'show(C.newCardBuilder().addSection(C.newCardSection()).build())', /at least one widget/],
  ['a section as a widget', 'C.newCardSection().addWidget(C.newCardSection())', /CardService\.CardSection.*addWidget/],
  ['a switch as a widget', 'C.newCardSection().addWidget(C.newSwitch())', /CardService\.Switch/],
  ['a text field without title and hint', 'show(card(C.newTextInput().setFieldName("note")))', /title or a hint/],
  ['a text field without a name', 'show(card(C.newTextInput().setTitle("Note")))', /field name is required/],
  ['a choice without items', 'show(card(choice("DROPDOWN")))', /at least one item/],
  [
    'two chosen radio items',
    'show(card(choice("RADIO_BUTTON").addItem("A", "a", true).addItem("B", "b", true)))',
    /only one item/,
  ],
  ['an item whose value is a number', 'choice("DROPDOWN").addItem("A", 1, true)', /\(Number\)/],
  ['an item that does not say if it is chosen', 'choice("DROPDOWN").addItem("A", "a")', /\(undefined\)/],
  [
    'a switch without a value',
    'show(card(C.newDecoratedText().setText("x").setSwitchControl(C.newSwitch().setFieldName("due"))))',
    /value is required/,
  ],
  ['a date that is a text', 'C.newDatePicker().setValueInMsSinceEpoch("2026-11-20")', /whole milliseconds/],
  ['the hour 24', 'C.newTimePicker().setHours(24)', /0 to 23/],
  [
    'one field name twice',
    'show(C.newCardBuilder().addSection(C.newCardSection().addWidget(input("note")).addWidget(input("note"))).build())',
    /"note" is used twice/,
  ],
  [
    'one name for a field and a switch',
    'show(C.newCardBuilder().addSection(C.newCardSection().addWidget(input("x")).addWidget(C.newDecoratedText().setText("x").setSwitchControl(C.newSwitch().setFieldName("x").setValue("1")))).build())',
    /used twice/,
  ],
  [
    'a footer with only a secondary button',
    'show(C.newCardBuilder().addSection(C.newCardSection().addWidget(C.newDivider())).setFixedFooter(C.newFixedFooter().setSecondaryButton(button())).build())',
    /primary button/,
  ],
  [
    'an image button in the footer',
    'C.newFixedFooter().setPrimaryButton(C.newImageButton())',
    /CardService\.ImageButton/,
  ],
  [
    'a header without a title',
    'show(C.newCardBuilder().setHeader(C.newCardHeader()).addSection(C.newCardSection().addWidget(C.newDivider())).build())',
    /title is required/,
  ],
  [
    'a menu line without a click',
    'show(C.newCardBuilder().addCardAction(C.newCardAction().setText("x")).addSection(C.newCardSection().addWidget(C.newDivider())).build())',
    /click handler/,
  ],
  [
    'a card builder in a navigation',
    'C.newNavigation().pushCard(C.newCardBuilder())',
    /CardService\.CardBuilder.*pushCard/,
  ],
  ['a response in a navigation', 'C.newNavigation().pushCard(C.newActionResponseBuilder().build())', /pushCard/],
  ['an empty notification', 'C.newNotification().setText("")', /not empty/],
  ['the deprecated KeyValue', 'C.newKeyValue()', /newKeyValue is not a function/],
  [
    'a link without a URL',
    'show(card(C.newTextButton().setText("x").setOpenLink(C.newOpenLink())))',
    /URL is required/,
  ],
  ['an image without a URL', 'show(card(C.newImage()))', /image URL is required/],
  ['an empty grid item', 'show(card(C.newGrid().addItem(C.newGridItem())))', /title or an image/],
  [
    'a material icon without a name',
    'show(card(C.newImageButton().setMaterialIcon(C.newMaterialIcon()).setOnClickAction(action())))',
    /name is required/,
  ],
  ['a material icon that is too heavy', 'C.newMaterialIcon().setWeight(800)', /100 to 700/],
  ['half a widget', 'C.newCardSection().setNumUncollapsibleWidgets(0.5)', /\(Number\)/],
  ['a flag that is a text', 'C.newCardSection().setCollapsible("true")', /\(String\)/],
  ['a list of parameters', 'C.newAction().setParameters(["7"])', /\(Array\)/],
  ['parameters that are none', 'C.newAction().setParameters(null)', /\(null\)/],
  ['suggestions that are no list', 'C.newSuggestions().addSuggestions("Harbor")', /\(String\)/],
  [
    'a notification without a text',
    'C.newActionResponseBuilder().setNotification(C.newNotification()).build()',
    /text is required/,
  ],
  [
    'a menu line without a text',
    'show(C.newCardBuilder().addCardAction(C.newCardAction().setOnClickAction(action())).addSection(C.newCardSection().addWidget(C.newDivider())).build())',
    /text is required/,
  ],
  [
    'a universal action that shows nothing',
    'C.newUniversalActionResponseBuilder().displayAddOnCards([])',
    /displayAddOnCards/,
  ],
  [
    'a switch without a name',
    'show(card(C.newDecoratedText().setText("x").setSwitchControl(C.newSwitch().setValue("1"))))',
    /field name is required/,
  ],
  ['a choice without a name', 'show(card(C.newSelectionInput().addItem("A", "a", true)))', /field name is required/],
  [
    'two chosen items of a dropdown',
    'show(card(choice("DROPDOWN").addItem("A", "a", true).addItem("B", "b", true)))',
    /only one item/,
  ],
  ['an empty grid', 'show(card(C.newGrid()))', /at least one item/],
])('refuses %s', async (_case, code, reason) => {
  expect((await evaluate(addon, code)).error).toMatch(reason)
})
