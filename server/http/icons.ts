/** The icons of the panel: strokes on a 16 × 16 grid, drawn in the colour of the text. */
const paths = {
  investors: 'M2.5 13.5h11M3.5 13.5V6L8 3l4.5 3v7.5M6.5 13.5v-3h3v3M6 7.5h.01M10 7.5h.01',
  pipeline: 'M2.5 3.5h3v9h-3zM6.5 3.5h3v6h-3zM10.5 3.5h3v3.5h-3z',
  contacts:
    'M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c.3-2.5 2-4 4.5-4s4.2 1.5 4.5 4M10.5 3.3a2.5 2.5 0 0 1 0 4.4M12 9.8c1.4.6 2.3 1.9 2.5 3.7',
  activity: 'M1.5 8h3l2-5 3 10 2-5h3',
  import: 'M8 2v8m-3-3 3 3 3-3M2.5 10.5v3h11v-3',
  admin:
    'M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M3.4 12.6l1.4-1.4M11.2 4.8l1.4-1.4',
  today: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3M5.5 10l1.8 1.8 3.2-3.3',
  review: 'M2.5 2.5h11v8h-6l-3 3v-3h-2zM5.5 6.5l1.7 1.7L10.7 5',
  automation: 'M8.5 1.5 3.5 9h4l-.5 5.5 5-7.5H8z',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14',
  plus: 'M8 3v10M3 8h10',
  chevron: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  close: 'm3.5 3.5 9 9m0-9-9 9',
  check: 'm3 8.5 3.5 3.5L13 4.5',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  left: 'M10 3 5 8l5 5',
  right: 'm6 3 5 5-5 5',
  up: 'M8 13V3.5M4 7l4-4 4 4',
  down: 'M8 3v9.5M4 9l4 4 4-4',
  download: 'M8 2v8m-3-3 3 3 3-3M2.5 13.5h11',
  theme: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 2v12',
  user: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5',
  email: 'M2 3.5h12v9H2zM2 4.5l6 4.5 6-4.5',
  call: 'M3 2.5h3l1 3.2-1.6 1.2a8 8 0 0 0 3.7 3.7L10.3 9l3.2 1v3c0 .6-.5 1-1 1A11 11 0 0 1 2 3.5c0-.5.4-1 1-1z',
  meeting: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  note: 'M3 2.5h10v8L9.5 14H3zM9.5 14v-3.5H13M5.5 5.5h5M5.5 8h5',
  text: 'M2 3h12v8H7l-3 2.5V11H2z',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5V8l2.5 1.5',
  archive: 'M2 3h12v3H2zM3 6v7.5h10V6M6.5 9h3',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  undo: 'M6 3 2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H7',
  warning: 'M8 2 1.5 13.5h13zM8 6.5v3.5M8 12h.01',
  edit: 'M11 2.5 13.5 5 5.5 13H3v-2.5z',
  keys: 'M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M4.5 9.5h7',
  letter: 'M3.5 13 8 3l4.5 10M5.3 9.5h5.4',
  paragraph: 'M3 3.5h10M3 6.5h10M3 9.5h10M3 12.5h6',
  hash: 'M6 2.5 5 13.5M11 2.5l-1 11M2.5 6h11M2.5 10.5h11',
  money:
    'M8 1.5v13M11.5 4.5C11 3.4 9.8 3 8 3 6 3 4.5 4 4.5 5.5 4.5 8.7 11.7 7 11.7 10.3c0 1.6-1.6 2.7-3.7 2.7-2 0-3.4-.7-3.8-2',
  percent: 'M3.5 12.5l9-9M4.5 6a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM11.5 13a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z',
  tick: 'M2.5 2.5h11v11h-11zM5 8l2.2 2.2L11 6',
  pill: 'M5 4.5h6a3.5 3.5 0 0 1 0 7H5a3.5 3.5 0 0 1 0-7zM5 8h.01',
  pills: 'M4.5 2.5h7a2 2 0 0 1 0 4h-7a2 2 0 0 1 0-4zM4.5 9.5h5a2 2 0 0 1 0 4h-5a2 2 0 0 1 0-4z',
  link: 'M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5 7.5 13A3 3 0 0 1 3 8.5L4.5 7',
  sum: 'M12.5 3.5h-9L8 8l-4.5 4.5h9',
  formula: 'M10.5 3c-2-1-3 .3-3.3 2L5.8 12c-.3 1.5-1 2.4-2.8 1.8M4.5 6.5h5M9.5 9.5l4 4M13.5 9.5l-4 4',
  grip: 'M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01',
  clip: 'M12.5 7.5 7.6 12.4a2.8 2.8 0 0 1-4-4l5.6-5.6a1.9 1.9 0 0 1 2.7 2.7l-5.5 5.5a.9.9 0 0 1-1.3-1.3l4.8-4.8',
  lock: 'M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  file: 'M4 2h5l3.5 3.5V14H4zM9 2v3.5h3.5',
} as const

export type IconName = keyof typeof paths

/** One icon as SVG; it says nothing to a screen reader, so a label stands beside it. */
export const icon = (name: IconName): string =>
  `<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="${paths[name]}"/></svg>`
