import type { Mailer } from '../mime/addresses.ts'

/** Everything that decides what a generated mailbox holds. */
export interface GeneratedPlan {
  seed: number
  owner: Mailer
  people: Mailer[]
  /** Of a hundred conversations, so many are bulk mail from senders nobody knows. */
  noise: number
  count: number
  /** Milliseconds since the epoch of the first and the last message. */
  start: number
  end: number
}

/** What number `index` of a plan is, before anything is written out. */
export interface GeneratedFacts {
  index: number
  /** The number of the first message of its conversation, and how many of that came before. */
  first: number
  turn: number
  isSent: boolean
  isBulk: boolean
  from: Mailer
  to: Mailer[]
  cc: Mailer[]
  at: number
  rfcMessageId: string
}

/** Messages of one conversation follow each other. */
export const turns = 4

/** Cheap and repeatable: an index search asks this of hundreds of thousands of messages. */
export function generatedFacts(plan: GeneratedPlan, index: number): GeneratedFacts {
  const turn = index % turns
  const first = index - turn
  const isBulk = draw(plan, first, 1) % 100 < plan.noise
  const person = isBulk ? newsletter(plan, first) : personOf(plan, first, 2)
  const isSent = !isBulk && turn % 2 === 1
  const second = personOf(plan, first, 3)
  const hasSecond = !isBulk && draw(plan, first, 4) % 4 === 0 && second.address !== person.address
  return {
    index,
    first: isBulk ? index : first,
    turn: isBulk ? 0 : turn,
    isSent,
    isBulk,
    from: isSent ? plan.owner : person,
    to: [isSent ? person : plan.owner],
    cc: hasSecond ? [second] : [],
    at: plan.start + Math.floor((index * (plan.end - plan.start)) / Math.max(1, plan.count - 1)),
    rfcMessageId: rfcMessageId(plan, index),
  }
}

export const rfcMessageId = ({ seed, owner }: GeneratedPlan, index: number) =>
  `g${index}.s${seed}.${owner.address.replace('@', '.')}@mail.example`

/** The number of the message with that id, or null when it is none of this plan's. */
export function indexOf(plan: GeneratedPlan, id: string): number | null {
  const index = Number(/^g(\d+)\./.exec(id)?.[1] ?? Number.NaN)
  return index < plan.count && rfcMessageId(plan, index) === id ? index : null
}

function personOf({ people, ...plan }: GeneratedPlan, first: number, salt: number): Mailer {
  return people[draw(plan, first, salt) % people.length] ?? { name: '', address: 'nobody@mail.example' }
}

function newsletter(plan: GeneratedPlan, first: number): Mailer {
  const number = draw(plan, first, 5) % 40
  return { name: `Market letter ${number}`, address: `news@letter${number}.example` }
}

/** A number that only depends on the seed, the message and what is decided (the finaliser of MurmurHash3). */
export function draw({ seed }: { seed: number }, index: number, salt: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35) ^ Math.imul(salt, 0x27d4eb2f)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
