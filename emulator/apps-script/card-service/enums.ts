const members = <const Names extends string>(...names: Names[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Names, Names>

/** CardService's enums with the names of their JSON values. */
export const enums = {
  BorderType: members('NO_BORDER', 'STROKE'),
  DisplayStyle: members('PEEK', 'REPLACE'),
  GridItemLayout: members('TEXT_BELOW', 'TEXT_ABOVE'),
  HorizontalAlignment: members('START', 'CENTER', 'END'),
  ImageCropType: members('SQUARE', 'CIRCLE', 'RECTANGLE_CUSTOM', 'RECTANGLE_4_3'),
  ImageStyle: members('SQUARE', 'CIRCLE'),
  InputType: members('TEXT', 'INTEGER', 'FLOAT', 'EMAIL'),
  LoadIndicator: members('SPINNER', 'NONE'),
  OnClose: { NOTHING: 'NOTHING', RELOAD: 'RELOAD', RELOAD_ADD_ON: 'RELOAD' },
  OpenAs: members('FULL_SIZE', 'OVERLAY'),
  SelectionInputType: members('CHECK_BOX', 'RADIO_BUTTON', 'DROPDOWN', 'SWITCH', 'MULTI_SELECT'),
  SwitchControlType: members('SWITCH', 'CHECK_BOX'),
  TextButtonStyle: members('OUTLINED', 'FILLED', 'FILLED_TONAL', 'BORDERLESS'),
  Icon: members(
    ...['NONE', 'AIRPLANE', 'BOOKMARK', 'BUS', 'CAR', 'CLOCK', 'CONFIRMATION_NUMBER_ICON', 'DOLLAR', 'DESCRIPTION'],
    ...['EMAIL', 'EVENT_PERFORMER', 'EVENT_SEAT', 'FLIGHT_ARRIVAL', 'FLIGHT_DEPARTURE', 'HOTEL', 'HOTEL_ROOM_TYPE'],
    ...['INVITE', 'MAP_PIN', 'MEMBERSHIP', 'MULTIPLE_PEOPLE', 'OFFER', 'PERSON', 'PHONE', 'RESTAURANT_ICON'],
    ...['SHOPPING_CART', 'STAR', 'STORE', 'TICKET', 'TRAIN', 'VIDEO_CAMERA', 'VIDEO_PLAY'],
  ),
}
