/** What one formula may cost. Far above anything a person writes, far below what would hold up a save. */
export const limits = {
  /** Characters of source. */
  source: 10_000,
  /** Brackets, calls and signs inside one another: the tree is walked by recursion, so this bounds the stack. */
  depth: 200,
  /** Values, references, operators and calls together. */
  nodes: 3_000,
  /** Characters of one text while a formula is worked out. */
  text: 100_000,
  /** Entries of one list. */
  list: 10_000,
  /** Characters read and written by one evaluation. */
  work: 500_000,
}
