import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

test.each([
  ['/api/contacts', { name: 5 }, 'name', 'Give text.'],
  ['/api/contacts', {}, 'name', 'This is missing.'],
  ['/api/contacts', { name: 'Tom Reyes', emails: 'tom@harborfo.example' }, 'emails', 'Give a list.'],
  ['/api/fundraising/rows', [], 'body', 'Give an object with named values.'],
  ['/api/communications', { type: 'fax' }, 'type', 'Choose one of: email, call, meeting, note, text.'],
  ['/api/opportunities', { expected_amount: 'much' }, 'expected_amount', 'Give a number.'],
])('%s says what %j should be', async (url, body, field, sentence) => {
  const { asInes } = await openApp()

  const reply = await asInes('POST', url, body)

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields).toMatchObject({ [field]: sentence })
})
