/** Tasks, proposals and rules in the change log, in words. */
import type { Entry, Line } from './describe.ts'

type Row = Record<string, unknown>

const plain = (what: string): Line => ({ what, before: null, after: null })
const put = ({ action }: Entry) => (action === 'archive' ? 'archived' : 'restored')

const statusWords: Record<string, string> = { done: 'did', open: 'opened again', cancelled: 'cancelled' }

export function taskLine(entry: Entry, row: Row, text: (field: string, value: unknown) => string | null): Line | null {
  const task = `the task “${String(row['title'])}”`
  if (entry.action === 'create') return plain(`added ${task}`)
  if (entry.action !== 'update') return plain(`${put(entry)} ${task}`)
  if (entry.field === 'status') return plain(`${statusWords[String(entry.after)]} ${task}`)
  if (entry.field === 'done_at' || entry.field === null) return null

  const label = taskFields[entry.field] ?? entry.field
  const { before, after } = entry
  return { what: `changed ${label} of ${task}`, before: text(entry.field, before), after: text(entry.field, after) }
}

const taskFields: Record<string, string> = {
  title: 'the words',
  notes: 'the notes',
  due_on: 'the day',
  owner_id: 'the owner',
}

export function proposalLine(entry: Entry, row: Row): Line | null {
  const title = `“${String(row['title'])}”`
  if (entry.action === 'create') return plain(`proposed ${title}`)
  if (entry.action !== 'update') return plain(`${put(entry)} the proposal ${title}`)
  if (entry.field === 'reason') return entry.after ? plain(`gave as the reason “${String(entry.after)}”`) : null
  if (entry.field !== 'status') return null

  return plain(entry.after === 'pending' ? `left ${title} to be decided again` : `${String(entry.after)} ${title}`)
}

export function ruleLine(entry: Entry, row: Row): Line | null {
  const rule = `the rule “${String(row['name'])}”`
  if (entry.action === 'create') return plain(`added ${rule}`)
  if (entry.action !== 'update') return plain(`${put(entry)} ${rule}`)
  if (entry.field === 'enabled') return plain(`switched ${rule} ${entry.after ? 'on' : 'off'}`)

  return plain(`changed the ${String(entry.field)} of ${rule}`)
}
