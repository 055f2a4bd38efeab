import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addUser } from '../../server/accounts/users.ts'
import { openDataFolder, prepareDataFolder } from '../../server/data-folder.ts'
import { systemActor } from '../../server/db/actor.ts'
import { act } from '../../server/db/write.ts'
import { emptyFolder } from '../support/folder.ts'
import { run } from '../support/process.ts'

const crm = (dataDir: string, args: string[], input?: string) =>
  run('server/cli.ts', args, { CRM_DATA_DIR: dataDir, CRM_PUBLIC_URL: 'https://crm.northlight.example' }, input).ended

/** A data folder with a database in it, as the first `crm user add` makes one. */
async function dataFolder(): Promise<string> {
  const dataDir = emptyFolder()
  await crm(dataDir, ['user', 'add', 'ines@northlight.example', '--name', 'Ines Okafor', '--role', 'admin'])
  return dataDir
}

test('invites somebody and prints the address where they choose a password', async () => {
  const dataDir = emptyFolder()

  const { stdout, code } = await crm(dataDir, [
    'user',
    'add',
    'ines@northlight.example',
    '--name',
    'Ines Okafor',
    '--role',
    'admin',
  ])

  expect(code).toBe(0)
  expect(stdout).toMatch(/https:\/\/crm\.northlight\.example\/invite\/[\w-]{43}\n/)
})

test('says what is wrong with an address instead of a stack trace', async () => {
  const { stderr, code } = await crm(emptyFolder(), ['user', 'add', 'ines', '--name', 'Ines Okafor'])

  expect({ stderr, code }).toEqual({ stderr: 'Give an e-mail address such as ines@fund.example.\n', code: 1 })
})

test('takes a backup, and proves it sound', async () => {
  const dataDir = await dataFolder()

  const { stdout } = await crm(dataDir, ['backup'])
  const [name] = readdirSync(join(dataDir, 'backups'))
  const verified = await crm(dataDir, ['verify', String(name)])

  expect(stdout).toContain('sound: 0 investors')
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('Sound: 0 investors') })
})

test('shows what a restore would change and changes nothing without --yes', async () => {
  const dataDir = await dataFolder()
  await crm(dataDir, ['backup'])
  const [name] = readdirSync(join(dataDir, 'backups'))

  const { stdout } = await crm(dataDir, ['restore', String(name)])

  expect(stdout).toContain('Add --yes to replace the database')
  expect(readdirSync(join(dataDir, 'backups'))).toEqual([name])
})

test('refuses to verify a file that is no backup', async () => {
  const dataDir = await dataFolder()
  writeFileSync(join(dataDir, 'letter.db'), 'Dear all, '.repeat(500))

  const { stderr, code } = await crm(dataDir, ['verify', join(dataDir, 'letter.db')])

  expect(code).toBe(1)
  expect(stderr).toContain('This file cannot be used as a backup.')
})

test('doctor lists what is missing in plain words and exits 1', async () => {
  const { stdout, code } = await crm(await dataFolder(), ['doctor'])

  expect(code).toBe(1)
  expect(stdout).toContain('ok    Database: sound')
  expect(stdout).toContain('LOOK  Accounts: nobody is set up yet.')
})

test.each([
  { months: 0, code: 0, mark: 'next' },
  { months: 2, code: 1, mark: 'LOOK' },
])('doctor lets a fund of $months months have no nightly backup with exit $code', async ({ months, code, mark }) => {
  const dataDir = await fundSince(months)

  const found = await crm(dataDir, ['doctor'])

  expect(found.stdout).toContain(`${mark}  Backups: no nightly backup yet.`)
  expect(found.stdout).toContain('next  Gateway: the Gmail sidebar cannot sign in until these are set')
  expect(found.code).toBe(code)
})

/** A fund whose admin has had an account for so many months. */
async function fundSince(months: number): Promise<string> {
  const dataDir = emptyFolder()
  const then = new Date()
  then.setUTCMonth(then.getUTCMonth() - months)
  prepareDataFolder(dataDir)
  const db = await openDataFolder(dataDir, then)
  const ines = { full_name: 'Ines Okafor', email: 'ines@northlight.example', role: 'admin', passwordHash: '' } as const
  act(db, systemActor('cli'), 'Set the fund up', (tx) => addUser(tx, ines), { now: then })
  db.$client.close()
  return dataDir
}

test('an unknown command shows how to find the known ones', async () => {
  const { stderr, code } = await crm(emptyFolder(), ['bakcup'])

  expect(code).toBe(1)
  expect(stderr).toContain('crm --help')
})

test('exports every investor as CSV that a spreadsheet does not run', async () => {
  const dataDir = emptyFolder()
  const file = join(dataDir, 'investors.csv')
  writeFileSync(file, 'Name,City\n"=HYPERLINK(""https://evil.example"")",Oslo\n')
  await crm(dataDir, ['import', file])

  const { stdout } = await crm(dataDir, ['export'])

  expect(stdout).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
})

test('a mistyped data folder is not taken for a new fund', async () => {
  const dataDir = join(emptyFolder(), 'daat')

  const { stderr, code } = await crm(dataDir, ['user', 'list'])

  expect(code).toBe(1)
  expect(stderr).toContain(`There is no database in ${dataDir}. Set CRM_DATA_DIR`)
  expect(existsSync(dataDir)).toBe(false)
})

test('lists people and open invitations', async () => {
  const { stdout } = await crm(await dataFolder(), ['user', 'list'])

  expect(stdout).toBe('ines@northlight.example\tadmin\tinvited\tInes Okafor\n')
})

test('a data folder that is a file is refused with a sentence', async () => {
  const file = join(emptyFolder(), 'data')
  writeFileSync(file, 'not a folder')

  const { stderr, code } = await crm(file, ['user', 'add', 'ines@northlight.example', '--name', 'Ines Okafor'])

  expect({ stderr, code }).toEqual({ stderr: expect.stringContaining('is a file'), code: 1 })
})
