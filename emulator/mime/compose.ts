import MailComposer from 'nodemailer/lib/mail-composer'

/** A message as a person would describe it; addresses are header text such as `Maya Chen <maya@harbor.example>`. */
export interface DraftMessage {
  from: string
  to: string | string[]
  cc?: string | string[]
  bcc?: string | string[]
  replyTo?: string
  subject: string
  date: Date | string
  text: string
  html?: string
  /** RFC Message-ID with or without angle brackets; invented when absent. */
  messageId?: string
  inReplyTo?: string
  references?: string | string[]
  headers?: Record<string, string>
  attachments?: { filename: string; content: string | Buffer; contentType?: string }[]
}

/** The raw MIME of a draft, hidden recipients included; `serial` makes the invented Message-ID and boundaries the same in every run. */
export async function composeRaw(draft: DraftMessage, serial: number): Promise<Buffer> {
  const { inReplyTo, references, ...rest } = draft
  const composer = new MailComposer({
    ...rest,
    date: new Date(draft.date),
    messageId: bracketed(draft.messageId ?? inventMessageId(draft.from, serial)),
    baseBoundary: `part-${serial}`,
    ...(inReplyTo && { inReplyTo: bracketed(inReplyTo) }),
    ...(references && { references: [references].flat().map(bracketed) }),
  })
  const message = composer.compile()
  message.keepBcc = true
  return message.build()
}

function inventMessageId(from: string, serial: number): string {
  const domain = /@([a-z0-9.-]+)/i.exec(from)?.[1] ?? 'mail.example'
  return `${serial.toString().padStart(8, '0')}.mail@${domain.toLowerCase()}`
}

function bracketed(id: string): string {
  return id.startsWith('<') ? id : `<${id}>`
}
