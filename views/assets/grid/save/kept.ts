/**
 * What could not be sent is kept in this browser's storage, and only that: it is written when something is typed, taken
 * away when the server has it, and cleared on signing out. Each tab keeps its own under the person's id, so that a tab
 * that was closed, or crashed, while offline leaves its entries for the next one. Two tabs that send the same entry do no
 * harm: its key makes the second one a repeat.
 */
import { newKey } from '../random.ts'
import type { Entry } from './queue.ts'

const prefix = 'crm.unsent.'
const tab = newKey()

export function keep(userId: string, entries: Entry[]): void {
  try {
    if (entries.length === 0) localStorage.removeItem(`${prefix}${userId}.${tab}`)
    else localStorage.setItem(`${prefix}${userId}.${tab}`, JSON.stringify(entries))
  } catch {
    // Storage that is full or forbidden keeps nothing; the warning on leaving the page still holds.
  }
}

/** What earlier tabs of this person left, which is this tab's to send now. */
export function takeOver(userId: string): Entry[] {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${prefix}${userId}.`))
    const entries = keys.flatMap((key) => readEntries(localStorage.getItem(key)))
    keep(userId, entries)
    for (const key of keys.filter((key) => !key.endsWith(tab))) localStorage.removeItem(key)
    // Whether they were tried is not known, so they are sent as they are.
    return entries.map((entry) => ({ ...entry, sent: true }))
  } catch {
    return []
  }
}

function readEntries(json: string | null): Entry[] {
  const read: unknown = JSON.parse(json ?? '[]')
  return Array.isArray(read)
    ? read.filter((entry) => Array.isArray(entry?.edits) && typeof entry?.key === 'string')
    : []
}

/** On signing out nothing of the person stays in this browser. */
export function forgetOnSignOut(userId: string): void {
  document.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement) || !event.target.action.endsWith('/sign-out')) return
    for (const key of Object.keys(localStorage)) if (key.startsWith(`${prefix}${userId}.`)) localStorage.removeItem(key)
  })
}
