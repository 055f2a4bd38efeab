import { callApi } from '../model/api.ts'
import type { Values } from '../page.ts'
import type { Entry } from './queue.ts'

/** A row as the server has it now. */
export type Answered = { id: string; version: number; values: Values; batch_id?: string | null }
type Many = { data: Answered[]; batch_id: string | null }

/** Sends one entry under its key, so that it is done once however often it is sent; throws as `callApi` does. */
export async function send({ key, kind, edits }: Entry): Promise<Answered[]> {
  const headers = { 'idempotency-key': key }
  const [only] = edits
  if (kind === 'create') {
    return [await callApi<Answered>('POST', '/fundraising/rows', { values: only?.values ?? {} }, { headers })]
  }
  if (edits.length > 1) {
    const answer = await callApi<Many>('PATCH', '/fundraising/rows', { edits }, { headers })
    return answer.data.map((row) => ({ ...row, batch_id: answer.batch_id }))
  }

  const { id = '', ...body } = only ?? { values: {} }
  return [await callApi<Answered>('PATCH', `/fundraising/rows/${encodeURIComponent(id)}`, body, { headers })]
}
