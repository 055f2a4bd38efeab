import type { Command } from 'commander'
import { createToken, tokenForm } from '../accounts/tokens.ts'
import { userByEmail } from '../accounts/users.ts'
import { act } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { zodProblem } from '../http/problems.ts'
import { say, withBox } from './box.ts'

export function tokenCommands(program: Command): void {
  program
    .command('token')
    .description('secrets for scripts')
    .command('create')
    .description('make a token that acts as a user; prints it once')
    .requiredOption('--email <email>', 'whose rights the token has')
    .option('--name <name>', 'what the token is for', 'crm token create')
    .action(createUserToken)
}

async function createUserToken({ email, name }: { email: string; name: string }): Promise<void> {
  const form = tokenForm.safeParse({ name })
  if (!form.success) throw zodProblem(form.error)

  await withBox(({ db, actor, now }) => {
    const user = userByEmail(db, email)
    if (!user) throw new UserError('not_found', `Nobody signs in as ${email}.`)
    say(act(db, actor, `Made a token for ${email}`, (tx) => createToken(tx, user.id, form.data), { now }).result.secret)
  })
}
