/** The parts of google.apps.card.v1 the page draws. */
export interface Action {
  function: string
  parameters?: { key: string; value: string }[]
  loadIndicator?: 'SPINNER' | 'NONE'
  persistValues?: boolean
  requiredWidgets?: string[]
  allWidgetsAreRequired?: boolean
}

export interface OpenLink {
  url: string
  openAs?: 'FULL_SIZE' | 'OVERLAY'
  onClose?: 'NOTHING' | 'RELOAD'
}

export interface OnClick {
  action?: Action
  openLink?: OpenLink
  openDynamicLinkAction?: Action
}

export interface Icon {
  knownIcon?: string
  iconUrl?: string
  materialIcon?: { name: string }
  altText?: string
}

export interface Button {
  text?: string
  icon?: Icon
  altText?: string
  onClick: OnClick
  disabled?: boolean
  type?: 'OUTLINED' | 'FILLED' | 'FILLED_TONAL' | 'BORDERLESS'
  color?: { red: number; green: number; blue: number }
}

export interface TextInput {
  name: string
  label?: string
  hintText?: string
  value?: string
  type?: 'SINGLE_LINE' | 'MULTIPLE_LINE'
  validation?: { characterLimit?: number; inputType?: string }
  onChangeAction?: Action
  initialSuggestions?: { items: { text: string }[] }
  autoCompleteAction?: Action
}

export interface SelectionInput {
  name: string
  label?: string
  type: 'CHECK_BOX' | 'RADIO_BUTTON' | 'SWITCH' | 'DROPDOWN' | 'MULTI_SELECT'
  items: { text: string; value: string; selected: boolean }[]
  onChangeAction?: Action
}

export interface DateTimePicker {
  name: string
  label?: string
  type: 'DATE_ONLY' | 'TIME_ONLY' | 'DATE_AND_TIME'
  valueMsEpoch?: string
  timezoneOffsetDate?: number
  onChangeAction?: Action
}

export interface SwitchControl {
  name: string
  value: string
  selected?: boolean
  controlType?: 'SWITCH' | 'CHECK_BOX'
  onChangeAction?: Action
}

export interface DecoratedText {
  text: string
  topLabel?: string
  bottomLabel?: string
  wrapText?: boolean
  startIcon?: Icon
  endIcon?: Icon
  button?: Button
  switchControl?: SwitchControl
  onClick?: OnClick
}

export interface Grid {
  title?: string
  columnCount?: number
  items: { id?: string; title?: string; subtitle?: string; image?: { imageUri: string; altText?: string } }[]
  onClick?: OnClick
}

export interface Widget {
  textParagraph?: { text: string }
  decoratedText?: DecoratedText
  buttonList?: { buttons: Button[] }
  textInput?: TextInput
  selectionInput?: SelectionInput
  dateTimePicker?: DateTimePicker
  image?: { imageUrl: string; altText?: string; onClick?: OnClick }
  grid?: Grid
  divider?: object
}

export interface Section {
  header?: string
  collapsible?: boolean
  uncollapsibleWidgetsCount?: number
  widgets: Widget[]
}

export interface CardHeader {
  title: string
  subtitle?: string
  imageUrl?: string
  imageType?: 'SQUARE' | 'CIRCLE'
  imageAltText?: string
}

export interface Card {
  name?: string
  header?: CardHeader
  sections: Section[]
  cardActions?: { actionLabel: string; onClick: OnClick }[]
  fixedFooter?: { primaryButton: Button; secondaryButton?: Button }
}

export type NavigationStep =
  | { pushCard: Card }
  | { updateCard: Card }
  | { pop: true }
  | { popToRoot: true }
  | { popToCard: string }

export interface CardAnswer {
  navigations?: NavigationStep[]
  notification?: { text: string }
  link?: OpenLink
}
