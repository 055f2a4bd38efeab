import { expect, test } from 'vitest'
import { coreInvestors, coreOpportunities } from '../../emulator/seed/core-story.ts'
import { inventStory } from '../../emulator/seed/story.ts'

const now = new Date('2026-11-20T14:00:00Z')
const story = inventStory(now)

test('the core story has eight organisations and twelve people', () => {
  expect(coreInvestors).toHaveLength(8)
  expect(coreInvestors.flatMap((investor) => investor.people)).toHaveLength(12)
})

test('the core opportunities of Fund II expect $40M', () => {
  expect(coreOpportunities).toHaveLength(6)
  expect(coreOpportunities.reduce((sum, { dollars }) => sum + dollars, 0)).toBe(40_000_000)
})

test('the same seed tells the same story', () => {
  expect(inventStory(now)).toEqual(story)
})

test('another seed invents other investors around the same core', () => {
  const other = inventStory(now, 'southlight')

  expect(other.investors.slice(0, 8)).toEqual(story.investors.slice(0, 8))
  expect(other.investors[20]?.name).not.toBe(story.investors[20]?.name)
})

test('everything happened in the fourteen months before now, in the order it is told', () => {
  const times = story.acts.map((act) => act.at.getTime())

  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(story.acts[0]?.at.toISOString().slice(0, 7)).toBe('2025-09')
  expect(times.at(-1)).toBeLessThan(now.getTime())
})

test('every address is one that cannot exist', () => {
  const addresses = JSON.stringify(story).match(/[\w.+-]+@[\w.-]+/g) ?? []

  expect(addresses.length).toBeGreaterThan(2000)
  expect(addresses.filter((address) => !address.endsWith('.example'))).toEqual([])
})

test('the three mailboxes hold some hundred threads, each message known by an id of its own', () => {
  const ids = story.mail.map(({ message }) => message.messageId)
  const opening = story.mail.filter(({ message }) => !message.inReplyTo)

  expect(new Set(ids).size).toBe(ids.length)
  expect(opening.length).toBeGreaterThan(300)
  for (const name of ['ines', 'marcus', 'priya']) {
    const seen = opening.filter(({ message }) => JSON.stringify(message).includes(`${name}@northlight.example`))
    expect(seen.length).toBeGreaterThan(100)
  }
})

test('a reply comes after what it answers', () => {
  const sentAt = new Map(story.mail.map(({ message }) => [message.messageId, message.date.getTime()]))
  const replies = story.mail.filter(({ message }) => message.inReplyTo)
  const early = replies.filter(
    ({ message }) => message.date.getTime() < (sentAt.get(message.inReplyTo ?? '') ?? Number.NaN),
  )

  expect(replies.length).toBeGreaterThan(100)
  expect(early).toEqual([])
})

test('no slot of a text is left unfilled', () => {
  expect(JSON.stringify(story)).not.toMatch(/\{(first|org|amount|date|company|staff|city)\}/)
})
