/** A message as bytes: headers in order, a blank line and the body, with the line ends of RFC 5322. */
export function raw(headers: readonly (readonly [string, string])[], body: string | Buffer = 'Hello'): Buffer {
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const words = typeof body === 'string' ? Buffer.from(body.replace(/\r?\n/g, '\r\n')) : body
  return Buffer.concat([Buffer.from(`${head}\r\n`), words])
}

export const fromMaya = [
  ['From', 'Maya Chen <maya@harbor.example>'],
  ['To', 'Ines Duarte <ines@northgate.example>'],
  ['Subject', 'Our commitment'],
  ['Date', 'Tue, 3 Mar 2026 10:00:00 +0100'],
  ['Message-ID', '<first@harbor.example>'],
] as const

type Part = { type: string; body: string; headers?: readonly (readonly [string, string])[] }

/** From Maya, in several parts. */
export function parted(kind: string, parts: Part[], more: readonly (readonly [string, string])[] = []): Buffer {
  const pieces = parts.map(({ type, body, headers = [] }) => {
    const lines = [['Content-Type', type] as const, ...headers].map(([name, value]) => `${name}: ${value}\n`)
    return `--edge\n${lines.join('')}\n${body}\n`
  })
  const type = `multipart/${kind}; boundary="edge"`
  return raw([...fromMaya, ['MIME-Version', '1.0'], ['Content-Type', type], ...more], `${pieces.join('')}--edge--\n`)
}
