import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { logCommunication } from '../../server/communications/log.ts'
import { addContact } from '../../server/contacts/contacts.ts'
import { setTags } from '../../server/contacts/tags.ts'
import { act, type Tx } from '../../server/db/write.ts'
import { enterCommitment } from '../../server/funds/commitments.ts'
import { editCells } from '../../server/grid/cells.ts'
import { addInvestor, archiveInvestor } from '../../server/grid/investors.ts'
import { flagOpportunity } from '../../server/pipeline/opportunities.ts'
import { actorFor } from '../support/world.ts'
import { openPanel, rowNames, textOf } from './person.ts'

async function openFund() {
  const panel = await openPanel()
  const write = <T>(work: (tx: Tx) => T) =>
    act(panel.db, actorFor(panel.ines), 'Test', work, { now: panel.clock.now() }).result
  const { harbor, alder, fundI, fundII, maya } = panel
  write((tx) => {
    const sign = (investor: { id: string }, fund: { id: string }, measure: 'signed' | 'soft', amount: number) =>
      enterCommitment(tx, { investor_id: investor.id, fund_id: fund.id, measure, amount })
    sign(harbor, fundI, 'signed', 12_500_000_00)
    sign(harbor, fundII, 'soft', 5_000_000_00)
    sign(alder, fundI, 'signed', 40_000_000_00)
    setTags(tx, harbor.id, ['Re-up'])
    flagOpportunity(tx, { investor_id: harbor.id, fund_id: fundII.id, stage: 'meeting', expected_amount: 1 })
    logCommunication(tx, {
      investor_id: harbor.id,
      type: 'call',
      summary: 'Timing',
      occurred_at: '2026-11-08T09:00:00.000Z',
      contact_ids: [maya.id],
    })
    addInvestor(tx, { name: 'Old Mill Trust', list: 'graveyard' })
  })
  const mill = write((tx) => addInvestor(tx, { name: 'Mill Two', list: 'graveyard' }))
  write((tx) =>
    enterCommitment(tx, { investor_id: mill.id, fund_id: fundI.id, measure: 'signed', amount: 7_000_000_00 }),
  )
  return { ...panel, write, mill }
}

test('the list shows commitments per fund, stage, owner and last contact of each investor', async () => {
  const { inesAt, harbor } = await openFund()

  const { body } = await inesAt.visit('/investors/list')
  const row = textOf(body.split(`investor-${harbor.id}`)[1]?.split('</tr>')[0] ?? '')

  for (const shown of ['Harbor Family Office', 'Family office', 'Ines Okafor', '$12.5M', '$5M soft', 'Meeting']) {
    expect(row).toContain(shown)
  }
  expect(row).toContain('8 days ago , Ines')
})

test.each([
  ['', ['Alder Pension', 'Harbor Family Office', 'Mill Two', 'Old Mill Trust', 'Quill Endowment']],
  ['list=follow_up', ['Alder Pension']],
  ['q=maya.chen', ['Harbor Family Office']],
  ['q=HÁRBOR', ['Harbor Family Office']],
  ['tag=Re-up', ['Harbor Family Office']],
  ['stage=meeting', ['Harbor Family Office']],
  ['stage=none&list=longshot', ['Quill Endowment']],
  ['owner=none&list=follow_up', ['Alder Pension']],
  ['sort=-total_committed', ['Alder Pension', 'Harbor Family Office', 'Mill Two', 'Quill Endowment', 'Old Mill Trust']],
  [
    'sort=nonsense&offset=-3&list=elsewhere',
    ['Alder Pension', 'Harbor Family Office', 'Mill Two', 'Old Mill Trust', 'Quill Endowment'],
  ],
])('the address %s lists %j', async (query, names) => {
  const { inesAt } = await openFund()

  const shown = rowNames((await inesAt.visit(`/investors/list?${query}`)).body)

  expect([...shown].sort()).toEqual([...names].sort())
  if (query.startsWith('sort=-')) expect(shown.slice(0, 3)).toEqual(names.slice(0, 3))
})

test('the totals leave out the graveyard, except on its own list', async () => {
  const { inesAt } = await openFund()

  const all = textOf((await inesAt.visit('/investors/list')).body)
  const graveyard = textOf((await inesAt.visit('/investors/list?list=graveyard')).body)

  expect(all).toContain('Committed $52.5M')
  expect(all).toContain('Fund I $52.5M')
  expect(all).toContain('Fund II $5M soft')
  expect(graveyard).toContain('Committed $7M')
})

test('a sorted column says so, and pressing it again turns the order', async () => {
  const { inesAt } = await openFund()

  const { body } = await inesAt.visit('/investors/list?sort=-total_committed&list=main')

  expect(body).toMatch(/aria-sort="descending"><a href="\/investors\/list\?list=main&amp;sort=total_committed"/)
})

test('a long list comes in pages that keep the filter', async () => {
  const { inesAt, write } = await openFund()
  write((tx) => {
    for (let n = 100; n < 250; n += 1) addInvestor(tx, { name: `Longshot ${n}`, list: 'longshot' })
  })

  const first = await inesAt.visit('/investors/list?list=longshot')
  const second = await inesAt.visit('/investors/list?list=longshot&offset=100')

  expect(rowNames(first.body)).toHaveLength(100)
  expect(first.body).toContain('href="/investors/list?list=longshot&amp;offset=100"')
  expect(rowNames(second.body).at(-1)).toBe('Quill Endowment')
  expect(textOf(second.body)).toContain('101–151 of 151')
})

test('the export has exactly the rows of the filter, in order, and nothing a spreadsheet would run', async () => {
  const { inesAt, write } = await openFund()
  write((tx) => addInvestor(tx, { name: '=HYPERLINK("http://evil.example")', list: 'longshot', notes: '-1+2' }))

  const reply = await inesAt.visit('/investors/export.csv?list=longshot&sort=-name')
  const rows = parse(reply.body, { columns: true, bom: true }) as Record<string, string>[]

  expect(reply.headers['content-disposition']).toContain('attachment')
  expect(rows.map((row) => row['Name'])).toEqual(['Quill Endowment', '\'=HYPERLINK("http://evil.example")'])
  expect(rows[1]?.['Notes']).toBe("'-1+2")
})

test('the export writes amounts in major units and people by name', async () => {
  const { veraAt } = await openFund()

  const { body } = await veraAt.visit('/investors/export.csv?q=harbor')
  const [row] = parse(body, { columns: true, bom: true }) as Record<string, string>[]

  expect(row).toMatchObject({
    Name: 'Harbor Family Office',
    Owner: 'Ines Okafor',
    Tags: 'Re-up',
    Stage: 'Meeting',
    Contacts: 'Maya Chen',
    'Fund I signed': '12500000',
    'Total committed': '12500000',
  })
})

test('names may hold HTML and are shown as they are', async () => {
  const { inesAt, write } = await openFund()
  write((tx) => addInvestor(tx, { name: '<img src=x onerror=alert(1)>', next_step: '"><script>x</script>' }))

  const { body } = await inesAt.visit('/investors/list?q=onerror')

  expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;')
  expect(body).not.toContain('<img src=x')
  expect(body).not.toContain('<script>x')
})

test('an empty list says what will be here, and a search without a hit how to get back', async () => {
  const { inesAt, veraAt } = await openPanel()

  const nothing = textOf((await inesAt.visit('/investors/list?q=zebra')).body)

  expect(nothing).toContain('No investor matches')
  expect(nothing).toContain('Show all investors')
  expect(textOf((await veraAt.visit('/investors/archive')).body)).toContain('Nothing is archived')
})

test('a viewer is offered nothing that writes', async () => {
  const { veraAt } = await openFund()

  const { body } = await veraAt.visit('/investors/list')

  expect(textOf(body)).not.toMatch(/New investor|Log L|Import/)
})

test('an archived investor leaves the list and stands in the archive', async () => {
  const { inesAt, quill, write } = await openFund()
  write((tx) => archiveInvestor(tx, quill.id))

  expect(rowNames((await inesAt.visit('/investors/list')).body)).not.toContain('Quill Endowment')
  const archive = await inesAt.visit('/investors/archive')
  expect(textOf(archive.body)).toContain('Quill Endowment')
  expect(archive.body).toContain(`action="/investors/${quill.id}/restore"`)
})

test.each([
  ['', ['Jonas Weber', 'Maya Chen']],
  ['q=harborfo', ['Maya Chen']],
  ['q=alder', ['Jonas Weber']],
  ['q=maya+harbor', ['Maya Chen']],
  ['q=nobody', []],
  ['sort=-last_contact', ['Maya Chen', 'Jonas Weber']],
  ['sort=investor', ['Jonas Weber', 'Maya Chen']],
])('contacts at the address %s: %j', async (query, names) => {
  const { inesAt, write, alder } = await openFund()
  write((tx) => addContact(tx, { name: 'Jonas Weber', emails: ['j.weber@alder.example'], investor_ids: [alder.id] }))

  expect(rowNames((await inesAt.visit(`/contacts?${query}`)).body)).toEqual(names)
})

test('the contacts export has every address of the people found', async () => {
  const { inesAt, write, harbor } = await openFund()
  const emails = ['a@harborfo.example', 'b@harborfo.example']
  write((tx) => addContact(tx, { name: '@Ada', emails, investor_ids: [harbor.id] }))

  const { body } = await inesAt.visit('/contacts/export.csv?q=ada')
  const rows = parse(body, { columns: true, bom: true }) as Record<string, string>[]

  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ Name: "'@Ada", 'E-mails': emails.join(','), Investors: 'Harbor Family Office' })
})

test('the search box finds investors, people, and the pages one may see', async () => {
  const { inesAt, veraAt, harbor } = await openFund()

  const found = await inesAt.visit('/search?q=maya', { 'hx-request': 'true' })
  const admin = await inesAt.visit('/search?q=change')
  const viewer = await veraAt.visit('/search?q=change')

  expect(textOf(found.body)).toContain('Contacts Maya Chen Harbor Family Office')
  expect(found.body).toContain(`href="/investors/${harbor.id}"`)
  expect(found.body).not.toContain('<html')
  expect(admin.body).toContain('href="/admin/log"')
  expect(viewer.body).not.toContain('href="/admin/log"')
})

test('whose name begins with what was typed stands first in the search box', async () => {
  const { inesAt, write, harbor, quill } = await openFund()
  write((tx) => editCells(tx, harbor.id, { name: 'The Quay 100% Fund' }))
  write((tx) => addContact(tx, { name: 'Quentin Ash', investor_ids: [harbor.id] }))

  const named = async (words: string) => {
    const { body } = await inesAt.visit(`/search?q=${encodeURIComponent(words)}`, { 'hx-request': 'true' })
    return [...body.matchAll(/<a class="jump__hit" href="\/investors\/([\w-]+)"/g)].map(([, id]) => id)
  }

  expect((await named('qu')).slice(0, 2)).toEqual([quill.id, harbor.id])
  expect((await named('100%'))[0]).toBe(harbor.id)
})

test('an investor’s list is said in words too, not only by the colour of a dot', async () => {
  const { inesAt } = await openPanel()

  const page = textOf((await inesAt.visit('/investors/list')).body)

  expect(page).toMatch(/Follow-up Alder Pension .*Main Harbor Family Office .*Longshot Quill Endowment/)
})
