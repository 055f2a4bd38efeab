import { expect, test } from 'vitest'
import { openBox } from '../backups/box.ts'
import { listen } from './listening.ts'

test('who listens while a backup is restored is told to read everything again', async () => {
  const { app, asInes, add, db, tokens } = await openBox()
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const { name } = (await asInes('POST', '/api/fundraising/backup')).json()
  const vera = await listen(origin, tokens.vera)
  for (const one of ['Birch Capital', 'Cedar Trust', 'Dune Partners']) add(one)
  const told = [await vera.next(), await vera.next(), await vera.next()].map(({ id }) => Number(id))

  await asInes('POST', '/api/fundraising/restore', { name })

  const head = Number(db.$client.prepare('SELECT max(seq) FROM changes').pluck().get())
  expect(head).toBeLessThan(Number(told[2]))
  expect(await vera.next('reload')).toMatchObject({ id: String(head), data: { seq: head } })
  vera.stop()
})
