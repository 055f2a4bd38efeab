import { expect, test } from 'vitest'
import { editCells } from '../../server/grid/cells.ts'
import { editField } from '../../server/grid/custom-fields.ts'
import { addField, extendChoices } from '../../server/grid/fields.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { addView } from '../../server/grid/views/saved-views.ts'
import { plainView } from '../../shared/views.ts'
import { openRules, setStep } from './support.ts'

const graveyard = { ...plainView, filter: { field: 'list', op: 'is', value: 'graveyard' } as const }

function openWithView() {
  const rules = openRules()
  const view = rules.inAct((tx) => addView(tx, { name: 'Graveyard', definition: graveyard, shared: true })).result
  rules.rule({ trigger: { kind: 'enters_view', view_id: view.id }, actions: [setStep('Say goodbye')] })
  return rules
}

test('investors that come with a column of their own are new all the same', () => {
  const { rule, inAct, settle, values } = openRules()
  rule({ trigger: { kind: 'created' }, actions: [setStep('Welcome')] })

  const { result } = inAct((tx) => {
    const { key } = addField(tx, { label: 'Sector', type: 'text' })
    return addInvestor(tx, { name: 'Birch Capital', [key]: 'Energy' })
  })
  settle()

  expect(values(result.id)['next_step']).toBe('Welcome')
})

test('who comes into a view in an act that also brings a column fires', () => {
  const { inAct, settle, values, quill, alder } = openWithView()

  inAct((tx) => {
    addField(tx, { label: 'Sector', type: 'text' })
    editCells(tx, quill.id, { list: 'graveyard' })
  })
  settle()

  expect(values(quill.id)['next_step']).toBe('Say goodbye')
  expect(values(alder.id)['next_step']).toBeNull()
})

test('an undo that waits does not swallow what somebody else did right after it', () => {
  const { edit, undo, settle, values, quill, harbor } = openWithView()
  const moved = edit(harbor.id, { city: 'Salem' })
  settle()

  undo(moved)
  edit(quill.id, { list: 'graveyard' })
  settle()

  expect(values(quill.id)['next_step']).toBe('Say goodbye')
})

test('who an undo brings back into a view is known, and fires nothing', () => {
  const { edit, undo, settle, values, quill } = openWithView()
  edit(quill.id, { list: 'graveyard' })
  const back = edit(quill.id, { list: 'main', next_step: null })
  settle()
  edit(quill.id, { next_step: null })

  undo(back)
  settle()

  expect(values(quill.id)).toMatchObject({ list: 'graveyard', next_step: null })
})

test('an option that is new fires for the rows that get it; one that is renamed, and a new type, fire nothing', () => {
  const { rule, inAct, settle, runs, harbor } = openRules()
  const sector = inAct((tx) =>
    addField(tx, { label: 'Sector', type: 'single_select', options: { choices: [] } }),
  ).result
  rule({ trigger: { kind: 'field_changes', field: sector.key }, actions: [setStep('Look at it')] })

  inAct((tx) => {
    extendChoices(tx, sector, ['Energy'])
    editCells(tx, harbor.id, { [sector.key]: 'Energy' })
  })
  settle()
  const fired = runs().length
  inAct((tx) => editField(tx, sector.id, { options: { choices: [{ name: 'Power', was: 'Energy' }] } }))
  inAct((tx) => editField(tx, sector.id, { type: 'multi_select' }))
  settle()

  expect(fired).toBe(1)
  expect(runs()).toHaveLength(1)
})
