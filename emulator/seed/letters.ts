/** Letters of the last days that show what capture makes of them, one of each kind. */
import { createHash } from 'node:crypto'
import { atWork, daysBefore } from './calendar.ts'
import type { MailPlan, StaffKey } from './plan.ts'
import { mailbox, staff } from './staff.ts'
import { notAfterNow, type Telling } from './telling.ts'

type Letter = Pick<MailPlan['message'], 'from' | 'cc' | 'subject' | 'text' | 'html' | 'headers' | 'attachments'> & {
  daysAgo: number
  to: StaffKey
}

/** Marcus keeps this one to himself. */
export const privateSubject = 'Between us: our fee break'

const letters: Letter[] = [
  // An address of hers the fund does not know: she answers from home, with herself in copy.
  {
    daysAgo: 4,
    from: 'Isla Drummond <isla@drummond.example>',
    to: 'marcus',
    cc: 'Isla Drummond <isla.drummond@saltmere.example>',
    subject: 'Committee memo, from my own laptop',
    text: 'Hello Marcus,\n\nI am writing from home, with my office address in copy. The memo needs one more number: what share of Fund I is marked above cost?\n\nThanks,\nIsla',
  },
  // A colleague nobody knows yet.
  {
    daysAgo: 5,
    from: 'Ruth Abara <ruth.abara@alderpension.example>',
    to: 'marcus',
    cc: 'Astrid Velde <astrid.velde@alderpension.example>',
    subject: 'Your second contact at Alder',
    text: 'Hello Marcus,\n\nAstrid, in copy, joined my team this month and prepares the board paper on your Fund II. Please send her the data room link as well.\n\nKind regards,\nRuth Abara',
  },
  // Somebody from another house.
  {
    daysAgo: 6,
    from: 'Emeka Okonkwo <emeka@okonkwo-sons.example>',
    to: 'ines',
    cc: 'Amara Bello <amara.bello@bello-holdings.example>',
    subject: 'Meet Amara Bello',
    text: 'Dear Ines,\n\nmeet Amara, in copy, who runs Bello Holdings and looks for her first venture fund. Amara, Ines is the one I told you about.\n\nI leave you to it.\n\nEmeka',
  },
  // To everybody on a list: stored, and nobody’s last contact.
  {
    daysAgo: 3,
    from: 'Naveen Pillai <naveen.pillai@brightwater-mutual.example>',
    to: 'ines',
    subject: 'Brightwater Mutual: letter to partners',
    text: 'Dear partners,\n\nsolvency ratios rose again this quarter. The full letter stands on our pages.\n\nTo unsubscribe: https://www.brightwater-mutual.example/unsubscribe',
    headers: { 'List-Unsubscribe': '<https://www.brightwater-mutual.example/unsubscribe>', Precedence: 'bulk' },
  },
  {
    daysAgo: 5,
    from: 'Sofía Herrera <sofia.herrera@cobaltridge.example>',
    to: 'marcus',
    subject: privateSubject,
    text: 'Marcus,\n\nbetween the two of us: we could live with half of the fee break if the close moves to April. Please do not circulate this yet.\n\nSofía',
  },
  // Formatted, with a picture from elsewhere and a file.
  {
    daysAgo: 2,
    from: 'Dana Whitfield <dwhitfield@quillendowment.example>',
    to: 'ines',
    subject: 'Our pacing, in one table',
    text: 'Hi Ines,\n\nthe pacing model is attached: room for one re-up of $5M this academic year.\n\nDana',
    html: '<p>Hi Ines,</p><p>the pacing model is attached: room for <b>one re-up of $5M</b> this academic year.</p><p>Dana</p><p><img src="https://www.quillendowment.example/signature.png" alt="Quill Endowment" width="160" height="40"></p>',
    attachments: [
      {
        filename: 'Quill pacing.csv',
        content: 'Year,New commitments,Re-ups\n2026,10000000,5000000\n2027,12000000,0\n',
        contentType: 'text/csv',
      },
    ],
  },
]

export function tellLetters(story: Telling): void {
  for (const letter of letters) story.mail.push({ message: written(story, letter), read: false })
}

function written(story: Telling, { daysAgo, to, text, ...letter }: Letter): MailPlan['message'] {
  const date = notAfterNow(story, atWork(daysBefore(story.now, daysAgo), story.random))
  const local = createHash('sha256').update(`${letter.subject} ${date.toISOString()}`).digest('hex').slice(0, 24)
  const domain = /@([^>]+)/.exec(letter.from)?.[1] ?? 'mail.example'
  return { ...letter, to: mailbox(staff[to]), text: `${text}\n`, date, messageId: `${local}@${domain}` }
}
