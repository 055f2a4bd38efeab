import { fold } from '../../shared/fold.ts'
import { lists } from '../grid/builtin-fields.ts'
import type { Ground } from './targets.ts'

/** A header as plain words: `E-mail (from Contact)` → `e mail from contact`. */
export function words(header: string): string {
  return fold(header)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** `Follow-up` → `follow_up`; null when it is none of the lists. */
export function listNamed(text: string): string | null {
  const plain = fold(text).replace(/[^a-z]/g, '')
  return lists.find((list) => list.replace(/_/g, '') === plain) ?? null
}

/** A colleague by e-mail address or full name; null when none or several are meant. */
export function userNamed(text: string, ground: Ground): string | null {
  const key = fold(text.trim())
  const found = ground.users.filter((user) => fold(user.email) === key || fold(user.fullName) === key)

  return found.length === 1 ? (found[0]?.id ?? null) : null
}
