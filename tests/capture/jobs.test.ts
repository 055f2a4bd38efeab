import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseQuery } from '../../emulator/gmail/query.ts'
import { groupsOf, questionOf } from '../../server/capture/jobs.ts'

const search = (asked: string[]) => questionOf({ kind: 'search', asked, known: asked, begun: '', page: null })

test('a search names each address in all four places, and leaves out drafts and chats', () => {
  expect(search(['maya@harbor.example'])).toBe(
    '-in:drafts -in:chats {from:maya@harbor.example to:maya@harbor.example cc:maya@harbor.example bcc:maya@harbor.example}',
  )
})

test('an address with marks that mean something in a search stands in quotes', () => {
  expect(search(['{odd}@harbor.example'])).toContain('from:"{odd}@harbor.example"')
})

test('a re-list asks from a second on', () => {
  expect(questionOf({ kind: 'relist', after: 1795132800, page: null })).toBe('-in:drafts -in:chats after:1795132800')
})

test('whatever an address looks like, the question stays one that Gmail can read', () => {
  const address = fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }).map((local) => `${local}@harbor.example`)

  fc.assert(
    fc.property(fc.array(address, { minLength: 1, maxLength: 5 }), (asked) => {
      const [first] = asked
      expect(() => parseQuery(search(first ? [first.replace(/[\s"<>()[\],;:\\]/g, '')] : []))).not.toThrow()
    }),
  )
})

test('groups hold every address once, and are never too long for a question', () => {
  const addresses = fc.uniqueArray(fc.emailAddress(), { maxLength: 200 })

  fc.assert(
    fc.property(addresses, (all) => {
      const groups = groupsOf(all)
      expect(groups.flat()).toEqual(all)
      for (const group of groups) {
        expect(group.length).toBeLessThanOrEqual(20)
        expect(encodeURIComponent(search(group)).length).toBeLessThan(6000)
      }
    }),
  )
})
