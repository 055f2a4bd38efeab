/**
 * Finds the mail that is answered within a reply, line by line and once through, so that time grows with the text and no more.
 * It knows what mail programs write in the languages our correspondents use; anything else stays.
 */

/**
 * The lines the sender wrote: up to where the answered mail begins, without lines behind `>` and their introduction. Null when
 * it begins with an earlier mail, as one that is only forwarded does.
 */
export function ownLines(lines: string[]): string[] | null {
  const first = lines.findIndex((line) => line.trim() !== '')
  if (first !== -1 && beginsOldMail(lines, first)) return null

  const end = lines.findIndex((_, at) => at > first && beginsOldMail(lines, at))
  return withoutQuotes(end === -1 ? lines : lines.slice(0, end))
}

/** Whether everything from here on is an earlier mail: a divider, a block of its headers, or an introduction with no `>` below. */
function beginsOldMail(lines: string[], at: number): boolean {
  const line = (lines[at] ?? '').trim()
  if (line.length === 0 || line.length > 400) return false
  return divider.test(line) || isHeaderBlock(lines, at) || (isIntroduction(lines, at) > 0 && !isQuotedBelow(lines, at))
}

const original = [
  ...['original message', 'forwarded message', 'original appointment', 'reply message', 'begin forwarded message'],
  ...[
    'ursprüngliche nachricht',
    'originalnachricht',
    'weitergeleitete nachricht',
    'anfang der weitergeleiteten nachricht',
  ],
  ...['message d.origine', 'message original', 'message transféré', 'mail original', 'début du message transféré'],
  ...['mensaje original', 'mensaje reenviado', 'mensagem original', 'mensagem encaminhada'],
  ...['messaggio originale', 'messaggio inoltrato', 'oorspronkelijk bericht', 'doorgestuurd bericht'],
  ...[
    'oprindelig (meddelelse|besked)',
    'videresendt (meddelelse|besked)',
    'opprinnelig melding',
    'videresendt melding',
  ],
  ...['ursprungligt meddelande', 'vidarebefordrat meddelande', 'alkuperäinen viesti', 'välitetty viesti'],
  ...['oryginalna wiadomość', 'wiadomość oryginalna', 'původní zpráva', 'eredeti üzenet', 'mesaj original'],
  ...[
    'исходное сообщение',
    'пересылаемое сообщение',
    'пересланное сообщение',
    'orijinal mesaj',
    '原始邮件',
    '转发邮件',
  ],
  ...['元のメッセージ', '転送されたメッセージ', '원본 메시지', '原始郵件'],
]
const divider = new RegExp(
  `^(?:[-_=*]{2,} ?)(?:${original.join('|')})\\s?:?(?: ?[-_=*]{2,})?$|^begin forwarded message:$`,
  'iu',
)

const from = word('from|von|de|da|van|fra|från|od|lähettäjä|от|від|kimden|feladó|发件人|寄件者|差出人|보낸 사람')
const others = word(
  [
    'sent|date|to|subject|cc|gesendet|datum|an|betreff|envoyé|objet|à|enviado|enviada|fecha|para|asunto|assunto|data|inviato',
    'a|oggetto|verzonden|aan|onderwerp|til|emne|sendt|dato|till|ämne|skickat|wysłano|do|temat|odesláno|komu|předmět',
    'päivämäärä|vastaanottaja|aihe|отправлено|дата|кому|тема|gönderme tarihi|kime|konu|发送时间|收件人|主题|日期',
    'dátum|címzett|tárgy|送信日時|宛先|件名|보낸 날짜|받는 사람|제목',
  ].join('|'),
)

function word(names: string): RegExp {
  return new RegExp(`^[>*_\\s]{0,5}(?:${names})\\*?\\s?[:：]`, 'iu')
}

/** `From: …` with at least two of the other headers in the five lines below it, as Outlook sets before what it answers. */
function isHeaderBlock(lines: string[], at: number): boolean {
  if (!from.test(lines[at] ?? '')) return false
  return lines.slice(at + 1, at + 7).filter((line) => others.test(line.slice(0, 60))).length >= 2
}

const verbs = [
  ...[
    'wrote',
    'writes',
    'schrieb',
    'écrit',
    'a écrit',
    'escribió',
    'escreveu',
    'scritto',
    'schreef',
    'skrev',
    'kirjoitti',
  ],
  ...['napisał\\(?a?\\)?', 'pisze', 'napsala?', 'napsal\\(a\\)', 'írta', 'a scris', 'yazdı', 'va escriure', 'menulis'],
  ...['написала?', 'пишет', 'пише', 'έγραψε', 'đã viết', 'כתב[הּ]?', 'كتب'],
]
const introduces = [
  new RegExp(`(?:^|[\\s,>)\\]：])(?:${verbs.join('|')})(?:[^:：\\n]{0,120})?\\s?[:：]$`, 'iu'),
  /(?:写道|寫道|작성|のメッセージ|書きました)\s?[:：]$/u,
  // Where Gmail's words hold no verb: a date, an address in brackets and a colon.
  /\d.{0,200}<[^<>\s]{1,200}@[^<>\s]{1,200}>\s?[:：]$/u,
]
const dated = /\d|@/

/** How many lines, 1 to 3, a "On 3 March, Maya Chen <…> wrote:" takes from here; 0 when it is none. Long ones are broken by mailers. */
function isIntroduction(lines: string[], at: number): number {
  let joined = ''
  for (let taken = 1; taken <= 3; taken += 1) {
    const line = (lines[at + taken - 1] ?? '').trim()
    if (line === '' || joined.length + line.length > 400) return 0
    joined = joined ? `${joined} ${line}` : line
    if (/[:：]$/.test(joined)) return dated.test(joined) && introduces.some((form) => form.test(joined)) ? taken : 0
  }
  return 0
}

const isQuoted = (line: string | undefined) => line !== undefined && /^\s{0,3}>/.test(line)

function isQuotedBelow(lines: string[], at: number): boolean {
  return lines.slice(at + 1, at + 8).some(isQuoted)
}

/** Answers between quotes stay, in their order. */
function withoutQuotes(lines: string[]): string[] {
  const own: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const taken = isQuotedBelow(lines, at) ? isIntroduction(lines, at) : 0
    if (taken > 0) at += taken - 1
    else if (!isQuoted(lines[at])) own.push(lines[at] ?? '')
  }
  return own
}
