/** A small add-on with every kind of widget, for the tests of the page. */
export const sampleScript = `
  var C = CardService
  function action(name, parameters) { return C.newAction().setFunctionName(name).setParameters(parameters || {}) }
  function button(text, name, parameters) { return C.newTextButton().setText(text).setOnClickAction(action(name, parameters)) }
  function line(label, text) { return C.newDecoratedText().setTopLabel(label).setText(text).setWrapText(true) }
  function section(widgets, header) {
    var made = widgets.reduce(function (s, w) { return s.addWidget(w) }, C.newCardSection())
    return header ? made.setHeader(header) : made
  }
  function cardOf(title, subtitle, sections) {
    var card = C.newCardBuilder().setName(title).setHeader(C.newCardHeader().setTitle(title).setSubtitle(subtitle))
    return sections.reduce(function (c, s) { return c.addSection(s) }, card)
  }
  function push(card) {
    return C.newActionResponseBuilder().setNavigation(C.newNavigation().pushCard(card)).build()
  }
  function notify(text) {
    return C.newActionResponseBuilder().setNotification(C.newNotification().setText(text)).build()
  }

  function onHomepage() {
    return cardOf('Good morning', 'Northgate Capital', [
      section([C.newTextInput().setFieldName('q').setTitle('Search investors').setSuggestionsAction(action('onSuggest'))]),
      section([C.newTextParagraph().setText('Recent <b>investors</b> &amp; friends <script>alert(1)</script>')]),
    ]).build()
  }

  function onMessage(e) {
    GmailApp.setCurrentMessageAccessToken(e.gmail.accessToken)
    var message = GmailApp.getMessageById(e.gmail.messageId)
    if (message.getSubject() === 'Break') throw new Error('The gateway did not answer.')
    return dossier(message.getFrom())
  }

  function dossier(from) {
    var recent = C.newCardSection().setHeader('Recent').setCollapsible(true).setNumUncollapsibleWidgets(1)
      .addWidget(line('10 Nov, Ines', 'Call about the DDQ'))
      .addWidget(line('2 Nov, Tomas', 'Sent the deck'))
    return cardOf('Harbor Family Office', 'Prospect · Meeting · Ines', [
      section([
        line('From', from.replace(/[<>]/g, ' ')),
        line('Fund II', '<b>$5.0M</b> <font color="#7a5c00">soft</font>').setBottomLabel('of <b>$40M</b>'),
        C.newButtonSet().addButton(button('Log e-mail', 'onLog').setTextButtonStyle(C.TextButtonStyle.FILLED)).addButton(button('More…', 'onForm')),
      ]),
      recent,
    ])
      .addCardAction(C.newCardAction().setText('Refresh dossier').setOnClickAction(action('onLog')))
      .setFixedFooter(C.newFixedFooter().setPrimaryButton(C.newTextButton().setText('Open in CRM').setOpenLink(C.newOpenLink().setUrl('https://crm.northgate.example/investors/7'))))
      .build()
  }

  function onLog() {
    return C.newActionResponseBuilder()
      .setNotification(C.newNotification().setText('Logged with Harbor Family Office.'))
      .setNavigation(C.newNavigation().updateCard(cardOf('Harbor Family Office', 'Logged by Ines', [section([line('Status', 'Logged')])]).build()))
      .setStateChanged(true).build()
  }

  function onForm() {
    return push(cardOf('Log a call', 'Harbor Family Office', [section([
      C.newTextInput().setFieldName('summary').setTitle('What was said').setMultiline(true),
      C.newSelectionInput().setFieldName('type').setTitle('Type').setType(C.SelectionInputType.DROPDOWN)
        .addItem('Call', 'call', false).addItem('Meeting', 'meeting', true),
      C.newSelectionInput().setFieldName('fund').setTitle('Fund').setType(C.SelectionInputType.RADIO_BUTTON)
        .addItem('Fund I', 'one', false).addItem('Fund II', 'two', true),
      C.newSelectionInput().setFieldName('who').setTitle('With').setType(C.SelectionInputType.CHECK_BOX)
        .addItem('Maya', 'maya', true).addItem('Jonas', 'jonas', true),
      C.newDatePicker().setFieldName('day').setTitle('Day').setValueInMsSinceEpoch(1795132800000),
      C.newTimePicker().setFieldName('time').setTitle('Time').setHours(9).setMinutes(30),
      C.newDecoratedText().setText('Remind me').setSwitchControl(C.newSwitch().setFieldName('remind').setValue('yes').setSelected(false)),
      C.newTextButton().setText('Save').setTextButtonStyle(C.TextButtonStyle.FILLED)
        .setOnClickAction(action('onSave', { investor: '7' }).setPersistValues(true).addRequiredWidget('summary')),
    ])]).build())
  }

  function onSave(e) {
    var common = e.commonEventObject
    return push(cardOf('Saved', 'What the script was told', [section([
      C.newTextParagraph().setText(JSON.stringify(common.formInputs).replace(/</g, '&lt;')),
      line('Investor', common.parameters.investor),
      button('Done', 'onDone'),
    ])]).build())
  }

  function onDone() {
    return C.newActionResponseBuilder().setNavigation(C.newNavigation().popToRoot()).build()
  }

  function onSuggest(e) {
    var typed = e.commonEventObject.formInputs.q.stringInputs.value[0]
    var suggestions = C.newSuggestions().addSuggestions([typed + ' Family Office', typed + ' Pension'])
    return C.newSuggestionsResponseBuilder().setSuggestions(suggestions).build()
  }

  function onSettings() {
    var card = cardOf('Settings', 'Signed in as ' + Session.getActiveUser().getEmail(), [section([C.newDivider()])]).build()
    return C.newUniversalActionResponseBuilder().displayAddOnCards([card]).build()
  }
`
