/** Every surface × every level × every reader: no word reaches anybody it is kept from, and each reaches those it is for. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { PrivacyLevel } from '../../server/db/mirror.ts'
import { newsSince } from '../../server/events/entries.ts'
import { allReaders, inSubject, inWords, type Planted, plant, type Reader, sidebarOf } from './planted.ts'
import { getRoutes } from './routes.ts'
import { addressesOf, apart, surfaces } from './surfaces.ts'

type Answer = { pattern: string; url: string; reader: Reader; status: number; body: string }

/** What the address itself says is no answer: a search repeats what was looked for. */
const withoutEcho = (url: string, body: string): string => {
  const typed = /(?:search|q)=(\w+)/.exec(url)?.[1]
  return typed ? body.replaceAll(new RegExp(`(value="|“|(?:search|q)=)${typed}`, 'g'), '$1') : body
}

async function askEverything({ app, web, ids }: Planted): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const pattern of getRoutes(app).filter((one) => !(one in apart))) {
    for (const url of addressesOf(pattern, ids)) {
      for (const reader of allReaders) {
        const { statusCode: status, body } = await web[reader].get(url)
        answers.push({ pattern, url, reader, status, body: withoutEcho(url, body) })
      }
    }
  }
  return answers
}

const mayRead = (level: PrivacyLevel, reader: Reader) => ({
  subject: reader === 'owner' || level !== 'metadata',
  words: reader === 'owner' || level === 'full',
})

/** Answers that say more than they may. */
function leaks(level: PrivacyLevel, answers: Answer[]): string[] {
  return answers.flatMap(({ reader, url, body }) => {
    const may = mayRead(level, reader)
    const found = [...(may.words ? [] : [inWords.exec(body)]), ...(may.subject ? [] : [inSubject.exec(body)])]
    return found.flatMap((hit) =>
      hit ? [`${reader} reads “${body.slice(Math.max(0, hit.index - 60), hit.index + 60)}” at ${url}`] : [],
    )
  })
}

describe.each<PrivacyLevel>(['metadata', 'subject', 'full'])('at the level %s', (level) => {
  let planted: Planted
  let answers: Answer[]

  beforeAll(async () => {
    planted = await plant(level)
    answers = await askEverything(planted)
  }, 120_000)

  test('nobody reads a word that is kept from them', () => {
    expect(leaks(level, answers)).toEqual([])
  })

  test('whoever took part reads all of it, everywhere', () => {
    // The owner is no admin: the change log is looked at where everybody reads everything.
    const isAdmins = (pattern: string) => /^\/(?:admin|api\/audit-log)/.test(pattern)
    const own = (pattern: string) =>
      answers.filter((one) => one.reader === (isAdmins(pattern) ? 'admin' : 'owner') && one.pattern === pattern)
    const told = Object.entries(surfaces).filter(([pattern]) => level === 'full' || !isAdmins(pattern))
    const missing = told.flatMap(([pattern, { says }]) =>
      says
        .filter((what) => !own(pattern).some(({ body }) => (what === 'words' ? inWords : inSubject).test(body)))
        .map((what) => `${pattern}: ${what}`),
    )

    expect(missing).toEqual([])
  })

  test('an answer is there for everybody who may ask', () => {
    const broken = answers.filter(({ status }) => status >= 500 && status !== 503)

    expect(broken.map(({ url, reader, status }) => `${status} for ${reader} at ${url}`)).toEqual([])
  })

  test('every route that answers such a word is a surface that is named', () => {
    const saying = answers.filter(({ body }) => inWords.test(body) || inSubject.test(body))
    const unnamed = new Set(saying.map(({ pattern }) => pattern).filter((pattern) => !(pattern in surfaces)))

    expect([...unnamed]).toEqual([])
  })

  test('every route was asked', () => {
    const unasked = getRoutes(planted.app).filter(
      (pattern) => !(pattern in apart) && !answers.some((answer) => answer.pattern === pattern),
    )

    expect(unasked).toEqual([])
  })

  test('a search finds a hidden word as little as one that nobody wrote', async () => {
    const { web } = planted
    const find = async (reader: Reader, path: string, word: string) =>
      (await web[reader].get(`${path}${word}`)).body.replaceAll(word, '')
    const hidden = [
      ...(level === 'full' ? [] : ['quokkabody', 'quokkacall', 'quokkanews', 'quokkafile']),
      ...(level === 'metadata' ? ['zirconium', 'zircon'] : []),
    ]
    for (const path of ['/api/communications?search=', '/communications?search=', '/search?q='])
      for (const word of hidden)
        for (const reader of allReaders.filter((one) => one !== 'owner'))
          expect(await find(reader, path, word), `${reader} ${path}${word}`).toBe(await find(reader, path, 'marzipan'))
  })

  test('the stream of events tells that something happened, and never what was said', () => {
    const { messages } = newsSince(planted.db, { seq: 0, hash: '' })
    const text = messages.map((message) => message.text).join('')

    expect(text).toContain('communications')
    expect(text).not.toMatch(inWords)
    expect(text).not.toMatch(inSubject)
  })

  test('the sidebar says no more', async () => {
    const { ids } = planted
    const sidebar = await sidebarOf(planted, planted.readers)
    const found: Answer[] = []
    for (const reader of allReaders) {
      const asked = [
        await sidebar(reader, 'POST', '/dossier', { addresses: ['maya.chen@harborfo.example'] }),
        await sidebar(reader, 'POST', '/dossier', { addresses: [], investor_id: ids.harbor }),
        await sidebar(reader, 'GET', '/home'),
        await sidebar(reader, 'GET', '/search?q=quokkabody'),
        await sidebar(reader, 'GET', '/search?q=zirconium'),
      ]
      for (const [n, { statusCode: status, body }] of asked.entries())
        found.push({
          pattern: '/addon/v1',
          url: `sidebar ${n}`,
          reader,
          status,
          body: n > 2 ? withoutEcho('q=quokkabody', body) : body,
        })
    }

    expect(found.filter(({ status }) => status !== 200)).toEqual([])
    expect(leaks(level, found)).toEqual([])
    expect(found.some(({ reader, body }) => reader === 'owner' && inWords.test(body))).toBe(true)
  })

  test('changing a fact draws the timeline anew, with no word more', async () => {
    const { web, ids } = planted
    const headers = { 'hx-request': 'true', 'hx-current-url': `http://crm.test/investors/${ids.harbor}?captured=1` }
    const found: Answer[] = []
    for (const reader of ['owner', 'admin', 'member'] as const) {
      const url = `/investors/${ids.harbor}/facts/city`
      const { statusCode: status, body } = await web[reader].submit(url, { city: `Town of ${reader}` }, headers)
      found.push({ pattern: url, url, reader, status, body })
    }

    expect(found.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(leaks(level, found)).toEqual([])
  })
})

test('a word of a captured message stands nowhere in the change log', async () => {
  const { db } = await plant('full')
  const log = JSON.stringify(db.$client.prepare("SELECT * FROM changes WHERE surface = 'capture'").all())
  const acts = JSON.stringify(db.$client.prepare('SELECT * FROM batches').all())

  for (const text of [log, acts]) {
    expect(text).not.toMatch(inWords)
    expect(text).not.toMatch(inSubject)
  }
})
