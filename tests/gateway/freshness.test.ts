import { expect, test } from 'vitest'
import { act, amend, archive } from '../../server/db/write.ts'
import { addFund, editFund } from '../../server/funds/funds.ts'
import { fieldByKey } from '../../server/grid/fields.ts'
import { findStage } from '../../server/pipeline/stages.ts'
import { saveBrand } from '../../server/settings/brand.ts'
import { actorFor } from '../support/world.ts'
import { asInesInWeb, openGateway } from './support.ts'

/** A sidebar that has drawn itself once, so that whatever is kept between requests is kept. */
async function openAsked() {
  const gateway = await openGateway()
  const ask = async () => (await gateway.asMarcus('POST', '/dossier', { investor_id: gateway.harbor.id })).body
  const before = await ask()
  expect(before.investors[0].name).toBe('Harbor Family Office')
  return { ...gateway, gateway, ask, before }
}

const namesOf = (reply: { funds: { name: string }[] }) => reply.funds.map((fund) => fund.name)

test('a fund is offered as soon as it is added, and under its new name as soon as it is renamed', async () => {
  const { gateway, ask } = await openAsked()

  const { id } = asInesInWeb(gateway, (tx) => addFund(tx, { name: 'Fund III' }))
  expect(namesOf(await ask())).toContain('Fund III')

  asInesInWeb(gateway, (tx) => editFund(tx, id, { name: 'Opportunity Fund' }))
  expect(namesOf(await ask())).toContain('Opportunity Fund')

  asInesInWeb(gateway, (tx) => archive(tx, 'funds', id))
  expect(namesOf(await ask())).not.toContain('Opportunity Fund')
})

test('a fund that was added in an act that failed is never offered', async () => {
  const { db, ines, ask, before } = await openAsked()
  const failing = () =>
    act(db, actorFor(ines), 'Added a fund', (tx) => {
      addFund(tx, { name: 'Fund III' })
      throw new Error('changed my mind')
    })

  expect(failing).toThrow('changed my mind')

  expect(namesOf(await ask())).toEqual(namesOf(before))
})

test('a stage has its new label at once', async () => {
  const { gateway, db, ask } = await openAsked()

  asInesInWeb(gateway, (tx) => amend(tx, 'stages', findStage(db, 'meeting').id, { label: 'First meeting' }))

  expect((await ask()).stages).toContainEqual({ key: 'meeting', label: 'First meeting', kind: 'open' })
})

test('a column that is taken back into the box is gone from the sidebar at once', async () => {
  const { gateway, db, ask, before } = await openAsked()
  expect(before.investors[0].list).toBe('Main')

  asInesInWeb(gateway, (tx) => amend(tx, 'fields', String(fieldByKey(db, 'list')?.id), { exposure: 'box' }))

  expect((await ask()).investors[0].list).toBe('')
})

test('the system has its new name at once', async () => {
  const { gateway, ask } = await openAsked()

  asInesInWeb(gateway, (tx) => saveBrand(tx, { name: 'Northlight LPs', accent: '#1f6f5c' }))

  expect((await ask()).brand).toBe('Northlight LPs')
})
