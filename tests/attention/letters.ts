/** The small fund with captured letters and calls, told in one line each. */
import { logCommunication } from '../../server/communications/log.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { storeMail } from '../../server/mail/store.ts'
import { type Letter, letter, place } from '../mail/letters.ts'
import { actorFor, openWorld } from '../support/world.ts'

export type Scene = ReturnType<typeof openScene>
type Type = 'call' | 'meeting' | 'note' | 'text' | 'email'

/** It is Monday, 16 November 2026. */
export function openScene() {
  const world = openWorld()
  const doing = <T>(work: (tx: Tx) => T): T =>
    act(world.db, actorFor(world.ines), 'Did something', work, { now: world.clock.now() }).result
  /** A letter as it stands in Ines’s mailbox; `re` is the text of the one it answers. */
  const mail = (at: string, { re, sent = false, ...given }: Letter & { re?: string; sent?: boolean }) => {
    const { messageId } = letter({ text: re ?? '' })
    const where = place({ mailbox: world.ines.email, userId: world.ines.id, at, labels: [sent ? 'SENT' : 'INBOX'] })
    const references = re && messageId ? [messageId] : []
    return doing((tx) => storeMail(tx, where, letter({ references, ...given })))
  }
  return {
    ...world,
    doing,
    /** What Marcus sent to Maya, as it stands in his mailbox. */
    fromMarcus: (at: string, { re, ...given }: Letter & { re?: string } = {}) => {
      const { messageId } = letter({ text: re ?? '' })
      const where = place({ mailbox: world.marcus.email, userId: world.marcus.id, at, labels: ['SENT'] })
      const to = ['maya.chen@harborfo.example']
      const about = {
        from: world.marcus.email,
        to,
        text: `Answer of ${at}`,
        references: re && messageId ? [messageId] : [],
      }
      return doing((tx) => storeMail(tx, where, letter({ ...about, ...given })))
    },
    fromMaya: (at: string, given: Letter & { re?: string } = {}) => mail(at, { to: [world.ines.email], ...given }),
    toMaya: (at: string, given: Letter & { re?: string } = {}) =>
      mail(at, {
        sent: true,
        from: world.ines.email,
        to: ['maya.chen@harborfo.example'],
        text: `Answer of ${at}`,
        ...given,
      }),
    log: (type: Type, occurred_at: string, contact_ids: string[] = [world.maya.id]) =>
      doing((tx) =>
        logCommunication(tx, { type, summary: 'We spoke', occurred_at, investor_id: world.harbor.id, contact_ids }),
      ),
  }
}
