import { expect, test } from 'vitest'
import { ownPath } from '../../server/accounts/routes.ts'
import { buildApp } from '../../server/app.ts'
import { logCommunication } from '../../server/communications/log.ts'
import { readConfig } from '../../server/config.ts'
import { migrateDb, openDb } from '../../server/db/db.ts'
import { act, amend } from '../../server/db/write.ts'
import { layGround } from '../../server/ground.ts'
import { testClock } from '../support/clock.ts'
import { actorFor, origin, password } from '../support/world.ts'
import { openPanel, person, textOf } from './person.ts'

async function openFresh() {
  const db = openDb(':memory:')
  migrateDb(db)
  const clock = testClock()
  layGround(db, clock.now())
  const config = readConfig({ CRM_LOG_LEVEL: 'silent', CRM_PUBLIC_URL: origin })
  const app = await buildApp({ db, config, now: clock.now, setupToken: 'the-printed-set-up-token' })
  return { app, somebody: person(app) }
}

const ines = { full_name: 'Ines Okafor', email: 'ines@northlight.example', password: 'one long enough sentence' }

test('whoever opens the set-up address creates the first admin and is signed in', async () => {
  const { somebody } = await openFresh()
  const form = await somebody.visit('/setup?token=the-printed-set-up-token')
  expect(form.body).toContain('value="the-printed-set-up-token"')

  const reply = await somebody.submit('/setup', { token: 'the-printed-set-up-token', ...ines })

  expect(reply.statusCode).toBe(303)
  expect((await somebody.visit('/admin/users')).statusCode).toBe(200)
})

test('set-up works once and not with another token', async () => {
  const { app, somebody } = await openFresh()

  const wrong = await somebody.submit('/setup', { token: 'a-guess', ...ines })
  await somebody.submit('/setup', { token: 'the-printed-set-up-token', ...ines })
  const again = await person(app).submit('/setup', { token: 'the-printed-set-up-token', ...ines, email: 'x@y.example' })

  expect(wrong.statusCode).toBe(403)
  expect(textOf(wrong.body)).toContain('not the one the server printed')
  expect(again.statusCode).toBe(409)
})

test('the set-up page says at once when somebody is set up, or the address is another, and asks for nothing', async () => {
  const { app, somebody } = await openFresh()
  const wrong = await somebody.visit('/setup?token=a-guess')
  await somebody.submit('/setup', { token: 'the-printed-set-up-token', ...ines })

  const late = await person(app).visit('/setup?token=the-printed-set-up-token')
  const bare = await person(app).visit('/setup')

  expect(wrong.statusCode).toBe(403)
  expect(textOf(wrong.body)).toContain('not the one the server printed')
  for (const page of [late, bare]) {
    expect(page.statusCode).toBe(409)
    expect(textOf(page.body)).toContain('This system is set up already.')
  }
  for (const page of [wrong, late, bare]) {
    expect(page.body).toContain('href="/sign-in"')
    expect(page.body).not.toContain('action="/setup"')
  }
})

test('without a token in its address the set-up page asks for it', async () => {
  const { somebody } = await openFresh()

  expect((await somebody.visit('/setup')).body).toContain('name="token"')
})

test('a short password is refused beside its field and what was typed is kept, the password aside', async () => {
  const { somebody } = await openFresh()

  const reply = await somebody.submit('/setup', {
    token: 'the-printed-set-up-token',
    ...ines,
    password: 'short-secret',
  })
  const refused = await somebody.submit('/setup', { token: 'the-printed-set-up-token', ...ines, password: 'shorty' })

  expect(reply.statusCode).toBe(303)
  expect(refused.statusCode).toBe(422)
  expect(textOf(refused.body)).toContain('Use at least 12 characters')
  expect(refused.body).toContain('value="ines@northlight.example"')
  expect(refused.body).not.toContain('shorty')
})

test('a system without users says how to begin instead of asking for a password', async () => {
  const { somebody } = await openFresh()

  expect(textOf((await somebody.visit('/sign-in')).body)).toContain('not set up yet')
})

test('signing in goes on to the page that was wanted', async () => {
  const { anon } = await openPanel()

  const reply = await anon.submit('/sign-in', { email: 'Ines@northlight.example', password, next: '/contacts?q=maya' })

  expect(reply.headers.location).toBe('/contacts?q=maya')
  expect((await anon.visit('/contacts')).statusCode).toBe(200)
  expect(reply.headers['set-cookie']).toMatch(/crm_session=.*HttpOnly; SameSite=Lax/)
})

test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', '/sign-in'])(
  'after signing in nobody is sent to %s',
  (next) => expect(ownPath(next)).toBe('/'),
)

test('a wrong password keeps the address and says only that the pair is wrong', async () => {
  const { anon } = await openPanel()

  const reply = await anon.submit('/sign-in', { email: 'ines@northlight.example', password: 'not it at all' })

  expect(reply.statusCode).toBe(401)
  expect(textOf(reply.body)).toContain('do not belong together')
  expect(reply.body).toContain('value="ines@northlight.example"')
  expect(reply.body).not.toContain('not it at all')
})

test('too many wrong passwords are throttled, in words and for scripts', async () => {
  const { anon } = await openPanel()
  const guess = () => anon.submit('/sign-in', { email: 'ines@northlight.example', password: 'a guess of mine' })
  for (let n = 0; n < 8; n += 1) await guess()

  const reply = await guess()

  expect(reply.statusCode).toBe(429)
  expect(reply.headers['retry-after']).toBe('900')
  expect(textOf(reply.body)).toContain('Wait a quarter of an hour')
})

test('a form sent from another website signs nobody in', async () => {
  const { anon } = await openPanel()

  const reply = await anon.submit(
    '/sign-in',
    { email: 'ines@northlight.example', password },
    { origin: 'https://evil.example' },
  )

  expect(reply.statusCode).toBe(403)
  expect(anon.cookies.has('crm_session')).toBe(false)
})

test('signing out ends the session on the server too', async () => {
  const { app, inesAt } = await openPanel()
  const secret = inesAt.cookies.get('crm_session') ?? ''

  await inesAt.submit('/sign-out', {})
  const later = await app.inject({ url: '/investors', headers: { cookie: `crm_session=${secret}` } })

  expect(inesAt.cookies.has('crm_session')).toBe(false)
  expect(later.statusCode).toBe(401)
})

test('signing out leaves nothing of the person in the browser', async () => {
  const { inesAt } = await openPanel()

  const reply = await inesAt.submit('/sign-out', {})

  expect(reply.headers['clear-site-data']).toBe('"storage"')
})

test('an invitation link is shown once, works once, and makes a colleague of that role', async () => {
  const { inesAt, anon } = await openPanel()
  const invited = await inesAt.submit('/admin/invitations', {
    full_name: 'Noor Haddad',
    email: 'noor@northlight.example',
    role: 'viewer',
  })
  const path = /value="http:\/\/crm\.test(\/invite\/[^"]+)"/.exec(invited.body)?.[1] ?? ''
  expect((await inesAt.visit('/admin/users')).body).not.toContain(path)

  const welcome = await anon.visit(path)
  const joined = await anon.submit(path, { full_name: 'Noor Haddad', password: 'a sentence of my own' })
  const again = await anon.submit(path, { full_name: 'Noor Haddad', password: 'a sentence of my own' })

  expect(textOf(welcome.body)).toContain('noor@northlight.example')
  expect(joined.statusCode).toBe(303)
  expect((await anon.visit('/investors')).statusCode).toBe(200)
  expect((await anon.visit('/admin/users')).statusCode).toBe(403)
  expect(again.statusCode).toBe(404)
})

test('a withdrawn invitation opens nothing, and the withdrawal can be undone', async () => {
  const { inesAt, anon } = await openPanel()
  const invited = await inesAt.submit('/admin/invitations', {
    full_name: 'Noor',
    email: 'noor@n.example',
    role: 'member',
  })
  const path = /(\/invite\/[^"]+)"/.exec(invited.body)?.[1] ?? ''
  const withdrawal = /\/admin\/invitations\/[^/]+\/withdrawal/.exec(invited.body)?.[0] ?? ''

  await inesAt.submit(withdrawal, {})

  expect((await anon.visit(path)).statusCode).toBe(404)
  expect(textOf((await inesAt.visit('/admin/users')).body)).toContain('Invitation withdrawn Undo')
})

test('deactivating a colleague ends their session at once', async () => {
  const { inesAt, marcusAt, marcus } = await openPanel()

  await inesAt.submit(`/admin/users/${marcus.id}/deactivation`, {})

  expect((await marcusAt.visit('/investors')).headers.location).toMatch(/^\/sign-in/)
  expect(textOf((await inesAt.visit('/admin/users')).body)).toContain('Deactivated')
})

test('an admin makes a colleague a sign-in link, shown once, which lets them in', async () => {
  const { inesAt, anon, marcus } = await openPanel()

  const made = await inesAt.submit(`/admin/users/${marcus.id}/sign-in-link`, {})
  const path = /value="http:\/\/crm\.test(\/sign-in\/link\/[^"]+)"/.exec(made.body)?.[1] ?? ''

  expect(textOf(made.body)).toContain('works once, until Mon, 16 Nov 2026, 10:00')
  expect((await inesAt.visit('/admin/users')).body).not.toContain('/sign-in/link/')
  expect(textOf((await anon.visit(path)).body)).toContain('signs you in as Marcus Lindqvist')
  expect((await anon.submit(path, {})).statusCode).toBe(303)
  expect(textOf((await anon.visit('/account')).body)).toContain('marcus@northlight.example')
})

test('a newer sign-in link replaces an older one', async () => {
  const { inesAt, anon, marcus } = await openPanel()
  const made = async () =>
    /(\/sign-in\/link\/[^"]+)"/.exec((await inesAt.submit(`/admin/users/${marcus.id}/sign-in-link`, {})).body)?.[1] ??
    ''
  const first = await made()
  const second = await made()

  expect((await anon.visit(first)).statusCode).toBe(404)
  expect((await anon.visit(second)).statusCode).toBe(200)
})

test('the change log says who made a sign-in link for whom, and never its secret', async () => {
  const { inesAt, marcus, db } = await openPanel()
  const made = await inesAt.submit(`/admin/users/${marcus.id}/sign-in-link`, {})
  const secret = /\/sign-in\/link\/([^"]+)"/.exec(made.body)?.[1] ?? ''

  const page = textOf((await inesAt.visit('/admin/log?entity=users&surface=web')).body)

  expect(secret.length).toBeGreaterThan(30)
  expect(page).toMatch(/Ines Okafor .* made a sign-in link for a user .*Made a sign-in link for Marcus Lindqvist/)
  expect(JSON.stringify(db.$client.prepare('SELECT * FROM changes').all())).not.toContain(secret)
  expect(JSON.stringify(db.$client.prepare('SELECT * FROM batches').all())).not.toContain(secret)
})

test('nobody gets a sign-in link for themselves, for who is deactivated, or without being an admin', async () => {
  const { inesAt, marcusAt, ines, marcus, vera } = await openPanel()
  await inesAt.submit(`/admin/users/${vera.id}/deactivation`, {})
  const ask = (who: typeof inesAt, id: string) => who.submit(`/admin/users/${id}/sign-in-link`, {})

  expect((await ask(inesAt, ines.id)).statusCode).toBe(409)
  expect((await ask(inesAt, vera.id)).statusCode).toBe(409)
  expect((await ask(marcusAt, ines.id)).statusCode).toBe(403)
  expect((await ask(marcusAt, marcus.id)).statusCode).toBe(403)
})

test('the only admin cannot lose the role', async () => {
  const { inesAt, ines } = await openPanel()

  const reply = await inesAt.submit(`/admin/users/${ines.id}/role`, { role: 'member' })

  expect(reply.statusCode).toBe(409)
  expect(textOf(reply.body)).toContain('the only active admin')
})

test('the admin pages are for admins', async () => {
  const { marcusAt, veraAt } = await openPanel()

  for (const url of ['/admin/users', '/admin/settings', '/admin/log', '/admin/log/export.csv']) {
    expect((await marcusAt.visit(url)).statusCode).toBe(403)
    expect((await veraAt.visit(url)).statusCode).toBe(403)
  }
})

test('changing the password needs the old one and ends every other session', async () => {
  const { app, inesAt, ines } = await openPanel()
  const elsewhere = person(app, ines)

  const refused = await inesAt.submit('/account/password', {
    current: 'not my password',
    password: 'a new long sentence',
  })
  const changed = await inesAt.submit('/account/password', { current: password, password: 'a new long sentence' })

  expect(refused.statusCode).toBe(422)
  expect(textOf(refused.body)).toContain('This is not your current password.')
  expect(changed.statusCode).toBe(303)
  expect((await inesAt.visit('/account')).statusCode).toBe(200)
  expect((await elsewhere.visit('/account')).statusCode).toBe(303)
})

test('an API token is shown once, works for scripts, and ends when revoked', async () => {
  const { app, veraAt } = await openPanel()
  const created = await veraAt.submit('/account/tokens', { name: 'Nightly export' })
  const secret = /value="(crm_[^"]+)"/.exec(created.body)?.[1] ?? ''
  const asScript = () => app.inject({ url: '/contacts/export.csv', headers: { authorization: `Bearer ${secret}` } })

  expect((await asScript()).statusCode).toBe(200)
  expect((await veraAt.visit('/account')).body).not.toContain(secret)
  const ids = [...created.body.matchAll(/Nightly export[\s\S]*?\/account\/tokens\/([^/]+)\/revocation/g)].map(
    (m) => m[1],
  )
  await veraAt.submit(`/account/tokens/${ids.at(-1)}/revocation`, {})

  expect((await asScript()).statusCode).toBe(401)
})

test('the change log shows who changed what, filtered, without passwords or secrets', async () => {
  const { inesAt, marcus } = await openPanel()
  await inesAt.submit(`/admin/users/${marcus.id}/role`, { role: 'viewer' })

  const page = textOf((await inesAt.visit('/admin/log?entity=users&surface=web')).body)
  const all = await inesAt.visit('/admin/log/export.csv')

  expect(page).toContain('Ines Okafor')
  expect(page).toContain('changed role of a user: member → viewer')
  expect(page).toContain('1 entry')
  expect(all.body).not.toContain('$argon2id')
})

test('the change log keeps privacy: a note only its owner may read is not told to an admin', async () => {
  const { inesAt, db, marcus, harbor } = await openPanel()
  const said = { summary: 'Their CFO is leaving', occurred_at: '2026-11-10T10:00:00.000Z' }
  const form = { investor_id: harbor.id, type: 'call' as const, ...said }
  act(db, actorFor(marcus), 'Logged a call', (tx) => {
    const { communication } = logCommunication(tx, form)
    amend(tx, 'communications', communication.id, { privacy: 'metadata' })
  })

  const page = textOf((await inesAt.visit('/admin/log?entity=communications')).body)

  expect(page).toContain('logged a call')
  expect(page).not.toContain('CFO')
})
