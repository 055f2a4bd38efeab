import { expect, test } from 'vitest'
import { acceptInvitation, invite } from '../../server/accounts/invitations.ts'
import { setPasswordHash } from '../../server/accounts/users.ts'
import { batches } from '../../server/db/live.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { setSetting } from '../../server/settings/settings.ts'
import { actorFor } from '../support/world.ts'
import { openPanel, person, textOf } from '../web/person.ts'

type Panel = Awaited<ReturnType<typeof openPanel>>

const inesDoes = ({ db, ines, clock }: Panel, surface: 'web' | 'restore', work: (tx: Tx) => unknown) =>
  act(db, actorFor(ines, surface), 'Did something', (tx) => void work(tx), { now: clock.now() }).batchId

const acts: [string, (panel: Panel) => string | Promise<string>, string][] = [
  ['a restore', (panel) => inesDoes(panel, 'restore', (tx) => setSetting(tx, 'last_restore', {})), 'safety copy'],
  [
    'making a token',
    async ({ asInes }) => (await asInes('POST', '/api/tokens', { name: 'reports' })).json().batch_id,
    'Revoke it',
  ],
  ['a password', (panel) => inesDoes(panel, 'web', (tx) => setPasswordHash(tx, panel.ines.id, 'x')), 'changed back'],
  ['an accepted invitation', signedUp, 'Signing up'],
  [
    'the set-up',
    ({ db }) =>
      db
        .select()
        .from(batches)
        .all()
        .find(({ what }) => what.startsWith('Set up the built-in'))?.id ?? '',
    'set up itself',
  ],
]

async function signedUp(panel: Panel): Promise<string> {
  const { db, ines, clock } = panel
  const form = { email: 'noor@northlight.example', role: 'member' as const, full_name: 'Noor Haddad' }
  const { secret } = act(db, actorFor(ines), 'Invited Noor', (tx) => invite(tx, form), { now: clock.now() }).result
  await acceptInvitation(db, { token: secret, password: 'a long enough passphrase' }, clock.now())
  return String(db.select().from(batches).all().at(-1)?.id)
}

test.each(acts)('%s is not undone: the API says why, and no page offers it', async (_name, make, why) => {
  const panel = await openPanel()
  const batch = await make(panel)

  const reply = await panel.asInes('POST', '/api/fundraising/undo', { batch_id: batch })
  const inesAt = person(panel.app, panel.ines)
  const asked = await inesAt.visit(`/undo/${batch}`)
  const activity = (await inesAt.visit('/activity')).body

  expect([reply.statusCode, asked.statusCode]).toEqual([409, 409])
  expect(reply.json().detail).toContain(why)
  expect(textOf(asked.body)).toContain(why)
  expect(activity).toContain(`id="a-${batch}"`)
  expect(activity).not.toMatch(new RegExp(`value="${batch}"|/undo/${batch}`))
})

test('undoing one’s last act passes over what cannot be undone', async () => {
  const panel = await openPanel()
  const { asInes, harbor } = panel
  await asInes('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Lisbon' } })
  inesDoes(panel, 'restore', (tx) => setSetting(tx, 'last_restore', {}))

  const reply = await asInes('POST', '/api/fundraising/undo', {})

  expect(reply.json().what).toBe('Undid: Edited Harbor Family Office')
})
