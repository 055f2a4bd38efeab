import { expect, test } from 'vitest'
import { logCommunication } from '../../server/communications/log.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { systemActor } from '../../server/db/actor.ts'
import { act } from '../../server/db/write.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { homeReply, searchReply } from '../../shared/gateway.ts'
import { asInesInWeb, type Gateway, openGateway } from './support.ts'

const call = (investor_id: string, occurred_at: string, summary = 'Spoke') =>
  ({ investor_id, type: 'call', summary, occurred_at }) as const

async function homeOf(gateway: Gateway, as: 'asInes' | 'asMarcus') {
  const { status, body } = await gateway[as]('GET', '/home')
  expect(status).toBe(200)
  return homeReply.parse(body)
}

test('home shows what the person worked on last, newest first', async () => {
  const gateway = await openGateway()
  const { alder, harbor, asMarcus } = gateway
  await asMarcus('POST', '/communications', call(alder.id, '2026-11-10T10:00:00.000Z'))
  await asMarcus('POST', '/contacts', { investor_id: harbor.id, name: 'Li Wei', emails: ['li@harborfo.example'] })

  const { recent } = await homeOf(gateway, 'asMarcus')

  expect(recent.map((investor) => investor.name)).toEqual(['Harbor Family Office', 'Alder Pension'])
  expect(recent[1]).toEqual({
    id: alder.id,
    name: 'Alder Pension',
    list: 'Follow-up',
    stage: null,
    owner: null,
    contact: null,
  })
})

test('somebody new sees whom the team was in touch with', async () => {
  const gateway = await openGateway()
  asInesInWeb(gateway, (tx) => {
    logCommunication(tx, call(gateway.harbor.id, '2026-11-10T10:00:00.000Z'))
    logCommunication(tx, call(gateway.quill.id, '2026-11-12T10:00:00.000Z'))
  })

  const { recent } = await homeOf(gateway, 'asMarcus')

  expect(recent.map((investor) => investor.name)).toEqual(['Quill Endowment', 'Harbor Family Office'])
})

test('an import does not push out what somebody works on', async () => {
  const gateway = await openGateway()
  await gateway.asMarcus('POST', '/communications', call(gateway.alder.id, '2026-11-10T10:00:00.000Z'))
  const importer = { ...systemActor('import'), id: gateway.marcus.id }
  act(gateway.db, importer, 'Imported a file', (tx) => {
    for (let n = 0; n < 20; n += 1) addInvestor(tx, { name: `Imported ${n}` })
  })

  const { recent } = await homeOf(gateway, 'asMarcus')

  expect(recent.map((investor) => investor.name)).toEqual(['Alder Pension'])
})

test('home shows the team’s newest five communications', async () => {
  const gateway = await openGateway()
  asInesInWeb(gateway, (tx) => {
    for (let day = 1; day <= 6; day += 1)
      logCommunication(tx, call(gateway.harbor.id, `2026-11-0${day}T10:00:00.000Z`, `Call ${day}`))
  })

  const { communications } = await homeOf(gateway, 'asMarcus')

  expect(communications.map((said) => said.summary)).toEqual(['Call 6', 'Call 5', 'Call 4', 'Call 3', 'Call 2'])
  expect(communications[0]).toMatchObject({
    by: 'Ines',
    investor_id: gateway.harbor.id,
    investor_name: 'Harbor Family Office',
  })
})

async function search(gateway: Gateway, q: string) {
  const { status, body } = await gateway.asMarcus('GET', `/search?q=${encodeURIComponent(q)}`)
  expect(status).toBe(200)
  return searchReply.parse(body)
}

test.for([
  ['harbor', ['Harbor Family Office']],
  ['HARBOR', ['Harbor Family Office']],
  ['office family', ['Harbor Family Office']],
  ['maya', ['Harbor Family Office']],
  ['maya chen', ['Harbor Family Office']],
  ['maya harbor', ['Harbor Family Office']],
  ['harborfo.example', ['Harbor Family Office']],
  ['Maya.Chen+x@harborfo.example', ['Harbor Family Office']],
  ['al', ['Alder Pension']],
  ['pension', ['Alder Pension']],
  ['harbor pension', []],
  ['nobody of that name', []],
  ['', []],
  ['" OR 1', []],
  ['%', []],
] as const)('a search for “%s” finds %s', async ([q, names]) => {
  const gateway = await openGateway()

  const { results, total } = await search(gateway, q)

  expect(results.map((investor) => investor.name)).toEqual(names)
  expect(total).toBe(names.length)
})

test('a person found says which investor they lead to', async () => {
  const gateway = await openGateway()

  const { results } = await search(gateway, 'chen')

  expect(results).toEqual([
    {
      id: gateway.harbor.id,
      name: 'Harbor Family Office',
      list: 'Main',
      stage: null,
      owner: 'Ines',
      contact: 'Maya Chen',
    },
  ])
})

test('accents are no obstacle, either way', async () => {
  const gateway = await openGateway()
  asInesInWeb(gateway, (tx) => addInvestor(tx, { name: 'Société Générale de Capital' }))

  expect((await search(gateway, 'societe generale')).total).toBe(1)
  expect((await search(gateway, 'SOCIÉTÉ')).total).toBe(1)
})

test('an address stored with a plus is found by the plain one', async () => {
  const gateway = await openGateway()
  asInesInWeb(gateway, (tx) =>
    addContact(tx, { name: 'Tom Reyes', emails: ['tom+lp@alder.example'], investor_ids: [gateway.alder.id] }),
  )

  expect((await search(gateway, 'tom@alder.example')).results[0]?.name).toBe('Alder Pension')
})

test('names that begin with the words come before names that hold them, and people last', async () => {
  const gateway = await openGateway()
  asInesInWeb(gateway, (tx) => {
    addInvestor(tx, { name: 'The Harbor Trust' })
    addContact(tx, { name: 'Ann Harbor', emails: [], investor_ids: [gateway.quill.id] })
  })

  const { results } = await search(gateway, 'harbor')

  expect(results.map((investor) => investor.name)).toEqual([
    'Harbor Family Office',
    'The Harbor Trust',
    'Quill Endowment',
  ])
})

test('ten are shown and all are counted', async () => {
  const gateway = await openGateway()
  asInesInWeb(gateway, (tx) => {
    for (let n = 10; n < 25; n += 1) addInvestor(tx, { name: `Larch Partners ${n}` })
  })

  const { results, total } = await search(gateway, 'larch')

  expect(results).toHaveLength(10)
  expect(total).toBe(15)
})

test('a search does not give away what columns keep in the box', async () => {
  const gateway = await openGateway()
  asInesInWeb(gateway, (tx) => writeCells(tx, gateway.alder.id, { notes: 'Going through a lawsuit' }))

  expect((await search(gateway, 'lawsuit')).total).toBe(0)
})
