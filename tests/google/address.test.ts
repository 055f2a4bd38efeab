import { expect, test } from 'vitest'
import { googleAddress } from '../../server/google/address.ts'

const root = 'http://127.0.0.1:9090'

test.for([
  ['https://oauth2.googleapis.com/token', `${root}/token`],
  ['https://www.googleapis.com/oauth2/v3/certs', `${root}/oauth2/v3/certs`],
  [
    'https://gmail.googleapis.com/gmail/v1/users/me/messages/1?format=metadata',
    `${root}/gmail/v1/users/me/messages/1?format=metadata`,
  ],
  [
    'https://gmail.googleapis.com/upload/gmail/v1/users/me/messages/send',
    `${root}/upload/gmail/v1/users/me/messages/send`,
  ],
  ['https://googleapis.com.evil.example/token', 'https://googleapis.com.evil.example/token'],
] as const)('%s is at %s of a stand-in', ([address, there]) => {
  expect(googleAddress(address, root).href).toBe(there)
})

test('without a stand-in Google is where it is', () => {
  expect(googleAddress('https://oauth2.googleapis.com/token', null).href).toBe('https://oauth2.googleapis.com/token')
})
