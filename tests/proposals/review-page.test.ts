import { expect, test } from 'vitest'
import { systemActor } from '../../server/db/actor.ts'
import { act } from '../../server/db/write.ts'
import { findRow } from '../../server/grid/rows.ts'
import { listProposals } from '../../server/proposals/proposals.ts'
import { propose } from '../../server/proposals/propose.ts'
import { openPanel, textOf } from '../web/person.ts'
import { capture } from './captured.ts'

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

test('what waits no more is shown with the place in the pile where it stood', async () => {
  const { inesAt, ids } = await openReview()
  const placeOf = async (id: string) => /data-place="(\d+)"/.exec((await inesAt.visit(`/review?id=${id}`)).body)?.[1]
  await inesAt.submit(`/review/${ids[1]}/reject`, {})

  expect([await placeOf(ids[0]), await placeOf(ids[1])]).toEqual([undefined, '1'])
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

/** The values a page says it shows, as its form sends them. */
const confirmOf = (body: string) => {
  const [, value = ''] = /name="confirm" value="([^"]*)"/.exec(body) ?? []
  return { confirm: value.replaceAll('&quot;', '"') }
}

test('what is stale is approved as the person saw it', async () => {
  const { inesAt, asInes, ids, quill, listOf } = await openReview()
  await asInes('PATCH', `/api/fundraising/rows/${quill.id}`, { values: { list: 'main' } })

  const shown = await inesAt.visit(`/review?id=${ids[1]}`)
  await inesAt.submit(`/review/${ids[1]}/approve`, confirmOf(shown.body))

  expect(listOf(quill.id)).toBe('graveyard')
})

test('what changed once more while the person looked is shown again, not approved', async () => {
  const { inesAt, asInes, ids, quill, listOf } = await openReview()
  await asInes('PATCH', `/api/fundraising/rows/${quill.id}`, { values: { list: 'main' } })
  const shown = await inesAt.visit(`/review?id=${ids[1]}`)
  await asInes('PATCH', `/api/fundraising/rows/${quill.id}`, { values: { list: 'follow_up' } })

  const reply = await inesAt.submit(`/review/${ids[1]}/approve`, confirmOf(shown.body))
  const text = textOf((await inesAt.visit(String(reply.headers.location))).body)

  expect(listOf(quill.id)).toBe('follow_up')
  expect(reply.headers.location).toBe(`/review?id=${ids[1]}`)
  expect(text).toContain('List changed since this was proposed')
  expect(text).toContain('List was Longshot then and is Follow-up now')
})

test('an edited one that changed meanwhile asks first, and goes ahead once that was seen', async () => {
  const { inesAt, asInes, ids, quill, listOf } = await openReview()
  await inesAt.visit(`/review/${ids[1]}/edit`)
  await asInes('PATCH', `/api/fundraising/rows/${quill.id}`, { values: { list: 'main' } })

  const asked = await inesAt.submit(`/review/${ids[1]}/edit`, { list: 'follow_up' })
  const before = listOf(quill.id)
  await inesAt.submit(`/review/${ids[1]}/edit`, { list: 'follow_up', ...confirmOf(asked.body) })

  expect([asked.statusCode, before]).toEqual([409, 'main'])
  expect(textOf(asked.body)).toContain('List was Longshot then and is Main now')
  expect(listOf(quill.id)).toBe('follow_up')
})

test('a list that was cleared is asked for again instead of being guessed', async () => {
  const { inesAt, ids, quill, listOf } = await openReview()

  const reply = await inesAt.submit(`/review/${ids[1]}/edit`, { list: '' })

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain('Choose the list to move to.')
  expect(listOf(quill.id)).toBe('longshot')
})

test('a long pile comes in pages, and a link opens the page its proposal is on', async () => {
  const { db, inesAt } = await openPanel()
  const source = systemActor('automation')
  act(db, source, 'Proposed', (tx) => {
    for (let n = 1; n <= 203; n += 1) {
      const payload = { title: `Task ${n}` }
      const about = {
        investorId: null,
        title: `Task ${n}`,
        evidence: [{ text: 'Due' }],
        source: 'test',
        occasion: `${n}`,
      }
      propose(tx, { kind: 'create_task', payload, ...about })
    }
  })
  const last = listProposals(db, { status: 'pending' }).at(-1)?.proposal.id

  const first = (await inesAt.visit('/review')).body
  const [, next = ''] = /rel="next" href="([^"]+)"/.exec(first) ?? []
  const second = (await inesAt.visit(next)).body
  const linked = (await inesAt.visit(`/review?id=${last}`)).body

  const shown = (body: string) => body.match(/class="review__item/g)?.length
  expect([first, second, linked].map(shown)).toEqual([200, 3, 3])
  expect(textOf(first)).toContain('203 proposals wait')
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

test('a captured e-mail is reviewed beside its message, with the address that matched marked', async () => {
  const panel = await openAsking()
  capture(panel, { cc: ['Omar Haddad <omar@else.example>'] })

  const { body } = await panel.inesAt.visit('/review')

  expect(textOf(body)).toMatch(/Log e-mail from Maya Chen .*99% sure/)
  expect(textOf(body)).toContain('From an address of Maya Chen.')
  expect(textOf(body)).toMatch(
    /Data room .* From Maya Chen maya\.chen@harborfo\.example To Ines Okafor .* Thank you for the deck\./,
  )
  expect(body).toContain('<mark>maya.chen@harborfo.example</mark>')
  expect(textOf(body)).toContain('Rule: exact address of a known contact')
})

test('of a private e-mail others see who wrote to whom and when, and no word', async () => {
  const panel = await openAsking()
  capture(panel, { level: 'metadata' })

  expect(textOf((await panel.inesAt.visit('/review')).body)).toContain('Thank you for the deck.')
  const { body } = await panel.marcusAt.visit('/review')
  expect(textOf(body)).toContain('maya.chen@harborfo.example')
  expect(body).not.toMatch(/Data room|Thank you/)
})

test('words of a message stand on the page as text, whatever they are', async () => {
  const panel = await openAsking()
  capture(panel, {
    from: '<script>alert(1)</script> <maya.chen@harborfo.example>',
    subject: '<img src=x onerror=alert(1)>',
  })

  const { body } = await panel.inesAt.visit('/review')

  expect(body).toContain('&lt;img src=x')
  expect(body).not.toMatch(/<img src=x|<script>alert/)
})

test('the pile is looked at by kind, and deciding stays there', async () => {
  const panel = await openAsking()
  capture(panel, { cc: ['Nadia Roth <nadia@harborfo.example>', 'Omar Haddad <omar@harborfo.example>'] })

  const { body } = await panel.inesAt.visit('/review?kind=new_contact')
  expect(textOf(body)).toContain('All 3 E-mails 1 New contacts 2')
  expect(textOf(body)).not.toContain('Log e-mail')

  const [first, second] = listProposals(panel.db, { status: 'pending', kind: 'new_contact' })
  const reply = await panel.inesAt.submit(`/review/${first?.proposal.id}/reject`, { kind: 'new_contact' })
  expect(reply.headers.location).toBe(`/review?id=${second?.proposal.id}&kind=new_contact`)
})

test('a prospect is named before it is approved', async () => {
  const panel = await openAsking()
  capture(panel, { cc: ['Lena Ott <lena@ott-partners.example>'] })
  const id = listProposals(panel.db, { status: 'pending', kind: 'new_prospect' })[0]?.proposal.id

  const { body } = await panel.inesAt.visit(`/review/${id}/edit`)
  expect(body).toMatch(/name="name"[^>]* value="Ott Partners"/)
  await panel.inesAt.submit(`/review/${id}/edit`, { name: 'Ott & Partners', contact_name: 'Lena Ott', address: '' })

  const rows = (await panel.asInes('GET', '/api/fundraising/rows')).json().data
  expect(rows.map((row: { values: { name: string } }) => row.values.name)).toContain('Ott & Partners')
})

test('people are taken off an e-mail before it is logged', async () => {
  const panel = await openAsking()
  capture(panel)
  const id = listProposals(panel.db, { status: 'pending' })[0]?.proposal.id

  await panel.inesAt.submit(`/review/${id}/edit`, { summary: 'They want counsel in' })

  const { data } = (await panel.asInes('GET', '/api/communications')).json()
  expect(data).toMatchObject([{ summary: 'They want counsel in', contacts: [] }])
})

test('a message that is not held any more can only be rejected', async () => {
  const panel = await openAsking()
  const mailId = capture(panel)
  panel.db.$client.prepare('DELETE FROM mail_messages WHERE id = ?').run(mailId)

  const { body } = await panel.inesAt.visit('/review')

  expect(textOf(body)).toContain('This cannot be done any more: The e-mail is not held any more. Reject it.')
  expect(body).not.toContain('/approve')
})

async function openAsking() {
  const panel = await openPanel()
  await panel.asInes('PUT', '/api/admin/policies', { auto: { exact_address: false } })
  return panel
}
