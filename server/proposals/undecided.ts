/** What a proposal is that waits to be decided. */
export const undecided = { status: 'pending', decidedAt: null, decidedBy: null, reason: null, batch: null } as const
