import { expect, test } from 'vitest'
import { historyPage, nextPage } from '../../server/google/history-page.ts'

test('an empty page token is the last page, as none is', () => {
  expect([undefined, null, ''].map(nextPage)).toEqual([null, null, null])
  expect(nextPage('09876')).toBe('09876')
})

test('a history whose last page has an empty token ends there', () => {
  expect(historyPage({ historyId: '1204', nextPageToken: '' }).next).toBeNull()
})
