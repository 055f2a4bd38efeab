export { formatList, nestedLine, parseList } from '../../shared/lists.ts'

export interface Attachment {
  name: string
  url: string
}

/** `Deck v2 (final).pdf (https://…),Memo.pdf (https://…)`: names may hold commas and brackets, addresses neither. */
const attachment = /(.*?) \((https?:\/\/[^\s()]+)\)(?:,|$)/sy

/** The files of an attachment cell, or null when it is not one. */
export function parseAttachments(text: string): Attachment[] | null {
  const files: Attachment[] = []
  attachment.lastIndex = 0
  while (attachment.lastIndex < text.length) {
    const found = attachment.exec(text)
    if (!found) return null
    files.push({ name: found[1] ?? '', url: found[2] ?? '' })
  }
  return files.length > 0 ? files : null
}

export function formatAttachments(files: readonly Attachment[]): string {
  return files.map(({ name, url }) => `${name} (${url})`).join(',')
}
