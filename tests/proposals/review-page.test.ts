import { expect, test } from 'vitest'
import { systemActor } from '../../server/db/actor.ts'
import { act } from '../../server/db/write.ts'
import { findRow } from '../../server/grid/rows.ts'
import { listProposals, propose } from '../../server/proposals/proposals.ts'
import { openPanel, textOf } from '../web/person.ts'

async function openReview() {
  const panel = await openPanel()
  const { db, quill, alder, clock } = panel
  const graveyard = (investor: { id: string; name: string }) =>
    act(
      db,
      systemActor('automation'),
      'Proposed',
      (tx) =>
        propose(tx, {
          kind: 'move_list',
          payload: { investor_id: investor.id, list: 'graveyard' },
          investorId: investor.id,
          title: 'Move to Graveyard',
          evidence: [{ text: 'No contact for a year.', quote: '<b>Please stop</b>', link: 'javascript:alert(1)' }],
          source: 'test',
          occasion: investor.id,
        }),
      { now: clock.now() },
    ).result.proposal.id
  const ids = [graveyard(alder), graveyard(quill)] as const
  return { ...panel, ids, listOf: (id: string) => findRow(db, id)?.values['list'] }
}

test('the pile is grouped by investor, one proposal is open with its reason and what would change', async () => {
  const { inesAt, ids } = await openReview()

  const { body } = await inesAt.visit(`/review?id=${ids[1]}`)

  const text = textOf(body)
  expect(text).toContain('2 proposals wait')
  expect(text).toContain('Alder Pension Move to Graveyard No contact for a year.')
  expect(text).toMatch(/List Longshot Graveyard/)
  expect(body).toContain('&lt;b&gt;Please stop&lt;/b&gt;')
  expect(body).not.toContain('javascript:alert')
})

test('approving without script goes on to the next one and offers Undo', async () => {
  const { inesAt, ids, alder, listOf } = await openReview()

  const reply = await inesAt.submit(`/review/${ids[0]}/approve`, {})
  const { body } = await inesAt.visit(String(reply.headers.location))

  expect(listOf(alder.id)).toBe('graveyard')
  expect(reply.headers.location).toBe(`/review?id=${ids[1]}`)
  expect(textOf(body)).toContain('Approved: Move to Graveyard (Alder Pension)')
  expect(body).toContain('action="/undo"')
})

test('it is edited, then approved', async () => {
  const { inesAt, ids, quill, listOf } = await openReview()

  expect((await inesAt.visit(`/review/${ids[1]}/edit`)).body).toContain('value="graveyard" selected')
  await inesAt.submit(`/review/${ids[1]}/edit`, { list: 'main' })

  expect(listOf(quill.id)).toBe('main')
})

test('several are decided at once, in one act; what changed meanwhile waits', async () => {
  const { db, inesAt, asInes, ids, alder, quill, listOf } = await openReview()
  await asInes('PATCH', `/api/fundraising/rows/${quill.id}`, { values: { list: 'main' } })

  const form = [['decision', 'approve'], ...ids.map((id): [string, string] => ['ids', id])] as [string, string][]
  await inesAt.submit('/review/decide', form)

  expect(textOf((await inesAt.visit('/review')).body)).toContain('Approved 1 proposal; 1 proposal changed meanwhile')
  expect(listOf(alder.id)).toBe('graveyard')
  expect(listOf(quill.id)).toBe('main')
  expect(listProposals(db, { status: 'pending' }).map(({ proposal }) => proposal.id)).toEqual([ids[1]])
})

test('what somebody changed since is said before it is approved', async () => {
  const { inesAt, asInes, ids, quill } = await openReview()
  await asInes('PATCH', `/api/fundraising/rows/${quill.id}`, { values: { list: 'main' } })

  const text = textOf((await inesAt.visit(`/review?id=${ids[1]}`)).body)

  expect(text).toContain('List was Longshot then and is Main now')
  expect(text).toContain('Approve anyway')
})

test('with nothing left the page says so, and what was decided can be looked up', async () => {
  const { inesAt, ids } = await openReview()
  for (const id of ids) await inesAt.submit(`/review/${id}/reject`, { reason: 'Too early' })

  expect(textOf((await inesAt.visit('/review')).body)).toContain('All decided')
  expect(textOf((await inesAt.visit('/review?decided=1')).body)).toContain('rejected Too early')
})

test('a viewer sees proposals and no way to decide', async () => {
  const { veraAt, ids } = await openReview()

  const { body } = await veraAt.visit('/review')

  expect(textOf(body)).toContain('Move to Graveyard')
  expect(body).not.toContain(`/review/${ids[0]}/approve`)
})
