/**
 * Mail that nothing proposes: what a machine wrote, a crowd got, or nobody takes an answer to. The proposer asks this and so
 * does the list of what is only stored, by an index; so it is SQL of SQLite's own functions alone.
 */

/** More recipients than this is a mailing. */
export const mostRecipients = 20

/** The part of the sender's address before the at sign and what is added to it with a plus, in lower case. */
const key = `lower(coalesce("from_address", ''))`
const local = `substr(${key}, 1, min(instr(${key} || '@', '@'), instr(${key} || '+', '+')) - 1)`

const machines = [
  ...['mailerdaemon', 'mailer.daemon', 'mailer_daemon', 'mailer-daemon', 'postmaster', 'bounce', 'bounces'],
  ...['return', 'returns', 'notification', 'notifications', 'notify', 'alert', 'alerts', 'automated', 'automailer'],
  ...['autoreply', 'daemon', 'root', 'donotreply'],
]
const shapes = ['*noreply*', '*no[._-]reply*', 'do[._-]notreply', 'donot[._-]reply', 'do[._-]not[._-]reply']
const isMachine = [
  `${local} IN (${machines.map((name) => `'${name}'`).join(', ')})`,
  ...shapes.map((shape) => `${local} GLOB '${shape}'`),
].join(' OR ')

/** Of columns of `mail_messages`, of which no other table in the query has any. An index is made of it: see the schema. */
export const isNoiseSql = `("nature" <> 'personal' OR "recipients" > ${mostRecipients} OR ${isMachine})`
