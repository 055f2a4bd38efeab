/** Works on each mailbox one piece at a time, in the order asked. */
export type Turns = {
  /**
   * Does `work` when everything before it is done. Whoever asks for the same `kind` before it has begun joins it; once it has,
   * it may have passed by what they mean, and they get the next turn.
   */
  take: <T>(mailbox: string, kind: string, work: () => Promise<T>) => Promise<T>
  isBusy: (mailbox: string) => boolean
  /** When nothing is under way any more. */
  idle: () => Promise<void>
}

export function openTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  const waiting = new Map<string, Promise<unknown>>()

  const begin = <T>(mailbox: string, kind: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(mailbox) ?? Promise.resolve()
    const turn = before.then(() => {
      waiting.delete(`${kind} ${mailbox}`)
      return work()
    })
    const settled = turn.then(ignore, ignore).then(() => {
      if (last.get(mailbox) === settled) last.delete(mailbox)
    })
    waiting.set(`${kind} ${mailbox}`, turn)
    last.set(mailbox, settled)
    return turn
  }

  return {
    take: <T>(mailbox: string, kind: string, work: () => Promise<T>) =>
      (waiting.get(`${kind} ${mailbox}`) as Promise<T> | undefined) ?? begin(mailbox, kind, work),
    isBusy: (mailbox) => last.has(mailbox),
    idle: async () => {
      while (last.size > 0) await Promise.all(last.values())
    },
  }
}

const ignore = () => undefined
