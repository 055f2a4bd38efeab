import { describe, expect, test } from 'vitest'
import { checkFilter, type FilterTree, kindOf } from '../../shared/filter.ts'
import type { FieldInfo, ViewInfo } from '../../shared/grid-page.ts'
import { plainView } from '../../shared/views.ts'
import { placeIn, withPlace } from '../../views/assets/grid/controls/address.ts'
import { amountText, readAmount } from '../../views/assets/grid/controls/amounts.ts'
import { inWords, joined } from '../../views/assets/grid/controls/bulk/acts.ts'
import { readDay, writeDay } from '../../views/assets/grid/controls/filter/days.ts'
import * as draft from '../../views/assets/grid/controls/filter/draft.ts'
import * as edits from '../../views/assets/grid/controls/filter/draft-edits.ts'
import * as values from '../../views/assets/grid/controls/filter/values.ts'
import * as words from '../../views/assets/grid/controls/filter/words.ts'
import { movedBy, partOf, toggled } from '../../views/assets/grid/controls/layout/columns.ts'
import { moved } from '../../views/assets/grid/controls/layout/terms.ts'
import { fitting, freeName, inOrder, neighbour, offersOf } from '../../views/assets/grid/controls/views/drift.ts'
import { orderedColumns } from '../../views/assets/grid/model/layout.ts'

const field = (key: string, result_type: FieldInfo['type'], more: Partial<FieldInfo> = {}): FieldInfo => ({
  id: key,
  key,
  label: key.charAt(0).toUpperCase() + key.slice(1).replaceAll('_', ' '),
  type: result_type,
  result_type,
  builtin: true,
  primary: key === 'name',
  required: false,
  exposure: 'box',
  options: {},
  formula: null,
  description: null,
  position: 0,
  version: 1,
  ...more,
})

const fields = [
  field('name', 'text'),
  field('list', 'single_select'),
  field('owner', 'user'),
  field('total', 'currency', { options: { currency: 'USD' } }),
  field('fund_ii', 'commitment', { result_type: 'currency', options: { fund_id: 'ii' } }),
  field('fund_iii', 'commitment', { result_type: 'currency', options: { fund_id: 'iii' } }),
  field('share', 'percent'),
  field('last_contact_at', 'datetime', { label: 'Last contact' }),
  field('due', 'date'),
  field('tags', 'multi_select'),
  field('signed_nda', 'checkbox'),
]
const page = {
  funds: [
    { id: 'ii', name: 'Meridian Fund II', currency: 'EUR' },
    { id: 'iii', name: 'Meridian Fund III', currency: 'JPY' },
  ],
}
const known = (key: string) => fields.find((one) => one.key === key)
const must = (key: string): FieldInfo => known(key) ?? fields[0] ?? field(key, 'text')
const ready = (condition: draft.DraftCondition) => values.isReady(known(condition.field), condition)
const reader: words.Reader = { field: known, valueText: (_, value) => String(value), zone: 'America/New_York' }

const isMain: FilterTree = { field: 'list', op: 'is', value: 'main' }
const isMine: FilterTree = { field: 'owner', op: 'is', value: '$me' }
const nested: FilterTree = {
  op: 'and',
  conditions: [isMain, { op: 'or', conditions: [isMine, { field: 'due', op: 'empty' }] }],
}

describe('a filter under construction', () => {
  test('comes back as the tree it was read from', () => {
    expect(draft.treeOf(draft.draftOf(nested), ready)).toEqual(nested)
  })

  test('leaves out what is only half said, and groups with nothing else in them', () => {
    const half = draft.newCondition('name', 'contains', '')
    const group = { ...draft.emptyDraft(), conditions: [half] }
    const root = draft.draftOf(isMain)

    expect(draft.treeOf({ ...root, conditions: [...root.conditions, half, group] }, ready)).toEqual({
      op: 'and',
      conditions: [isMain],
    })
    expect(draft.treeOf({ ...root, conditions: [half] }, ready)).toBeNull()
  })

  test('a condition turned into a group is joined the other way, and can be taken out again', () => {
    const root = draft.draftOf(isMain)
    const id = root.conditions[0]?.id ?? ''
    const within = edits.grouped(root, id)

    expect(draft.treeOf(within, ready)).toEqual({ op: 'and', conditions: [{ op: 'or', conditions: [isMain] }] })
    expect(draft.treeOf(edits.ungrouped(within, within.conditions[0]?.id ?? ''), ready)).toEqual({
      op: 'and',
      conditions: [isMain],
    })
  })

  test('removing the last condition of a group removes the group', () => {
    const root = draft.draftOf({ op: 'and', conditions: [isMain, { op: 'or', conditions: [isMine] }] })
    const mine = draft.conditionsIn(root)[1]?.id ?? ''

    expect(draft.treeOf(edits.removed(root, mine), ready)).toEqual({ op: 'and', conditions: [isMain] })
  })

  test('a place the server names is the condition that stands there, half-said ones not counted', () => {
    const half = draft.newCondition('name', 'contains', '')
    const root = draft.draftOf(nested)
    const whole = { ...root, conditions: [half, ...root.conditions] }
    const places = draft.placesOf(whole, ready)

    expect(draft.nodeAt('filter.conditions.0.value', places)).toBe(root.conditions[0]?.id)
    expect(draft.nodeAt('filter.conditions.1.conditions.1.op', places)).toBe(draft.conditionsIn(root)[2]?.id)
    expect(draft.nodeAt('filter', places)).toBe(root.id)
  })

  test('groups nest as deep as the server takes, and no deeper', () => {
    let tree: FilterTree = isMain
    let level = 0
    while (edits.mayNest(level)) {
      tree = { op: 'and', conditions: [tree] }
      level += 1
    }
    const check = (one: FilterTree) => 'tree' in checkFilter(one, (key) => kindOf(must(key).result_type))

    expect(check(tree)).toBe(true)
    expect(check({ op: 'and', conditions: [tree] })).toBe(false)
  })

  test('“not ticked” holds for boxes nobody ever touched, and reads back as one condition', () => {
    const root = { ...draft.emptyDraft(), conditions: [draft.newCondition('signed_nda', 'is', false)] }
    const tree = draft.treeOf(root, ready)

    expect(tree).toEqual({
      op: 'and',
      conditions: [
        {
          op: 'or',
          conditions: [
            { field: 'signed_nda', op: 'is', value: false },
            { field: 'signed_nda', op: 'empty' },
          ],
        },
      ],
    })
    expect(draft.conditionsIn(draft.draftOf(tree))).toHaveLength(1)
  })

  test.each(fields.flatMap((one) => values.operatorsOf(one).map((op) => [one.key, op] as const)))(
    '%s %s starts with a value that is right or still to be given',
    (key, op) => {
      const condition = draft.newCondition(key, op, values.firstValue(must(key), op))
      const tree = draft.treeOf({ ...draft.emptyDraft(), conditions: [condition] }, ready)

      expect(tree === null ? condition.value : checkFilter(tree, (of) => kindOf(must(of).result_type))).toEqual(
        tree === null ? null : { tree },
      )
    },
  )

  test('one more condition is added to what holds already, once', () => {
    const both = draft.alsoWith(isMain, isMine)

    expect(both).toEqual({ op: 'and', conditions: [isMain, isMine] })
    expect(draft.alsoWith(both, isMine)).toEqual(both)
    expect(draft.alsoWith({ op: 'or', conditions: [isMain] }, isMine)).toEqual({
      op: 'and',
      conditions: [{ op: 'or', conditions: [isMain] }, isMine],
    })
  })
})

describe('what a cell is filtered by', () => {
  test.each<[string, unknown, FilterTree]>([
    ['name', 'Harbor', { field: 'name', op: 'is', value: 'Harbor' }],
    ['name', null, { field: 'name', op: 'empty' }],
    ['total', 5_000_000_00, { field: 'total', op: '=', value: 5_000_000_00 }],
    ['total', { error: { code: 'value', message: 'No.' } }, { field: 'total', op: 'empty' }],
    ['tags', ['Climate'], { field: 'tags', op: 'has_all', value: ['Climate'] }],
    ['last_contact_at', '2026-03-02T03:30:00.000Z', { field: 'last_contact_at', op: 'is', value: '2026-03-01' }],
    ['signed_nda', true, { field: 'signed_nda', op: 'is', value: true }],
  ])('%s holding %j', (key, value, condition) => {
    expect(values.sameAs(must(key), value, 'America/New_York')).toEqual(condition)
  })
})

describe('what is typed as a number', () => {
  test.each([
    ['total', '5m', 5_000_000_00, '5,000,000'],
    ['total', '1,250.50', 1_250_50, '1,250.50'],
    ['share', '40', 0.4, '40%'],
    ['share', '12.5 %', 0.125, '12.5%'],
    ['total', ' ', null, ''],
  ])('%s: %s', (key, text, value, shown) => {
    expect(readAmount(page, must(key), text)).toEqual({ value })
    expect(amountText(page, must(key), value)).toBe(shown)
  })

  test('an amount in another currency is refused with a reason', () => {
    expect(readAmount(page, must('total'), '€5m')).toEqual({ problem: expect.stringContaining('USD') })
  })

  test('an amount committed to a fund is one in the currency of that fund', () => {
    expect(readAmount(page, must('fund_ii'), '€5m')).toEqual({ value: 5_000_000_00 })
    expect(readAmount(page, must('fund_iii'), '¥5,000,000')).toEqual({ value: 5_000_000 })
    expect(amountText(page, must('fund_iii'), 5_000_000)).toBe('5,000,000')
    expect(readAmount(page, must('fund_ii'), '$5m')).toEqual({ problem: expect.stringContaining('EUR') })
  })
})

test.each([
  ['$today', { kind: 'today' }],
  ['$today-1', { kind: 'yesterday' }],
  ['$today+1', { kind: 'tomorrow' }],
  ['$today-30', { kind: 'ago', days: 30 }],
  ['$today+7', { kind: 'ahead', days: 7 }],
  ['2026-03-31', { kind: 'exact', date: '2026-03-31' }],
] as const)('the day %s is read and written', (value, day) => {
  expect(readDay(value, 'UTC')).toEqual(day)
  expect(writeDay(day)).toBe(value)
})

describe('in words', () => {
  test.each<[FilterTree | null, string]>([
    [null, ''],
    [nested, 'List is main and (Owner is me or Due is empty)'],
    [{ field: 'last_contact_at', op: 'not_in_last_days', value: 90 }, 'Last contact not contacted for 90 days'],
    [{ field: 'due', op: 'between', value: ['$today', '$today+7'] }, 'Due is between today and 7 days from now'],
    [{ field: 'due', op: 'in_next_days', value: 1 }, 'Due is in the next 1 day'],
    [{ field: 'name', op: 'contains', value: 'harbor' }, 'Name contains “harbor”'],
    [{ field: 'gone', op: 'is', value: 1 }, 'gone (a column that is gone)'],
  ])('%j', (tree, sentence) => {
    expect(words.filterWords(tree, reader)).toBe(sentence)
  })

  test('the directions of an order are those of the column', () => {
    expect(words.orderWords(must('name'))[0]).toBe('A → Z')
    expect(words.orderWords(must('total'))[1]).toBe('9 → 1')
    expect(words.orderWords(must('due'))[0]).toBe('oldest → newest')
  })

  test('an act on many says what it did not change, too', () => {
    const done = { changed: 14, unchanged: 1, skipped: 0, batch_id: 'b' }
    expect(inWords(done, { set: { list: 'main' } })).toBe('Changed 14 investors, 1 was so already')
    expect(inWords({ ...done, changed: 0 }, { add_tags: ['Climate'] })).toBe('Nothing was different')
  })
})

describe('what may be done with a view', () => {
  const view: ViewInfo = {
    id: 'a',
    key: null,
    name: 'Main',
    owner_id: null,
    locked: false,
    definition: plainView,
    position: 1,
    drift: null,
    version: 1,
  }
  const marcus = { id: 'marcus', name: 'Marcus', role: 'member' } as const
  const vera = { ...marcus, id: 'vera', role: 'viewer' } as const

  test('a member saves a drift for everyone, for themselves, or puts it back', () => {
    expect(offersOf(view, marcus, true)).toMatchObject({ save: 'Save for everyone', saveAsMine: true, putBack: true })
    expect(offersOf({ ...view, owner_id: 'marcus' }, marcus, true).save).toBe('Save')
    expect(offersOf(view, marcus, false)).toMatchObject({ save: null, saveAsMine: false, putBack: false })
  })

  test('a locked view is not saved over, and says why', () => {
    const offers = offersOf({ ...view, locked: true }, marcus, true)
    expect(offers).toMatchObject({ save: null, saveAsMine: true, edit: false, lock: false })
    expect(offers.why).toContain('locked')
  })

  test('a viewer looks as they like and keeps nothing', () => {
    expect(offersOf(view, vera, true)).toMatchObject({ save: null, saveAsMine: false, putBack: true, edit: false })
  })

  test('shared views stand before personal ones, and change places only among their like', () => {
    const mine = { ...view, id: 'mine', owner_id: 'marcus', position: 0 }
    const second = { ...view, id: 'b', position: 2 }
    expect(inOrder([mine, second, view]).map(({ id }) => id)).toEqual(['a', 'b', 'mine'])
    expect(neighbour([mine, second, view], view, 1)?.id).toBe('b')
    expect(neighbour([mine, second, view], second, 1)).toBeUndefined()
  })

  test('the chosen tab is shown however little room there is', () => {
    expect([...fitting([50, 50, 50, 50], 3, 120)].toSorted()).toEqual([0, 3])
    expect([...fitting([50, 50], 1, 10)]).toEqual([1])
  })

  test('a copy takes a name nobody has', () => {
    expect(freeName('Main', [view, { ...view, name: 'main 2' }])).toBe('Main 3')
  })
})

describe('columns', () => {
  const columns = orderedColumns(plainView, fields)

  test('hide and move, all but the first', () => {
    const changed = movedBy(toggled(toggled(columns, 'list', 'hidden'), 'name', 'hidden'), 'owner', -5)
    expect(partOf(changed, 'shown').columns.slice(0, 3)).toEqual([
      expect.objectContaining({ key: 'name', frozen: true }),
      expect.objectContaining({ key: 'owner' }),
      expect.objectContaining({ key: 'list', hidden: true }),
    ])
    expect(movedBy(columns, 'name', 3)).toBe(columns)
  })

  test('moving beyond an end is moving to it', () => {
    expect(moved(['a', 'b', 'c'], 0, 9)).toEqual(['b', 'c', 'a'])
    expect(moved(['a', 'b', 'c'], 2, -4)).toEqual(['c', 'a', 'b'])
  })
})

test('the address names the view and the search, and keeps what else it says', () => {
  const address = withPlace('http://crm.test/investors?as_of=2026-01-01', { view: 'main', search: ' harbor ' })

  expect(address).toBe('/investors?as_of=2026-01-01&view=main&q=harbor')
  expect(placeIn(address)).toEqual({ view: 'main', search: 'harbor' })
  expect(withPlace(`http://crm.test${address}`, { view: 'main', search: '' })).not.toContain('q=')
})

test('files of several answers have their headers once', () => {
  expect(joined(['\uFEFFName\nHarbor\n', '\uFEFFName\nAlder\n'])).toBe('\uFEFFName\nHarbor\nAlder\n')
})

test.each([
  ['datetime', '2026-07-01T09:30', '2026-07-01T08:30:00.000Z'],
  ['datetime', '2026-12-01T09:30', '2026-12-01T09:30:00.000Z'],
  ['date', '2026-07-01', '2026-07-01'],
  ['date', '', null],
] as const)('a %s typed as “%s” is read on the clock of the fund', (type, typed, read) => {
  expect(values.readMoment({ type }, typed, 'Europe/Lisbon')).toBe(read)
})
