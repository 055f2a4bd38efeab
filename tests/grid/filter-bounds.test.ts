import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { addField } from '../../server/grid/fields.ts'
import { findRows } from '../../server/grid/rows.ts'
import { bounds, type FilterTree } from '../../shared/filter.ts'
import { actorFor, openApp, openWorld } from '../support/world.ts'

const path = '/api/fundraising/rows/query'
const condition = { field: 'name', op: 'is_not', value: 'x' }

async function send(payload: string) {
  const { app, tokens } = await openApp()
  const headers = { authorization: `Bearer ${tokens.vera}`, 'content-type': 'application/json' }
  return app.inject({ method: 'POST', url: path, headers, payload })
}

test('a filter of a million nodes is more than a request may carry', async () => {
  const many = Array(1_000_000).fill('{"field":"name","op":"empty"}').join(',')

  const reply = await send(`{"filter":{"op":"or","conditions":[${many}]}}`)

  expect([reply.statusCode, reply.json().code]).toEqual([413, 'too_large'])
})

test.each([
  ['a group of fifty thousand conditions', Array(50_000).fill('{"field":"name","op":"empty"}').join(','), 'conditions'],
  ['fifty thousand groups', Array(50_000).fill('{"op":"or","conditions":[]}').join(','), 'conditions'],
  [
    'a hundred groups of a hundred groups',
    Array(100)
      .fill(`{"op":"or","conditions":[${Array(100).fill('{"op":"or","conditions":[]}').join(',')}]}`)
      .join(','),
    'groups',
  ],
])('%s are refused with a sentence', async (_what, conditions, most) => {
  const reply = await send(`{"filter":{"op":"and","conditions":[${conditions}]}}`)

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields.filter).toMatch(new RegExp(`^A filter has at most \\d+ ${most}\\.$`))
})

test.each([10, 60, 1_000, 60_000])('a filter nested %i deep is refused with a sentence', async (depth) => {
  const nested = `${'{"op":"and","conditions":['.repeat(depth)}${']}'.repeat(depth)}`

  const reply = await send(`{"filter":${nested}}`)

  expect([reply.statusCode, reply.json().code]).toEqual([422, 'invalid'])
})

test('a filter in the address that nests without end is refused too', async () => {
  const { asVera } = await openApp()
  const nested = `${'{"op":"and","conditions":['.repeat(400)}${']}'.repeat(400)}`

  const reply = await asVera('GET', `/api/fundraising/rows?filter=${encodeURIComponent(nested)}`)

  expect(reply.statusCode).toBe(422)
  expect(reply.json().detail).toContain('nest at most')
})

/** The most that is let through, in the shape that makes the deepest SQL: every group first among many. */
function largest(): FilterTree {
  let tree: FilterTree = condition as FilterTree
  const siblings = Math.floor((bounds.conditions - 1) / (bounds.depth - 1))
  for (let depth = 1; depth < bounds.depth; depth += 1) {
    tree = { op: 'and', conditions: [tree, ...Array(siblings).fill(condition)] }
  }
  return tree
}

test('the largest filter that is let through is answered', () => {
  const { db, clock } = openWorld()

  const { total } = findRows(db, { filter: largest(), limit: 1, offset: 0 }, { now: clock.now(), zone: 'UTC' })

  expect(total).toBe(3)
})

test('the longest lists that are let through are answered', () => {
  const { db, clock, ines } = openWorld()
  const choices = Array.from({ length: 500 }, (_, n) => ({ name: `Option ${n}` }))
  act(db, actorFor(ines), 'Prepared', (tx) =>
    addField(tx, { label: 'Many', type: 'multi_select', options: { choices } }),
  )
  const names = choices.map(({ name }) => name)
  const asked = ['has_any', 'has_all', 'has_none', 'is_exactly'].flatMap((op) =>
    Array(50).fill({ field: 'many', op, value: names }),
  )

  const filter = { op: 'or', conditions: asked }
  const { total } = findRows(db, { filter, limit: 1, offset: 0 }, { now: clock.now(), zone: 'UTC' })

  expect(total).toBe(3)
})

test('colours together ask no more than one filter may, of rows and in a view', async () => {
  const { asMarcus } = await openApp()
  const filter = { op: 'or', conditions: Array(11).fill(condition) }
  const colors = Array(20).fill({ color: 'red', filter })

  const replies = await Promise.all([
    asMarcus('POST', path, { colors }),
    asMarcus('POST', '/api/fundraising/views', { name: 'Bright', definition: { colors } }),
    asMarcus('POST', path, { colors: colors.slice(0, 18) }),
  ])

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([422, 422, 200])
  expect(replies[0]?.json().fields).toEqual({ colors: 'Colours have at most 200 conditions together.' })
  expect(replies[1]?.json().fields).toHaveProperty(['definition.colors'])
})
