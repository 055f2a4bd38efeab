/** How mail programs introduce the mail that is answered, in the languages our correspondents use; anything else stays. */

const original = [
  ...['original message', 'forwarded message', 'original appointment', 'reply message', 'begin forwarded message'],
  ...[
    'ursprüngliche nachricht',
    'originalnachricht',
    'weitergeleitete nachricht',
    'anfang der weitergeleiteten nachricht',
  ],
  ...['message d.origine', 'message original', 'message transféré', 'mail original', 'début du message transféré'],
  ...['message transmis', 'courriel original', "message d'origine", 'message réexpédié'],
  ...['mensaje original', 'mensaje reenviado', 'mensagem original', 'mensagem encaminhada', 'mensagem reencaminhada'],
  ...['messaggio originale', 'messaggio inoltrato', 'oorspronkelijk bericht', 'doorgestuurd bericht'],
  ...['origineel bericht', 'inizio messaggio inoltrato', 'begin doorgestuurd bericht', 'inicio del mensaje reenviado'],
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
const bare = [
  ...['begin forwarded message', 'anfang der weitergeleiteten nachricht', 'début du message (transféré|réexpédié)'],
  ...['inizio messaggio inoltrato', 'begin doorgestuurd bericht', 'inicio del mensaje reenviado'],
  ...['início da mensagem (re)?encaminhada'],
]

/** `-----Original Message-----` and what others write in its place. */
export const divider = new RegExp(
  `^(?:[-_=*]{2,} ?)(?:${original.join('|')})\\s?:?(?: ?[-_=*]{2,})?$|^(?:${bare.join('|')})\\s?:$`,
  'iu',
)

/** The first of the headers that Outlook sets before what it answers, and the others. */
export const fromHeader = word(
  'from|von|de|da|van|fra|från|od|lähettäjä|от|від|kimden|feladó|发件人|寄件者|差出人|보낸 사람',
)
export const otherHeader = word(
  [
    'sent|date|to|subject|cc|gesendet|datum|an|betreff|envoyé|objet|à|enviado|enviada|fecha|para|asunto|assunto|data|inviato',
    'a|oggetto|verzonden|aan|onderwerp|til|emne|sendt|dato|till|ämne|skickat|wysłano|do|temat|odesláno|komu|předmět',
    'päivämäärä|vastaanottaja|aihe|отправлено|дата|кому|тема|gönderme tarihi|kime|konu|发送时间|收件人|主题|日期',
    'dátum|címzett|tárgy|送信日時|宛先|件名|보낸 날짜|받는 사람|제목|reply-to|bcc|envoyé le|sujet|gesendet am',
  ].join('|'),
)

function word(names: string): RegExp {
  return new RegExp(`^[>*_\\s]{0,5}(?:${names})\\*?\\s?[:：]`, 'iu')
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

/** `On 3 March, Maya Chen <…> wrote:`, joined to one line. */
export const introductions = [
  new RegExp(`(?:^|[\\s,>)\\]：])(?:${verbs.join('|')})(?:[^:：\\n]{0,120})?\\s?[:：]$`, 'iu'),
  /(?:写道|寫道|작성|のメッセージ|書きました)\s?[:：]$/u,
  // Where Gmail's words hold no verb: a date, an address in brackets and a colon.
  /\d.{0,200}<[^<>\s]{1,200}@[^<>\s]{1,200}>\s?[:：]$/u,
]
