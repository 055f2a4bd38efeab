import { Action, OpenLink } from './actions.ts'
import { ButtonSet, ImageButton, TextButton } from './buttons.ts'
import { CardAction, CardBuilder, CardHeader, CardSection, FixedFooter } from './card.ts'
import { enums } from './enums.ts'
import { IconImage, MaterialIcon } from './icons.ts'
import { SelectionInput, Suggestions, Switch, TextInput, Validation } from './inputs.ts'
import { Grid, GridItem, Image, ImageComponent } from './media.ts'
import { DatePicker, DateTimePicker, TimePicker } from './pickers.ts'
import {
  ActionResponseBuilder,
  Navigation,
  Notification,
  SuggestionsResponseBuilder,
  UniversalActionResponseBuilder,
} from './responses.ts'
import { DecoratedText, Divider, TextParagraph } from './texts.ts'

/**
 * The global a script builds its cards with (https://developers.google.com/apps-script/reference/card-service).
 * What is not here does not exist, so a script that calls it fails as it would for a misspelt name.
 */
export class CardService {
  newAction = () => new Action()
  newActionResponseBuilder = () => new ActionResponseBuilder()
  newButtonSet = () => new ButtonSet()
  newCardAction = () => new CardAction()
  newCardBuilder = () => new CardBuilder()
  newCardHeader = () => new CardHeader()
  newCardSection = () => new CardSection()
  newDatePicker = () => new DatePicker()
  newDateTimePicker = () => new DateTimePicker()
  newDecoratedText = () => new DecoratedText()
  newDivider = () => new Divider()
  newFixedFooter = () => new FixedFooter()
  newGrid = () => new Grid()
  newGridItem = () => new GridItem()
  newIconImage = () => new IconImage()
  newImage = () => new Image()
  newImageButton = () => new ImageButton()
  newImageComponent = () => new ImageComponent()
  newMaterialIcon = () => new MaterialIcon()
  newNavigation = () => new Navigation()
  newNotification = () => new Notification()
  newOpenLink = () => new OpenLink()
  newSelectionInput = () => new SelectionInput()
  newSuggestions = () => new Suggestions()
  newSuggestionsResponseBuilder = () => new SuggestionsResponseBuilder()
  newSwitch = () => new Switch()
  newTextButton = () => new TextButton()
  newTextInput = () => new TextInput()
  newTextParagraph = () => new TextParagraph()
  newTimePicker = () => new TimePicker()
  newUniversalActionResponseBuilder = () => new UniversalActionResponseBuilder()
  newValidation = () => new Validation()

  constructor() {
    Object.assign(this, enums)
  }
}
