import { expect, test } from 'vitest'
import { putPersonAt } from '../../server/contacts/person-at.ts'
import { inesAddress, marcusAddress, mayaAddress, openMailroom } from '../communications/mailroom.ts'
import { textOf } from '../web/person.ts'

/** Maya asked Ines, Ines answered, and Marcus wrote to Maya a week later. */
async function openCorrespondence() {
  const room = await openMailroom()
  room.receive({ subject: 'Question', text: 'May we see the deck?', at: '2026-11-01T09:00:00.000Z' })
  room.receive({
    subject: 'Answer',
    text: 'Here it is.',
    from: inesAddress,
    to: [mayaAddress],
    at: '2026-11-02T09:00:00.000Z',
  })
  room.receive({
    ...{ subject: 'Invitation', text: 'Come and see us.', from: marcusAddress, to: [mayaAddress], into: 'marcus' },
    at: '2026-11-09T09:00:00.000Z',
  })
  const said = async (query: string): Promise<string[]> => {
    const { data } = (await room.asVera('GET', `/api/activity?kind=communications&${query}`)).json()
    return data.map((one: { subject: string }) => one.subject)
  }
  const shown = async (query: string) => textOf((await room.inesAt.visit(`/communications?${query}`)).body)
  return { ...room, said, shown }
}

test('what was said is asked for by colleague, contact, address, investor, direction and time', async () => {
  const { said, ines, maya, harbor, alder } = await openCorrespondence()

  expect(await said(`contact_id=${maya.id}`)).toEqual(['Invitation', 'Answer', 'Question'])
  expect(await said(`user_id=${ines.id}`)).toEqual(['Answer', 'Question'])
  expect(await said(`user_id=${ines.id}&direction=out`)).toEqual(['Answer'])
  expect(await said('sender=Maya.Chen%2Bfund@HarborFO.example')).toEqual(['Question'])
  expect(await said('recipient=maya.chen@harborfo.example')).toEqual(['Invitation', 'Answer'])
  expect(await said('address=maya.chen@harborfo.example&since=2026-11-02&until=2026-11-02')).toEqual(['Answer'])
  expect(await said(`investor_id=${harbor.id}&type=email`)).toHaveLength(3)
  expect(await said(`investor_id=${alder.id}`)).toEqual([])
})

test('acts and communications stand in one stream, newest first', async () => {
  const { asVera, harbor } = await openCorrespondence()

  const { data, total } = (await asVera('GET', `/api/activity?investor_id=${harbor.id}`)).json()

  expect(data.filter((one: { kind: string }) => one.kind === 'communication')).toHaveLength(3)
  expect(total).toBe(data.length)
  expect(data.map((one: { at: string }) => one.at)).toEqual(
    data
      .map((one: { at: string }) => one.at)
      .toSorted()
      .toReversed(),
  )
})

test('pages follow each other without a gap or a repeat', async () => {
  const { asVera } = await openCorrespondence()
  const ids = async (query: string) =>
    (await asVera('GET', `/api/activity?${query}`)).json().data.map((one: { id: string }) => one.id)
  const whole = await ids('limit=100')

  const paged = [...(await ids('limit=3')), ...(await ids('limit=100&offset=3'))]

  expect(paged).toEqual(whole)
})

test('the page answers “sent by” and “sent to” for a name that is typed', async () => {
  const { shown } = await openCorrespondence()

  expect(await shown('who=maya+chen&way=to')).toMatch(/Invitation.*Answer(?!.*Question)/)
  expect(await shown('who=ines&way=by')).toMatch(/^(?!.*Invitation).*Answer(?!.*Question)/)
  expect(await shown('who=nobody@else.example')).toContain('Nothing fits')
})

test('a person’s activity leads to what was said with them', async () => {
  const { inesAt, maya } = await openCorrespondence()

  const { statusCode, headers } = await inesAt.visit(`/activity?contact_id=${maya.id}`)

  expect([statusCode, headers.location]).toEqual([302, `/communications?contact_id=${maya.id}`])
})

test('passes of capture that only stored and logged mail are no acts; what they did to people is', async () => {
  const { asVera, doing, harbor, receive } = await openCorrespondence()
  const { total } = (await asVera('GET', '/api/activity?kind=acts')).json()
  receive({ subject: 'Once more', text: 'Any news?' })
  doing('Captured mail', (tx) => putPersonAt(tx, harbor.id, { name: 'Nadia Roth', emails: ['nadia@harborfo.example'] }))

  const after = (await asVera('GET', '/api/activity?kind=acts&limit=2')).json()

  expect(after.total).toBe(total + 1)
  expect(after.data[0]).toMatchObject({ surface: 'capture', investors: [{ name: 'Harbor Family Office' }] })
  expect(after.data[1].surface).not.toBe('capture')
})

test('a day that is none is told of, and not left out', async () => {
  const { inesAt } = await openCorrespondence()

  const reply = await inesAt.visit('/activity?since=2026-13-99')

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain('“2026-13-99” is no day')
  expect((await inesAt.visit('/activity.csv?until=yesterday')).statusCode).toBe(422)
  expect((await inesAt.visit('/activity?since=2026-11-01')).statusCode).toBe(200)
})
