import { newKey } from '../random.ts'
import { callApi, mayPass } from './api.ts'

const pauses = [500, 2000]

/**
 * Acts that must not be done twice. One whose answer was lost is tried again under its key, which the server answers as
 * before if it was carried out; so is the same act when a person asks for it once more. `act` says what is the same.
 */
export function createOnce() {
  const unanswered = new Map<string, { key: string; body: unknown }>()

  return async function once<T>(path: string, body: unknown, act: unknown = body): Promise<T> {
    const name = JSON.stringify([path, act])
    const sent = unanswered.get(name) ?? { key: newKey(), body }
    unanswered.set(name, sent)
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await callApi<T>('POST', path, sent.body, { headers: { 'idempotency-key': sent.key } })
        unanswered.delete(name)
        return answer
      } catch (problem) {
        const pause = pauses[tries]
        if (!mayPass(problem)) unanswered.delete(name)
        if (!mayPass(problem) || pause === undefined) throw problem
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }
}
