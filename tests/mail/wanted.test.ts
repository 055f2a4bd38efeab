import { expect, test } from 'vitest'
import { addContact, setAddresses } from '../../server/contacts/contacts.ts'
import { addNeverLog } from '../../server/mail/never-log.ts'
import { wantedBy } from '../../server/mail/wanted.ts'
import { ines, marcus, maya, openMailboxes, tom } from './mailboxes.ts'

function openList() {
  const world = openMailboxes()
  world.acted((tx) => {
    addContact(tx, { name: 'Lea Müller', emails: ['lea@müller.example', 'lea.muller@gmail.com'] })
    addNeverLog(tx, { domain: 'lawyers.example' })
    addNeverLog(tx, { domain: 'Kanzlei-Größe.example' })
    addNeverLog(tx, { address: 'doctor@clinic.example' })
  })
  const ask = (addresses: string[], sent = false, workspaceDomain: string | null = null) =>
    wantedBy(world.db, { workspaceDomain }, addresses, { sent, mailboxAddress: ines })
  return { ...world, ask }
}

test.each([
  ['a contact’s address', [maya, ines], 'known'],
  ['it in capitals with a plus-tag', ['Maya.Chen+fund@HARBORFO.example', ines], 'known'],
  ['a contact among strangers', ['a@else.example', ines, tom], 'known'],
  ['a contact beside us alone', [ines, marcus, tom], 'known'],
  ['a contact at an international domain', ['lea@müller.example', ines], 'known'],
  ['a stranger where a contact works', ['cfo@harborfo.example', ines], 'domain'],
  ['a stranger in a department of where a contact works', ['cfo@mail.harborfo.example', ines], 'unknown'],
  ['a stranger at the free mail provider of a contact', ['other@gmail.com', ines], 'unknown'],
  ['a stranger', ['a@else.example', ines], 'unknown'],
  ['nobody at all', [], 'unknown'],
  ['what is no address', ['undisclosed-recipients:;'], 'unknown'],
  ['ourselves', [ines, marcus], 'internal'],
  ['ourselves with plus-tags', ['ines+crm@northlight.example', 'MARCUS+x@northlight.example'], 'internal'],
  ['ourselves and a list below our domain', [ines, 'team@lists.northlight.example'], 'internal'],
  ['ourselves and one whose domain ends like ours', [ines, 'a@evilnorthlight.example'], 'unknown'],
  ['ourselves and one whose domain begins like ours', [ines, 'a@northlight.example.evil'], 'unknown'],
  ['one whose domain looks like ours (Cyrillic о)', [ines, 'ines@nоrthlight.example'], 'unknown'],
  ['one whose domain looks like a contact’s (Cyrillic а)', ['maya.chen@hаrborfo.example', ines], 'unknown'],
  ['a contact’s look-alike in its xn-- form', ['maya.chen@xn--hrborfo-2fg.example', ines], 'unknown'],
  ['a contact and a lawyer', [maya, ines, 'p@lawyers.example'], 'never'],
  ['a lawyer below their domain', [ines, 'p@mail.Lawyers.example'], 'never'],
  ['one whose domain ends like the lawyer’s', [maya, 'p@notlawyers.example'], 'known'],
  ['a lawyer at an international domain in its xn-- form', [maya, 'p@xn--kanzlei-gre-46a21a.example'], 'never'],
  ['the doctor with a plus-tag', ['Doctor+7@clinic.example', maya], 'never'],
  ['somebody else at the clinic', ['desk@clinic.example', maya], 'known'],
])('mail with %s: %j is %s', (_, addresses, wanted) => {
  expect(openList().ask(addresses)).toBe(wanted)
})

test('whatever the owner of a mailbox sent from is ours in that message', () => {
  const { ask } = openList()

  expect(ask(['ines.okafor@gmail.com', marcus], true)).toBe('internal')
  expect(ask(['ines.okafor@gmail.com', marcus], false)).toBe('unknown')
})

test('the workspace’s domain is ours before any mailbox there is', () => {
  const { ask } = openList()

  expect(ask(['anna@northlight.vc', ines], false, 'northlight.vc')).toBe('internal')
  expect(ask(['anna@northlight.vc', ines])).toBe('unknown')
})

test('an address a colleague sent from is ours from then on, and what it wrote before is ours too', () => {
  const { store, inMailbox, ask, all } = openList()
  const alias = 'Ines <ines@oldfund.example>'
  store(inMailbox(marcus), { from: alias, to: [marcus, maya], text: 'Before.' })
  expect(all('SELECT direction FROM mail_messages')).toEqual([{ direction: 'in' }])
  expect(all('SELECT direction FROM live_communications')).toEqual([{ direction: 'in' }])
  expect(all("SELECT kind FROM live_proposals WHERE status = 'pending'")).toHaveLength(1)

  store(inMailbox(ines, { labels: ['SENT'] }), { from: alias, to: [maya], text: 'From the old address.' })

  expect(all('SELECT DISTINCT direction FROM mail_messages')).toEqual([{ direction: 'out' }])
  expect(all('SELECT DISTINCT direction FROM live_communications')).toEqual([{ direction: 'out' }])
  expect(all("SELECT kind FROM live_proposals WHERE status = 'pending'")).toEqual([])
  expect(ask(['ines@oldfund.example', marcus])).toBe('internal')
})

test('a contact’s address is never learnt as ours, whoever seems to have sent from it', () => {
  const { store, inMailbox, all, ask } = openList()

  store(inMailbox(ines, { labels: ['SENT'] }), { from: maya, to: [ines] })

  expect(all('SELECT * FROM mail_aliases')).toEqual([])
  expect(ask([maya, ines])).toBe('known')
})

test('a contact with an address of ours makes no mail known', () => {
  const { acted, ask, mayaChen } = openList()
  acted((tx) => setAddresses(tx, mayaChen.id, [marcus]))

  expect(ask([ines, marcus])).toBe('internal')
  expect(ask([ines, marcus, 'a@else.example'])).toBe('unknown')
})
