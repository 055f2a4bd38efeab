/** Finds what stands below each letter of somebody and is no part of any: their signature, the mark of a phone, a disclaimer. */

/**
 * How many of the lines, which the sender wrote, stand before that. Only what is certain counts: a signature behind `-- `
 * (RFC 3676, 4.3), words that mail programs set by themselves, and a last paragraph that says whom it is for and of what to beware.
 */
export function withoutFooter(lines: string[]): number {
  let end = lines.length
  for (let before = -1; before !== end; ) {
    before = end
    end = [disclaimerAt, phoneMarkAt, delimiterAt].reduce((left, find) => find(lines.slice(0, left)), end)
  }
  return end
}

/** A signature of so many lines at most; below a line of dashes that parts a long letter there is more. */
const longest = 40

function delimiterAt(lines: string[]): number {
  const from = Math.max(1, lines.length - longest)
  const at = lines.findIndex((line, n) => n >= from && /^--[ \u00a0]?$/.test(line))
  return at === -1 ? lines.length : at
}

const devices = [
  ...['iphone', 'ipad', 'ipod', 'i?mac', 'macbook', 'apple watch', 'android', 'samsung', 'galaxy', 'huawei', 'xiaomi'],
  ...['pixel', 'oneplus', 'nokia', 'sony', 'blackberry', 'mobile', 'cell ?phone', 'phone', 'smartphone', 'tablet'],
  ...['handy', 'mobiltelefon', 'mobilgerät', 'téléphone', 'portable', 'móvil', 'telemóvel', 'celular', 'cellulare'],
  ...['telefono', 'telefoon', 'mobiel', 'outlook', 'windows', 'gmail', 'yahoo', 'aol', 'gmx', 'web\\.de', 'mail app'],
  ...['apple mail', 'proton', 'spark', 'superhuman', 'airmail', 'bluemail', 'fastmail', 'libero', 'zoho'],
].join('|')
const device = `(?:[^.!?]{0,40}[^\\p{L}.!?])?(?:${devices})(?![\\p{L}])`

const marks = new RegExp(
  [
    `^(?:sent|written|typed) (?:from|via|with|using|on|by) ${device}`,
    `^get (?:the )?(?:outlook|blue ?mail|aqua mail|proton mail|spark)[^.!?]{0,20} (?:for|on) `,
    `^(?:von|vom) ${device}[^.!?]{0,40} (?:gesendet|verschickt|geschickt)`,
    `^(?:diese (?:nachricht|e-?mail|mail) wurde )?(?:gesendet|verschickt) (?:von|vom|mit|über|via|aus)(?: der| meinem)? ${device}`,
    '^(?:holen sie sich |laden sie )?outlook für (?:ios|android|mac|windows)',
    `^(?:envoyé|expédié)e? (?:de(?:puis)?|à partir d[e’']|avec|via|par) ?${device}`,
    '^(?:obtenir|obtenez|télécharge[rz]) outlook pour ',
    `^enviad[oa] (?:desde|con|por|do|da|de|pelo|pela|a partir d[oe]|via|com) ${device}`,
    '^(?:obtener|obtén|obtenga|obter|baixar|descargar)(?: o)? outlook (?:para|for) ',
    `^inviat[oa] (?:da|dal|con|tramite|via) ${device}`,
    '^(?:ottieni|scarica|ottenere) outlook per ',
    `^(?:verstuurd|verzonden|gestuurd) (?:vanaf|van|vanuit|met|via) ${device}`,
    '^(?:download |haal )?outlook voor (?:ios|android)',
    `^(?:skickat från|skickat med|sendt fra|sendt med|lähetetty|wysłane? z|odesláno z|trimis de pe|отправлено с) ?${device}`,
    '^(?:lähetetty|отправлено|wysłan|odesláno).{0,10}(?:iphone|ipad)',
    '(?:iphone|ipad|android)から送信',
    '^发自我的',
    '^나의 .{0,12}에서 보냄',
  ].join('|'),
  'iu',
)

/** So many lines may stand below it: a name, a telephone number. */
const below = 3

function phoneMarkAt(lines: string[]): number {
  const filled = lines.flatMap((line, at) => (line.trim() === '' ? [] : [at])).slice(-below - 1)
  const at = filled.find((n) => n > 0 && (lines[n] ?? '').length <= 120 && marks.test(plain(lines[n] ?? '')))
  return at ?? lines.length
}

const plain = (line: string) => line.trim().replace(/^[\s*_-]+/, '')

/** What a disclaimer says that hardly any letter does: who is meant to read it, and what who is not shall do. */
const addressed = [
  /intended (?:solely|only|exclusively|recipient|for|addressee)|(?:named|not the) addressee|received (?:this|it) (?:\S+ ){0,3}in error|sent to you in error/i,
  /nicht der (?:richtige|beabsichtigte|vorgesehene) (?:adressat|empfänger)|irrtümlich|versehentlich erhalten|ausschließlich für den (?:adressaten|empfänger)/i,
  /destinée? exclusivement|l.(?:usage|intention|attention) exclusi(?:f|ve)|destinataires? (?:désignés?|visés?|prévus?)|n.êtes pas (?:le|un) destinataire|par erreur/i,
  /no es (?:usted )?el destinatario|dirigid[oa] exclusivamente|por error|destinatários?(?: pretendidos?)?,|não (?:é|for) o destinatário|por engano|por erro/i,
  /destinatari[oi] (?:indicat[oi]|sopra)|non (?:è|siete|sia) (?:il|i) destinatari|per errore|uitsluitend bestemd|niet de (?:geadresseerde|bedoelde)|ten onrechte|abusievelijk/i,
]

/** What disclaimers say beside it. */
const cautions = [
  /confidential|vertraulich|confidentiel|confidencia|riservat[aeio]|vertrouwelijk|privileged|proprietary/i,
  /for the (?:sole |exclusive )?(?:use|attention) of/i,
  /(?:delete|destroy) (?:it|this|the|all)|löschen|vernichten|(?:détrui|supprim)|destru(?:ya|ir)|elimin(?:e|ar)|apag(?:ue|á-l|ar)|cancell|verwijder/i,
  /unauthori[sz]ed|prohibited|strictly forbidden|unlawful|nicht gestattet|untersagt|interdite?|prohibid[oa]|proibid[oa]|vietat[oa]|verboden/i,
  /notify|contact the sender|informieren sie|benachrichtigen|avertir|prévenir|notif(?:íque|ique|icar)|avvis|inform(?:ar|e)|waarschuw|op de hoogte/i,
]

/** Paragraphs at the end, the first of which and each after it reads so; what stands below one goes with it. */
function disclaimerAt(lines: string[]): number {
  const starts = paragraphStarts(lines).slice(-mostParagraphs)
  const at = starts.find((start, n) => start > 0 && isDisclaimer(lines.slice(start, starts[n + 1])))
  return at ?? lines.length
}

const mostParagraphs = 4

/** A paragraph that no mailer broke is one line. */
const longLine = 100

function paragraphStarts(lines: string[]): number[] {
  const isStart = (line: string, above: string) => above === '' || line.length >= longLine || above.length >= longLine
  return lines.flatMap((line, at) => (line.trim() !== '' && isStart(line, lines[at - 1]?.trim() ?? '') ? [at] : []))
}

function isDisclaimer(paragraph: string[]): boolean {
  const words = paragraph.join(' ').slice(0, 4000)
  const says = (claim: RegExp) => claim.test(words)
  return words.length >= longLine && addressed.some(says) && cautions.some(says)
}
