const google = 'https://www.googleapis.com/auth/'

export const gmailScopes = {
  full: 'https://mail.google.com/',
  modify: `${google}gmail.modify`,
  readonly: `${google}gmail.readonly`,
  metadata: `${google}gmail.metadata`,
  compose: `${google}gmail.compose`,
  send: `${google}gmail.send`,
  settings: `${google}gmail.settings.basic`,
}

export const calendarScopes = {
  full: `${google}calendar`,
  readonly: `${google}calendar.readonly`,
  events: `${google}calendar.events`,
  eventsReadonly: `${google}calendar.events.readonly`,
  eventsOwned: `${google}calendar.events.owned`,
  eventsOwnedReadonly: `${google}calendar.events.owned.readonly`,
}

export const addonScopes = {
  execute: `${google}gmail.addons.execute`,
  messageMetadata: `${google}gmail.addons.current.message.metadata`,
  messageReadonly: `${google}gmail.addons.current.message.readonly`,
  messageAction: `${google}gmail.addons.current.message.action`,
  compose: `${google}gmail.addons.current.action.compose`,
  externalRequest: `${google}script.external_request`,
  locale: `${google}script.locale`,
  userEmail: `${google}userinfo.email`,
  userProfile: `${google}userinfo.profile`,
  openid: 'openid',
}

/** What the fund's Workspace admin authorised for the service account, unless a workspace says otherwise. */
export const usualDelegation = [
  gmailScopes.readonly,
  gmailScopes.metadata,
  gmailScopes.compose,
  gmailScopes.send,
  `${google}spreadsheets`,
  `${google}drive.file`,
  calendarScopes.readonly,
  calendarScopes.eventsReadonly,
]

/** Every scope Google would recognise here; anything else is `invalid_scope`. */
export function isKnownScope(scope: string): boolean {
  return scope === 'openid' || scope === gmailScopes.full || scope.startsWith(google)
}
