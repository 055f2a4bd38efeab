/** What is done to a filter under construction: every act answers a new draft. */
import { bounds } from '../../../../../shared/filter.ts'
import { conditionsIn, type DraftGroup, type DraftNode, emptyDraft, isDraftGroup, newId } from './draft.ts'

/** Whether the bounds leave room for one more condition. */
export const hasRoom = (draft: DraftGroup): boolean => conditionsIn(draft).length < bounds.conditions

/** A group may stand at `level` when a condition in it, one below, is still within the depth the server takes. */
export const mayNest = (level: number): boolean => level + 2 <= bounds.depth

/** The draft with `change` made to one node; null takes it out. Everything else stays the same object. */
export function changed(draft: DraftGroup, id: string, change: (node: DraftNode) => DraftNode | null): DraftGroup {
  if (draft.id === id) {
    const root = change(draft)
    return root && isDraftGroup(root) ? root : emptyDraft()
  }
  return { ...draft, conditions: draft.conditions.flatMap((child) => within(child, id, change)) }
}

function within(node: DraftNode, id: string, change: (node: DraftNode) => DraftNode | null): DraftNode[] {
  if (node.id === id) return [change(node)].filter((made) => made !== null)
  return [isDraftGroup(node) ? changed(node, id, change) : node]
}

export const added = (draft: DraftGroup, groupId: string, node: DraftNode): DraftGroup =>
  changed(draft, groupId, (group) =>
    isDraftGroup(group) ? { ...group, conditions: [...group.conditions, node] } : group,
  )

/** Without the node, and without groups that held nothing but it. */
export function removed(draft: DraftGroup, id: string): DraftGroup {
  const kept = changed(draft, id, () => null)
  return { ...kept, conditions: kept.conditions.flatMap(filled) }
}

function filled(node: DraftNode): DraftNode[] {
  if (!isDraftGroup(node)) return [node]
  const conditions = node.conditions.flatMap(filled)
  return conditions.length === 0 ? [] : [{ ...node, conditions }]
}

/** The condition becomes a group that holds it, joined the other way than the group it stood in. */
export function grouped(draft: DraftGroup, id: string): DraftGroup {
  const around = parentOf(draft, id)
  const op = around?.op === 'or' ? 'and' : 'or'
  return changed(draft, id, (node) => ({ id: newId(), op, conditions: [node] }))
}

/** The group's conditions take its place. */
export function ungrouped(draft: DraftGroup, id: string): DraftGroup {
  if (draft.id === id) return draft
  const conditions = draft.conditions.flatMap((child) => {
    if (!isDraftGroup(child)) return [child]
    return child.id === id ? child.conditions : [ungrouped(child, id)]
  })
  return { ...draft, conditions }
}

export function parentOf(draft: DraftGroup, id: string): DraftGroup | undefined {
  for (const child of draft.conditions) {
    if (child.id === id) return draft
    const found = isDraftGroup(child) ? parentOf(child, id) : undefined
    if (found) return found
  }
  return undefined
}

/** The same again, under ids of its own. */
export const copied = (node: DraftNode): DraftNode =>
  isDraftGroup(node) ? { ...node, id: newId(), conditions: node.conditions.map(copied) } : { ...node, id: newId() }
