import type { Email } from 'postal-mime'
import type { MailNature } from '../../db/mirror.ts'
import { headerOf, partiesOf } from './headers.ts'

/**
 * Whether a person wrote it, and by which mark we know that none did: `natureWhy` is in words for people. Of personal mail it
 * says that the sender may be another than it claims.
 */
export type Nature = { nature: MailNature; natureWhy: string | null }

/** The first mark that is found decides, so an invitation that a calendar sent by itself is an invitation. */
export function natureOf(mail: Email): Nature {
  const mark = marks.find(({ found }) => found(mail))
  return mark ? { nature: mark.nature, natureWhy: mark.why } : { nature: 'personal', natureWhy: null }
}

type Mark = { nature: MailNature; why: string; found: (mail: Email) => boolean }

const header = (mail: Email, name: string) => (headerOf(mail.headers, name) ?? '').slice(0, 1000).toLowerCase()
const has = (mail: Email, ...names: string[]) => mail.headers.some(({ key }) => names.includes(key))
const hasPart = (mail: Email, type: string) => mail.attachments.some(({ mimeType }) => mimeType === type)
const senderOf = (mail: Email) => partiesOf(mail.headers.filter(({ key }) => key === 'from')).parties[0]?.address ?? ''
const senderName = (mail: Email) => senderOf(mail).split('@')[0]?.toLowerCase() ?? ''

const marks: Mark[] = [
  // RFC 3464, and servers from before it
  { nature: 'bounce', why: 'Delivery report', found: (mail) => isReport(mail, 'delivery-status') },
  { nature: 'bounce', why: 'Header X-Failed-Recipients', found: (mail) => has(mail, 'x-failed-recipients') },
  {
    nature: 'bounce',
    why: 'Sent by a mail server',
    found: (mail) => /^(mailer-daemon|postmaster)$/.test(senderName(mail)),
  },
  // RFC 5546: an invitation, an answer to one, or its end
  { nature: 'invite', why: 'Calendar invitation', found: (mail) => mail.attachments.some(isInvitation) },
  // RFC 8098 and RFC 3834
  { nature: 'auto', why: 'Read receipt', found: (mail) => isReport(mail, 'disposition-notification') },
  {
    nature: 'auto',
    why: 'Header Auto-Submitted',
    found: (mail) => !/^(no\b|$)/.test(header(mail, 'auto-submitted').trim()),
  },
  { nature: 'auto', why: 'Automatic reply', found: (mail) => has(mail, ...autoReplyHeaders) },
  {
    nature: 'auto',
    why: 'Subject of an automatic reply',
    found: (mail) => awaySubject.test((mail.subject ?? '').trim()),
  },
  {
    nature: 'auto',
    why: 'Header Precedence',
    found: (mail) => /^\s*auto[_-]?reply/.test(header(mail, 'precedence')),
  },
  // RFC 2919, RFC 2369, RFC 8058
  { nature: 'bulk', why: 'Header List-Id', found: (mail) => has(mail, 'list-id') },
  {
    nature: 'bulk',
    why: 'Header List-Unsubscribe',
    found: (mail) => has(mail, 'list-unsubscribe', 'list-unsubscribe-post'),
  },
  { nature: 'bulk', why: 'Header List-Post', found: (mail) => has(mail, 'list-post', 'mailing-list') },
  {
    nature: 'bulk',
    why: 'Header Precedence',
    found: (mail) => /^\s*(bulk|list|junk)\b/.test(header(mail, 'precedence')),
  },
  { nature: 'bulk', why: 'Sent by a mailing service', found: (mail) => has(mail, ...campaignHeaders) },
  { nature: 'auto', why: 'Address that takes no replies', found: (mail) => noReply.test(senderName(mail)) },
  { nature: 'personal', why: 'Gmail could not verify the sender', found: isUnverified },
]

/** Set by answering machines beside or instead of Auto-Submitted. */
const autoReplyHeaders = ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply', 'x-vacation']
/** What Outlook and others set before the subject they answer, also where a server took their headers away. */
const awaySubject =
  /^(?:automatic reply|auto-?reply|out of (?:the )?office(?: auto-?reply)?|automatische antwort|abwesenheitsnotiz|réponse automatique|respuesta automática|resposta automática|risposta automatica|automatisch antwoord|automatiskt svar|automatisk svar|autosvar|automaattinen vastaus|odpowiedź automatyczna|automatická odpověď|автоматический ответ|自动答复|自動応答)\s?[:：]/iu
/** Set by services that send campaigns; Feedback-ID: https://support.google.com/a/answer/6254652 */
const campaignHeaders = ['feedback-id', 'x-campaign', 'x-campaignid', 'x-campaign-id', 'x-mailchimp-id', 'x-mc-user']
const noReply = /^(no[-_.]?reply|do[-_.]?not[-_.]?reply|bounces?|notifications?|noti?fy|alerts?)([-_.+].*)?$/

/**
 * What Gmail found when it took the message in (RFC 8601): it writes its findings above all other headers, so those that came
 * with the message are never the first. A domain without a policy (RFC 7489) is judged by SPF and DKIM. Sent mail has none.
 */
function isUnverified(mail: Email): boolean {
  const found = header(mail, 'authentication-results')
  if (!/^\s*mx\.google\.com\s*;/.test(found)) return false

  const says = (method: string, result: string) => new RegExp(`[;\\s]${method}=(?:${result})\\b`).test(found)
  if (says('dmarc', '\\w+')) return says('dmarc', 'fail')
  return says('spf', 'fail|softfail') && !says('dkim', 'pass')
}

/** A multipart/report of that kind (RFC 6522), or a part that only such reports have. */
function isReport(mail: Email, type: 'delivery-status' | 'disposition-notification'): boolean {
  const contentType = header(mail, 'content-type')
  return (contentType.startsWith('multipart/report') && contentType.includes(type)) || hasPart(mail, `message/${type}`)
}

function isInvitation({ mimeType, method }: Email['attachments'][number]): boolean {
  return mimeType === 'text/calendar' && method !== undefined && method !== 'PUBLISH'
}
