/** One open stream: what it is sent, and when it is let go. */
import type { Writable } from 'node:stream'
import type { Role } from '../db/actor.ts'
import type { Message } from './entries.ts'

export type Listener = {
  userId: string
  /** Who listens, as of now; null when they may not any more. */
  who: () => { role: Role } | null
  stream: Writable
}

/** Bytes one listener may be behind. One that reads slower than the fund writes is cut off, and resumes where it was. */
const mostBacklog = 2 * 1024 * 1024

/** Sends, unless the listener may not hear it any more or does not keep up: then the stream ends. */
export function send({ who, stream }: Listener, textFor: (role: Role) => string): void {
  const listener = who()
  if (!listener) return void stream.end()

  const text = textFor(listener.role)
  if (text) stream.write(text)
  if (stream.writableLength > mostBacklog) stream.destroy()
}

/** The messages for each role, put together once for all listeners of it. */
export function byRole(messages: Message[]): (role: Role) => string {
  const told = (admin: boolean) =>
    messages
      .filter(({ admins }) => admin || !admins)
      .map(({ text }) => text)
      .join('')
  const [admins, others] = [told(true), told(false)]
  return (role) => (role === 'admin' ? admins : others)
}

export const reloadFrom = (seq: number): string => `id: ${seq}\nevent: reload\ndata: {"seq":${seq}}\n\n`
