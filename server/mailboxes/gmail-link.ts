/** Where a message stands in its mailbox, for whoever is signed in to that. */
export const gmailLink = (mailbox: string, gmailId: string): string =>
  `https://mail.google.com/mail/u/${encodeURIComponent(mailbox)}/#all/${encodeURIComponent(gmailId)}`
