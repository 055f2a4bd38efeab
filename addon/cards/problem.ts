import { button, buttons, type Card, type Click, card, paragraph, section } from './ui.ts'

/** One sentence that says what to do, and one button that does it. */
export function problemCard(sentence: string, again: Click): Card {
  return card({
    title: 'That did not work',
    sections: [section([paragraph(sentence), buttons(button('Try again', again))])],
  })
}
