import { day } from './calendar.ts'
import type { Deed, InvestorPlan, StaffKey } from './plan.ts'
import { staff, vera } from './staff.ts'
import { notAfterNow, slotsFor, type Telling, tell } from './telling.ts'
import { exchange, type Line } from './threads.ts'
import { conversations } from './words/conversations.ts'
import { diligence } from './words/diligence.ts'
import { outreach } from './words/outreach.ts'
import { partnership } from './words/partnership.ts'
import { type Conversation, type Dialogue, fill, type Phase, type Slots } from './words/words.ts'

const dialogues: Dialogue[] = [...outreach, ...diligence, ...partnership]

/** Somebody of ours is in touch with an investor on that day: by e-mail, or in some other way. */
export function beInTouch(story: Telling, investor: InvestorPlan, phase: Phase, at: Date): void {
  const { random } = story
  const by = random.chance(0.8) ? investor.owner : random.pick<StaffKey>(['ines', 'marcus', 'priya'])
  const dialogue = fresh(story, investor, dialogues, phase, (d) => d.subject)
  const conversation = fresh(story, investor, conversations, phase, (c) => c.summary)

  if (dialogue && (random.chance(0.26) || !conversation)) writeAbout(story, investor, by, dialogue, at)
  else if (conversation) speakAbout(story, investor, by, conversation, at)
}

function fresh<T extends { phase: Phase }>(
  story: Telling,
  investor: InvestorPlan,
  all: readonly T[],
  phase: Phase,
  name: (item: T) => string,
): T | null {
  const left = all.filter((item) => item.phase === phase && !story.said.has(`${investor.key} ${name(item)}`))
  if (left.length === 0) return null

  const item = story.random.pick(left)
  story.said.add(`${investor.key} ${name(item)}`)
  return item
}

function speakAbout(story: Telling, investor: InvestorPlan, by: StaffKey, { type, summary }: Conversation, at: Date) {
  const people = investor.people.slice(0, story.random.chance(0.25) ? 2 : 1).map((person) => person.key)
  const text = fill(summary, slotsFor(story, investor, by, at))
  const deed: Deed = { deed: 'log', investors: [investor.key], type, summary: text, people }
  const surface = story.random.chance(0.3) ? 'sidebar' : 'web'
  tell(story, at, { by, surface, what: `Logged a ${type === 'text' ? 'text message' : type}`, deeds: [deed] })
}

function writeAbout(story: Telling, investor: InvestorPlan, by: StaffKey, dialogue: Dialogue, at: Date): void {
  const them = investor.people[0]
  if (!them) return

  const slots = slotsFor(story, investor, by, at)
  const lines = dialogue.lines.map(([way, text]) => ({ way, text: letter(story, investor, by, slots, way, text) }))
  const party = { investor, us: by, them, cc: copied(story, investor, by) }
  const mail = exchange(story, party, fill(dialogue.subject, slots), officeHour(story, at), lines)
  if (!mail || !story.random.chance(0.8)) return

  const summary = fill(dialogue.gist, slots)
  const deed: Deed = { deed: 'log', investors: [investor.key], type: 'email', summary, people: [them.key], mail }
  const later = new Date(mail.at.getTime() + story.random.int(10, 240) * 60_000)
  story.acts.push({ at: notAfterNow(story, later), by, surface: 'sidebar', what: 'Logged an e-mail', deeds: [deed] })
}

function letter(
  story: Telling,
  investor: InvestorPlan,
  by: StaffKey,
  slots: Slots,
  way: Line['way'],
  text: string,
): string {
  const { random } = story
  const hello = random.pick(['Dear', 'Hi', 'Hello'])
  const bye = random.pick(['Best regards,', 'Kind regards,', 'Best,', 'Thanks,'])
  const them = investor.people[0]
  const ours = `${staff[by].name}\n${staff[by].title}, Northlight Ventures`
  const theirs = `${them?.name}\n${them?.title}${investor.type === 'Individual' ? '' : `, ${investor.name}`}`

  return way === 'out'
    ? `${hello} ${slots.first},\n\n${fill(text, slots)}\n\n${bye}\n${ours}`
    : `${hello} ${slots.staff},\n\n${fill(text, slots)}\n\n${bye}\n${theirs}`
}

/** Now and then a colleague on either side reads along. */
function copied(story: Telling, investor: InvestorPlan, by: StaffKey): { name: string; email: string }[] {
  const { random } = story
  const colleague = random.pick(Object.values(staff).filter((person) => person !== staff[by]))
  const second = investor.people[1]
  return [
    ...(random.chance(0.22) ? [colleague] : []),
    ...(random.chance(0.02) ? [vera] : []),
    ...(second && random.chance(0.3) ? [{ name: second.name, email: second.emails[0] ?? '' }] : []),
  ]
}

const officeHour = (story: Telling, at: Date) => {
  const minutes = story.random.int(8 * 60, 18 * 60)
  const midnight = Math.floor(at.getTime() / day) * day
  return notAfterNow(story, new Date(midnight + minutes * 60_000))
}
