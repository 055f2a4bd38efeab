import type { Command } from 'commander'
import { invite, inviteForm, openInvitations } from '../accounts/invitations.ts'
import { hashPassword, password } from '../accounts/passwords.ts'
import { newSecret } from '../accounts/secrets.ts'
import { createSignInLink } from '../accounts/sign-in-links.ts'
import { allUsers, setPasswordHash, userByEmail } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { act } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { zodProblem } from '../http/problems.ts'
import { say, withBox } from './box.ts'

export function userCommands(program: Command): void {
  const user = program.command('user').description('people who may sign in')

  user
    .command('add <email>')
    .description('invite somebody; prints the address where they choose a password')
    .requiredOption('--name <name>', 'full name')
    .option('--role <role>', 'admin, member or viewer', 'member')
    .action((email: string, { name, role }: { name: string; role: string }) => addUser(email, name, role))

  user
    .command('reset-password <email>')
    .description('set a new password, read from standard input when it is piped, else made up and printed once')
    .action(resetPassword)

  user
    .command('sign-in-link <email>')
    .description('print an address that signs this person in once, within an hour')
    .action(printSignInLink)

  user
    .command('list')
    .description('list everybody with role and state, and the invitations nobody has used yet')
    .action(() => withBox(({ db }) => listPeople(db)))
}

function listPeople(db: Db): void {
  const users = allUsers(db).map((u) => [u.email, u.role, u.active ? 'active' : 'inactive', u.fullName])
  const invited = openInvitations(db).map((i) => [i.email, i.role, 'invited', i.fullName])
  say(...[...users, ...invited].map((person) => person.join('\t')))
}

async function addUser(email: string, full_name: string, role: string): Promise<void> {
  const form = inviteForm.safeParse({ email, full_name, role })
  if (!form.success) throw zodProblem(form.error)

  await withBox(
    ({ db, config, actor, now }) => {
      const { secret } = act(db, actor, `Invited ${email}`, (tx) => invite(tx, form.data), { now }).result
      say(`Send ${full_name} this address; it works once, for two weeks:`, `${config.publicUrl}/invite/${secret}`)
    },
    { isNew: true },
  )
}

async function resetPassword(email: string): Promise<void> {
  const piped = process.stdin.isTTY ? null : (await readAll(process.stdin)).replace(/\r?\n$/, '')
  const secret = piped || newSecret().slice(0, 20)
  const checked = password.safeParse(secret)
  if (!checked.success) throw zodProblem(checked.error)

  const hash = await hashPassword(secret)
  await withBox(({ db, actor, now }) => {
    const { id } = knownUser(db, email)
    act(db, actor, `Reset the password of ${email}`, (tx) => setPasswordHash(tx, id, hash), { now })
    say(piped ? 'The password is changed; every session has ended.' : `The new password of ${email} is: ${secret}`)
  })
}

async function printSignInLink(email: string): Promise<void> {
  await withBox(({ db, config, now }) => {
    const user = knownUser(db, email)
    if (!user.active) throw new UserError('conflict', `${email} is deactivated.`)
    say(`${config.publicUrl}/sign-in/link/${createSignInLink(db, user, now)}`)
  })
}

function knownUser(db: Db, email: string) {
  const user = userByEmail(db, email)
  if (!user) throw new UserError('not_found', `Nobody signs in as ${email}. “crm user list” lists everybody.`)

  return user
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
