import { expect, test } from 'vitest'
import { logCommunication } from '../../server/communications/log.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { eq } from '../../server/db/drizzle.ts'
import { communications, fields } from '../../server/db/live.ts'
import { amend, type Tx } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { writeCells } from '../../server/grid/cells.ts'
import { archiveInvestor } from '../../server/grid/investors.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { dossierReply } from '../../shared/gateway.ts'
import { asInesInWeb, type Gateway, openGateway } from './support.ts'

const maya = 'maya.chen@harborfo.example'

/** Asks for a dossier as Marcus and checks the answer against the schema the add-on is built on. */
async function dossierOf(
  gateway: Gateway,
  question: object,
  as: keyof Pick<Gateway, 'asInes' | 'asMarcus'> = 'asMarcus',
) {
  const { status, body } = await gateway[as]('POST', '/dossier', question)
  expect(status).toBe(200)
  return dossierReply.parse(body)
}

const inWeb = (gateway: Gateway, work: (tx: Tx) => unknown) => asInesInWeb(gateway, work)

function exposeAs(gateway: Gateway, key: string, exposure: 'box' | 'sidebar') {
  const field = gateway.db.select().from(fields).where(eq(fields.key, key)).get()
  inWeb(gateway, (tx) => amend(tx, 'fields', String(field?.id), { exposure }))
}

const call = (investor_id: string, occurred_at: string, summary = 'Spoke about the fund') =>
  ({ investor_id, type: 'call', summary, occurred_at }) as const

test('an address leads to everything the sidebar shows of its investor', async () => {
  const gateway = await openGateway()
  const { harbor, fundI, fundII, clock } = gateway
  inWeb(gateway, (tx) => {
    enterCommitment(tx, { investor_id: harbor.id, fund_id: fundI.id, measure: 'signed', amount: 5_000_000_00 })
    flagOpportunity(tx, { investor_id: harbor.id, fund_id: fundII.id, stage: 'meeting', expected_amount: 8_000_000_00 })
    writeCells(tx, harbor.id, { next_step: 'Send the side letter', next_step_at: '2026-11-25' })
    logCommunication(tx, call(harbor.id, '2026-11-10T10:00:00.000Z'))
  })

  const reply = await dossierOf(gateway, { addresses: [maya] })

  expect(reply).toMatchObject({
    viewer: { name: 'Marcus Lindqvist', role: 'member', can_write: true },
    brand: 'Venture CRM',
    timezone: 'Europe/London',
    funds: [
      { id: fundI.id, name: 'Fund I', currency: 'USD' },
      { id: fundII.id, name: 'Fund II', currency: 'USD' },
    ],
    unknown: [],
    logged: [],
  })
  expect(reply.stages.map((stage) => stage.key)).toEqual([
    'lead',
    'outreach',
    'meeting',
    'due_diligence',
    'committed',
    'funded',
    'lost',
  ])
  expect(reply.investors).toEqual([
    {
      id: harbor.id,
      name: 'Harbor Family Office',
      list: 'Main',
      stage: 'Meeting',
      owner: 'Ines',
      path: `/investors/${harbor.id}`,
      matched: [maya],
      commitments: [
        { fund_id: fundI.id, fund_name: 'Fund I', currency: 'USD', soft: 0, signed: 5_000_000_00, funded: 0 },
      ],
      contacts: [{ id: gateway.maya.id, name: 'Maya Chen', title: 'CIO', emails: [maya] }],
      contacts_total: 1,
      last_contact: { at: '2026-11-10T10:00:00.000Z', by: 'Ines', type: 'call' },
      next_step: { text: 'Send the side letter', due_on: '2026-11-25' },
      communications: [
        {
          id: expect.any(String),
          type: 'call',
          summary: 'Spoke about the fund',
          occurred_at: '2026-11-10T10:00:00.000Z',
          by: 'Ines',
        },
      ],
      opportunities: [
        {
          id: expect.any(String),
          fund_id: fundII.id,
          fund_name: 'Fund II',
          currency: 'USD',
          stage: 'meeting',
          stage_label: 'Meeting',
          expected_amount: 8_000_000_00,
          probability: null,
        },
      ],
    },
  ])
  expect(clock.now().toISOString()).toBe('2026-11-16T09:00:00.000Z')
})

test.for(['MAYA.CHEN@HarborFO.example', 'maya.chen+fund2@harborfo.example', '<Maya.Chen@harborfo.example>'])(
  'letter case and plus-addressing do not matter: %s',
  async (address) => {
    const gateway = await openGateway()

    const { investors, unknown } = await dossierOf(gateway, { addresses: [address] })

    expect(investors.map((investor) => investor.id)).toEqual([gateway.harbor.id])
    expect(investors[0]?.matched).toEqual([maya])
    expect(unknown).toEqual([])
  },
)

test('a contact stored with a plus and in capitals is matched by the plain address', async () => {
  const gateway = await openGateway()
  inWeb(gateway, (tx) =>
    addContact(tx, { name: 'Tom Reyes', emails: ['Tom+LP@Alder.example'], investor_ids: [gateway.alder.id] }),
  )

  const { investors } = await dossierOf(gateway, { addresses: ['tom@alder.example'] })

  expect(investors[0]).toMatchObject({ id: gateway.alder.id, contacts: [{ emails: ['Tom+LP@Alder.example'] }] })
})

test('several investors in one thread come in the order of the addresses', async () => {
  const gateway = await openGateway()
  inWeb(gateway, (tx) =>
    addContact(tx, { name: 'Tom Reyes', emails: ['tom@alder.example'], investor_ids: [gateway.alder.id] }),
  )

  const { investors } = await dossierOf(gateway, { addresses: ['tom@alder.example', maya] })

  expect(investors.map((investor) => investor.name)).toEqual(['Alder Pension', 'Harbor Family Office'])
})

test('a person at two investors brings both', async () => {
  const gateway = await openGateway()
  inWeb(gateway, (tx) =>
    addContact(tx, {
      name: 'Tom Reyes',
      emails: ['tom@advisers.example'],
      investor_ids: [gateway.alder.id, gateway.quill.id],
    }),
  )

  const { investors } = await dossierOf(gateway, { addresses: ['tom@advisers.example'] })

  expect(investors.map((investor) => investor.id)).toEqual([gateway.alder.id, gateway.quill.id])
})

test('any of a contact’s addresses leads to the investor', async () => {
  const gateway = await openGateway()
  inWeb(gateway, (tx) =>
    addContact(tx, {
      name: 'Tom Reyes',
      emails: ['tom@alder.example', 'tom.reyes@gmail.com'],
      investor_ids: [gateway.alder.id],
    }),
  )

  const { investors } = await dossierOf(gateway, { addresses: ['tom.reyes@gmail.com'] })

  expect(investors.map((investor) => investor.id)).toEqual([gateway.alder.id])
})

test('the fund’s own people are nobody to show', async () => {
  const gateway = await openGateway()

  const { investors, unknown } = await dossierOf(gateway, {
    addresses: ['ines@northlight.example', 'deals@Northlight.example', 'bot@mail.northlight.example'],
  })

  expect({ investors, unknown }).toEqual({ investors: [], unknown: [] })
})

test('texts that hold no address are passed over', async () => {
  const gateway = await openGateway()

  const { investors, unknown } = await dossierOf(gateway, { addresses: ['undisclosed-recipients:;', 'not an address'] })

  expect({ investors, unknown }).toEqual({ investors: [], unknown: [] })
})

test('an archived investor is not known', async () => {
  const gateway = await openGateway()
  inWeb(gateway, (tx) => archiveInvestor(tx, gateway.harbor.id))

  const { investors, unknown } = await dossierOf(gateway, { addresses: [maya] })

  expect(investors).toEqual([])
  expect(unknown).toEqual([{ address: maya, suggestions: [] }])
})

test('one investor may be asked for, whoever is on the message', async () => {
  const gateway = await openGateway()

  const { investors, unknown } = await dossierOf(gateway, {
    addresses: [maya, 'li@unknown.example'],
    investor_id: gateway.alder.id,
  })

  expect(investors.map((investor) => [investor.id, investor.matched])).toEqual([[gateway.alder.id, []]])
  expect(unknown.map((person) => person.address)).toEqual(['li@unknown.example'])
})

test('asking for an investor that is not there is a 404', async () => {
  const { asMarcus } = await openGateway()

  const { status, body } = await asMarcus('POST', '/dossier', { investor_id: 'nobody' })

  expect(status).toBe(404)
  expect(body.code).toBe('not_found')
})

test('an unknown sender may belong to those who write from the same domain', async () => {
  const gateway = await openGateway()

  const { unknown } = await dossierOf(gateway, { addresses: ['li@harborfo.example'] })

  expect(unknown).toEqual([
    {
      address: 'li@harborfo.example',
      suggestions: [
        {
          investor_id: gateway.harbor.id,
          name: 'Harbor Family Office',
          reason: 'domain',
          explanation: 'Maya Chen writes from harborfo.example too.',
        },
      ],
    },
  ])
})

test('several who write from the same domain are counted', async () => {
  const gateway = await openGateway()
  inWeb(gateway, (tx) => {
    for (const name of ['Noor Haddad', 'Pavel Sykora'])
      addContact(tx, {
        name,
        emails: [`${name.split(' ')[0]?.toLowerCase()}@harborfo.example`],
        investor_ids: [gateway.harbor.id],
      })
  })

  const { unknown } = await dossierOf(gateway, { addresses: ['li@harborfo.example'] })

  expect(unknown[0]?.suggestions[0]?.explanation).toBe('Maya Chen and 2 others write from harborfo.example.')
})

test.for(['https://www.alderpension.example/team', 'alderpension.example', 'http://alderpension.example'])(
  'an unknown sender may belong to the investor with that website: %s',
  async (website) => {
    const gateway = await openGateway()
    inWeb(gateway, (tx) => writeCells(tx, gateway.alder.id, { website }))

    const { unknown } = await dossierOf(gateway, { addresses: ['li@alderpension.example'] })

    expect(unknown[0]?.suggestions).toEqual([
      {
        investor_id: gateway.alder.id,
        name: 'Alder Pension',
        reason: 'domain',
        explanation: 'Its website is at alderpension.example.',
      },
    ])
  },
)

test('a website that only mentions the domain is no reason', async () => {
  const gateway = await openGateway()
  inWeb(gateway, (tx) =>
    writeCells(tx, gateway.alder.id, { website: 'https://news.example/about/alderpension.example' }),
  )

  const { unknown } = await dossierOf(gateway, { addresses: ['li@alderpension.example'] })

  expect(unknown[0]?.suggestions).toEqual([])
})

test('an unknown person on a message with a known one may be their colleague', async () => {
  const gateway = await openGateway()

  const { unknown } = await dossierOf(gateway, { addresses: [maya, 'li.wei@gmail.com'] })

  expect(unknown).toEqual([
    {
      address: 'li.wei@gmail.com',
      suggestions: [
        {
          investor_id: gateway.harbor.id,
          name: 'Harbor Family Office',
          reason: 'colleague',
          explanation: 'Maya Chen is on the same message.',
        },
      ],
    },
  ])
})

test('an unknown address is shown with the dots it has, and without its plus-tag', async () => {
  const gateway = await openGateway()

  const { unknown } = await dossierOf(gateway, {
    addresses: ['Li Wei <Li.Wei+fund@GoogleMail.com>', 'liwei@gmail.com'],
  })

  expect(unknown).toEqual([{ address: 'li.wei@googlemail.com', suggestions: [] }])
})

test.for(['gmail.com', 'yahoo.com', 'outlook.com', 'gmx.de'])(
  'the domain %s of a free mail provider says nothing',
  async (domain) => {
    const gateway = await openGateway()
    inWeb(gateway, (tx) =>
      addContact(tx, { name: 'Tom Reyes', emails: [`tom.reyes@${domain}`], investor_ids: [gateway.alder.id] }),
    )

    const { unknown } = await dossierOf(gateway, { addresses: [`li.wei@${domain}`] })

    expect(unknown).toEqual([{ address: `li.wei@${domain}`, suggestions: [] }])
  },
)

test('a message that was logged says by whom and for whom', async () => {
  const gateway = await openGateway()
  const { harbor } = gateway
  const email = { investor_id: harbor.id, type: 'email', summary: 'The deck', occurred_at: '2026-11-10T10:00:00.000Z' }
  inWeb(gateway, (tx) => logCommunication(tx, { ...email, type: 'email' }, { messageId: 'deck-1@harborfo.example' }))

  const { logged } = await dossierOf(gateway, { message_id: 'f1', rfc_message_id: '<deck-1@harborfo.example>' })

  expect(logged).toEqual([
    {
      communication_id: expect.any(String),
      investor_id: harbor.id,
      by: 'Ines',
      at: gateway.clock.now().toISOString(),
    },
  ])
})

test('one mailbox’s id of a message says nothing about another mailbox', async () => {
  const gateway = await openGateway()
  const copy = { mailbox: 'marcus@northlight.example', gmailId: 'f1' }
  const email = { investor_id: gateway.harbor.id, summary: 'The deck', occurred_at: '2026-11-10T10:00:00.000Z' }
  inWeb(gateway, (tx) => logCommunication(tx, { ...email, type: 'email' }, { copy }))

  expect((await dossierOf(gateway, { message_id: 'f1' }, 'asMarcus')).logged).toHaveLength(1)
  expect((await dossierOf(gateway, { message_id: 'f1' }, 'asInes')).logged).toEqual([])
})

test('the newest five communications are shown, of the investor alone', async () => {
  const gateway = await openGateway()
  const { harbor, alder } = gateway
  inWeb(gateway, (tx) => {
    for (let day = 1; day <= 7; day += 1)
      logCommunication(tx, call(harbor.id, `2026-11-0${day}T10:00:00.000Z`, `Call ${day}`))
    logCommunication(tx, call(alder.id, '2026-11-09T10:00:00.000Z', 'Another investor'))
  })

  const { investors } = await dossierOf(gateway, { addresses: [maya] })

  expect(investors[0]?.communications.map((said) => said.summary)).toEqual([
    'Call 7',
    'Call 6',
    'Call 5',
    'Call 4',
    'Call 3',
  ])
})

test('of many contacts those on the message come first', async () => {
  const gateway = await openGateway()
  inWeb(gateway, (tx) => {
    for (let n = 1; n <= 12; n += 1)
      addContact(tx, {
        name: `Person ${n}`,
        emails: [`person${n}@harborfo.example`],
        investor_ids: [gateway.harbor.id],
      })
  })

  const { investors } = await dossierOf(gateway, { addresses: ['person12@harborfo.example'] })

  expect(investors[0]?.contacts[0]?.name).toBe('Person 12')
  expect(investors[0]?.contacts).toHaveLength(10)
  expect(investors[0]?.contacts_total).toBe(13)
})

test('what a column keeps in the box is not in the dossier', async () => {
  const gateway = await openGateway()
  const { harbor, fundI, fundII } = gateway
  inWeb(gateway, (tx) => {
    writeCells(tx, harbor.id, { next_step: 'Ask about the divorce', next_step_at: '2026-11-25', notes: 'Keep away' })
    logCommunication(tx, call(harbor.id, '2026-11-10T10:00:00.000Z'))
    enterCommitment(tx, { investor_id: harbor.id, fund_id: fundI.id, measure: 'soft', amount: 3_000_000_00 })
    flagOpportunity(tx, { investor_id: harbor.id, fund_id: fundII.id, expected_amount: 8_000_000_00 })
  })
  for (const key of ['next_step', 'owner', 'list', 'last_contact_at', 'expected_amount', 'contacts', 'fund_i_soft'])
    exposeAs(gateway, key, 'box')

  const { investors } = await dossierOf(gateway, { addresses: [maya] })

  expect(investors[0]).toMatchObject({
    next_step: null,
    owner: null,
    list: '',
    last_contact: null,
    contacts: [],
    contacts_total: 0,
    commitments: [],
    opportunities: [{ expected_amount: null }],
  })
  expect(JSON.stringify(investors)).not.toMatch(/divorce|Keep away|300000000/)
})

test('a suggestion names nobody when contacts stay in the box', async () => {
  const gateway = await openGateway()
  exposeAs(gateway, 'contacts', 'box')

  const { unknown } = await dossierOf(gateway, { addresses: ['li@harborfo.example'] })

  expect(unknown[0]?.suggestions[0]?.explanation).toBe('Somebody there writes from harborfo.example too.')
})

test('what a colleague keeps private is not said, not even to an admin', async () => {
  const gateway = await openGateway()
  const { body } = await gateway.asMarcus(
    'POST',
    '/communications',
    call(gateway.harbor.id, '2026-11-10T10:00:00.000Z', 'He is ill'),
  )
  inWeb(gateway, (tx) => amend(tx, 'communications', body.id, { privacy: 'metadata' }))
  const summaries = async (as: 'asInes' | 'asMarcus') =>
    (await dossierOf(gateway, { addresses: [maya] }, as)).investors[0]?.communications.map((said) => said.summary)

  expect(await summaries('asInes')).toEqual(['Call kept private'])
  expect(await summaries('asMarcus')).toEqual(['He is ill'])
  expect(gateway.db.select().from(communications).all()).toHaveLength(1)
})
