/** The small fund's panel with the mailboxes of Ines and Marcus captured, and mail put into them as capture does. */
import { systemActor } from '../../server/db/actor.ts'
import type { PrivacyLevel } from '../../server/db/mirror.ts'
import { act, amend, record, type Tx } from '../../server/db/write.ts'
import { relevel } from '../../server/mail/levels.ts'
import { storeMail } from '../../server/mail/store.ts'
import { setThreadLevel } from '../../server/mail/thread-levels.ts'
import { type Letter, letter, place } from '../mail/letters.ts'
import { openPanel } from '../web/person.ts'

export const mayaAddress = 'Maya Chen <maya.chen@harborfo.example>'
export const inesAddress = 'Ines Okafor <ines@northlight.example>'
export const marcusAddress = 'Marcus Lindqvist <marcus@northlight.example>'

export type Sent = Letter & { at?: string; thread?: string; into?: 'ines' | 'marcus' }

export async function openMailroom(settings: Record<string, string> = {}) {
  const panel = await openPanel(settings)
  const { db, ines, marcus, clock } = panel
  const owners = { ines, marcus }
  const doing = <T>(what: string, work: (tx: Tx) => T): T =>
    act(db, systemActor('capture'), what, work, { now: clock.now() }).result
  const boxes = doing('Turned capture on', (tx) => ({
    ines: record(tx, 'mailboxes', { address: ines.email, userId: ines.id, enabled: true }),
    marcus: record(tx, 'mailboxes', { address: marcus.email, userId: marcus.id, enabled: true }),
  }))

  /** A message as one of the mailboxes has it; answers its id. */
  const receive = ({ at, thread, into = 'ines', ...given }: Sent): string => {
    const where = place({
      mailbox: owners[into].email,
      userId: owners[into].id,
      ...(at ? { at } : {}),
      ...(thread ? { gmailThreadId: thread } : {}),
    })
    const { mailId } = doing('Captured mail', (tx) => storeMail(tx, where, letter({ to: [inesAddress], ...given })))
    if (!mailId) throw new Error('this message is not wanted')
    return mailId
  }

  const one = <T>(sql: string, ...values: unknown[]) =>
    db.$client
      .prepare(sql)
      .pluck()
      .get(...values) as T
  const threadOf = (mailId: string) => one<string>('SELECT thread_id FROM mail_messages WHERE id = ?', mailId)
  const logOf = (mailId: string) => one<string>('SELECT id FROM live_communications WHERE mail_id = ?', mailId)
  const decide = (who: { id: string }, mailId: string, level: PrivacyLevel | null) =>
    doing('Decided who reads it', (tx) => setThreadLevel(tx, who, threadOf(mailId), level))
  const setLevel = (whose: 'ines' | 'marcus', level: PrivacyLevel) =>
    doing('Changed a level', (tx) => {
      amend(tx, 'mailboxes', boxes[whose].id, { level })
      relevel(tx, { mailbox: boxes[whose].address })
    })
  return { ...panel, receive, threadOf, logOf, decide, setLevel, doing }
}
