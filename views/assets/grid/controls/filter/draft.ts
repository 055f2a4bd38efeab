/**
 * A filter while somebody builds it: the tree with an id at every node, so that what is only half said stays on the
 * screen while the rest of it already filters.
 */
import { type Condition, type FilterTree, isGroup, type Operator } from '../../../../../shared/filter.ts'

export type DraftCondition = { id: string; field: string; op: Operator; value: unknown }

export type DraftGroup = { id: string; op: 'and' | 'or'; conditions: DraftNode[] }

export type DraftNode = DraftCondition | DraftGroup

let given = 0

export const newId = () => `n${++given}`

export const isDraftGroup = (node: DraftNode): node is DraftGroup => 'conditions' in node

export const emptyDraft = (): DraftGroup => ({ id: newId(), op: 'and', conditions: [] })

export const newCondition = (field: string, op: Operator, value: unknown = null): DraftCondition => ({
  id: newId(),
  field,
  op,
  value,
})

/** The tree of a view as a draft; its root is always a group. */
export function draftOf(tree: FilterTree | null): DraftGroup {
  if (!tree) return emptyDraft()
  const node = draftNode(tree)
  return isDraftGroup(node) ? node : { id: newId(), op: 'and', conditions: [node] }
}

function draftNode(node: FilterTree): DraftNode {
  const unticked = isGroup(node) ? untickedField(node) : null
  if (unticked !== null) return newCondition(unticked, 'is', false)
  if (isGroup(node)) return { id: newId(), op: node.op, conditions: node.conditions.map(draftNode) }

  return newCondition(node.field, node.op, node.value ?? null)
}

/** A box nobody ever touched is blank, so “is not ticked” says both; the field of a group that does just that. */
function untickedField({ op, conditions: [first, second, third] }: { op: string; conditions: FilterTree[] }) {
  if (op !== 'or' || !first || !second || third || isGroup(first) || isGroup(second)) return null
  const says = first.op === 'is' && first.value === false && second.op === 'empty' && first.field === second.field
  return says ? first.field : null
}

/** What of the draft can filter already: conditions that are not `ready`, and groups left without any, are left out. */
export function treeOf(node: DraftNode, ready: (condition: DraftCondition) => boolean): FilterTree | null {
  if (!isDraftGroup(node)) return ready(node) ? conditionOf(node) : null

  const conditions = node.conditions.map((child) => treeOf(child, ready)).filter((child) => child !== null)
  return conditions.length === 0 ? null : { op: node.op, conditions }
}

function conditionOf({ field, op, value }: DraftCondition): FilterTree {
  if (op === 'empty' || op === 'not_empty') return { field, op }
  const condition: Condition = { field, op, value }
  return op === 'is' && value === false ? { op: 'or', conditions: [condition, { field, op: 'empty' }] } : condition
}

/** Where each condition that is in the tree stands there, as the server names places: `filter.conditions.0.value`. */
export function placesOf(draft: DraftGroup, ready: (condition: DraftCondition) => boolean): Map<string, string> {
  const places = new Map<string, string>()
  const walk = (node: DraftNode, place: string) => {
    places.set(place, node.id)
    if (!isDraftGroup(node)) return
    const kept = node.conditions.filter((child) => treeOf(child, ready) !== null)
    kept.forEach((child, n) => {
      walk(child, `${place}.conditions.${n}`)
    })
  }
  walk(draft, 'filter')
  return places
}

/** The id of the node a place such as `filter.conditions.0.value` is about: the deepest one it begins with. */
export function nodeAt(place: string, places: Map<string, string>): string | undefined {
  const parts = place.split('.')
  while (parts.length > 0) {
    const id = places.get(parts.join('.'))
    if (id) return id
    parts.pop()
  }
  return undefined
}

export function conditionsIn(node: DraftNode): DraftCondition[] {
  return isDraftGroup(node) ? node.conditions.flatMap(conditionsIn) : [node]
}

/** The tree and one more condition that has to hold too. */
export function alsoWith(tree: FilterTree | null, condition: FilterTree): FilterTree {
  if (!tree) return { op: 'and', conditions: [condition] }
  const said = JSON.stringify(condition)
  if (isGroup(tree) && tree.op === 'and') {
    const isThere = tree.conditions.some((node) => JSON.stringify(node) === said)
    return isThere ? tree : { op: 'and', conditions: [...tree.conditions, condition] }
  }
  return { op: 'and', conditions: [tree, condition] }
}
