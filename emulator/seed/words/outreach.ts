import type { Dialogue } from './words.ts'

export const outreach: Dialogue[] = [
  {
    phase: 'outreach',
    subject: 'Northlight Fund II',
    gist: 'Introduced Fund II and sent the deck. {first} looks at it before {date}.',
    lines: [
      [
        'out',
        'we have opened Northlight Fund II: early-stage software and climate, $200M target, the same team as Fund I. The deck is attached, four pages matter: strategy, track record, team, terms.\n\nWould half an hour in the coming weeks suit you?',
      ],
      ['in', 'thanks for thinking of us. I will go through the deck before {date} and come back with questions.'],
    ],
  },
  {
    phase: 'outreach',
    subject: 'Introduction: {org} and Northlight',
    gist: 'First exchange after the introduction; {first} asked for the two-page summary, not the deck.',
    lines: [
      [
        'out',
        'thank you for taking this introduction. In one sentence: we lead first rounds in software that makes heavy industry cleaner, and Fund I stands at 2.4× net.\n\nMay I send you material?',
      ],
      ['in', 'gladly, but please start with the two-page summary; our team reads decks only after a first call.'],
      ['out', 'understood, the summary is attached. I will follow up next week.'],
    ],
  },
  {
    phase: 'outreach',
    subject: 'Coffee in {city}?',
    gist: 'Offered to meet in {city}; {first} proposed {date}.',
    lines: [
      [
        'out',
        'I am in {city} the week after next and would like to show you what we are doing with Fund II. Is there a morning that works?',
      ],
      ['in', '{date} would be good, any time before eleven. Our office is easiest.'],
      ['out', 'perfect, I will be there at half past nine.'],
    ],
  },
  {
    phase: 'outreach',
    subject: 'Your venture allocation',
    gist: '{first} says the allocation for this year is nearly used; asked us to stay in touch for the next.',
    lines: [
      [
        'out',
        'we met at the allocators’ lunch in spring and you said that venture would be on the table again in the second half of the year. Is that still so?',
      ],
      [
        'in',
        'it is, although most of this year’s allocation went to re-ups. Realistically a first ticket of {amount} next year. Do keep me posted.',
      ],
    ],
  },
  {
    phase: 'outreach',
    subject: 'Following up: Northlight Ventures',
    gist: 'Second attempt to reach {first}; no answer yet.',
    lines: [
      [
        'out',
        'I wrote three weeks ago about Northlight Fund II and imagine it went under. The short version: first close done, $200M target, references from every Fund I investor on request.\n\nIf this is not for you, one word is enough and I will stop asking.',
      ],
    ],
  },
  {
    phase: 'lead',
    subject: 'Request for information: Fund II',
    gist: '{first} wrote through the website and asked for Fund II terms.',
    lines: [
      [
        'in',
        'we are building a list of early-stage managers for {org} and came across your fund. Could you share terms, target size and timing?',
      ],
      [
        'out',
        'with pleasure: 2 and 20 with a full return hurdle, $200M target with a $250M hard cap, next close early next year. Who at your side should I talk to?',
      ],
    ],
  },
  {
    phase: 'meeting',
    subject: 'Thank you for today',
    gist: 'Sent the material promised in the meeting: track record by company and the reserve policy.',
    lines: [
      [
        'out',
        'thank you for your time today. As promised: the track record by company including the two we wrote off, and one page on how we keep reserves.',
      ],
      [
        'in',
        'very helpful, and good to see the write-offs in there. Let me discuss internally; you will hear from us before {date}.',
      ],
    ],
  },
  {
    phase: 'meeting',
    subject: 'Agenda for our call on {date}',
    gist: 'Agreed the agenda for {date}: team, {company}, fund size.',
    lines: [
      [
        'in',
        'three things I would like to cover: how decisions are made with three partners, what happened at {company}, and why the fund doubles in size.',
      ],
      [
        'out',
        'all good questions. I will bring the partner who sits on the board of {company}. Dial-in is in the invitation.',
      ],
    ],
  },
  {
    phase: 'meeting',
    subject: 'Moving our meeting',
    gist: 'Meeting moved to {date} at {first}’s request.',
    lines: [
      ['in', 'I am sorry, our board moved its session and I cannot make it this week. Would {date} work?'],
      ['out', 'of course, {date} at the same time. I have changed the invitation.'],
    ],
  },
  {
    phase: 'meeting',
    subject: 'Follow-up questions from our side',
    gist: 'Answered four questions: loss ratio, follow-on share, time to exit, currency.',
    lines: [
      [
        'in',
        'from our internal discussion: (1) loss ratio of Fund I by cost, (2) share kept for follow-ons, (3) average time to exit in your model, (4) do you hedge?',
      ],
      [
        'out',
        '(1) 14%, (2) 45%, (3) seven years, (4) no, the fund is in dollars and so are two thirds of its companies. Happy to go deeper on any of these.',
      ],
      ['in', 'clear, thank you. (3) is longer than what others tell us, which I find rather reassuring.'],
    ],
  },
  {
    phase: 'lost',
    subject: 'Our decision on Northlight Fund II',
    gist: 'Declined: {first} says the fund is outside this year’s plan. Wants to stay on the mailing list.',
    lines: [
      [
        'in',
        'after some discussion we will not take Fund II forward. It is not a judgement on the team: we have too many managers already and were told to cut. Please keep us on your quarterly letter.',
      ],
      [
        'out',
        'thank you for being so clear, that is worth a lot. I will keep you on the letter and ask again when Fund III comes round.',
      ],
    ],
  },
]
