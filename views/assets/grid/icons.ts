/** The icons of the grid, on the same 16 × 16 grid of strokes as the rest of the panel. */
const paths = {
  blank: '',
  checkbox: 'M2.5 2.5h11v11h-11zM5 8.5l2 2 4-4.5',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5V8l2.5 1.5',
  contacts:
    'M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c.3-2.5 2-4 4.5-4s4.2 1.5 4.5 4M10.5 3.3a2.5 2.5 0 0 1 0 4.4M12 9.8c1.4.6 2.3 1.9 2.5 3.7',
  date: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  email: 'M2 3.5h12v9H2zM2 4.5l6 4.5 6-4.5',
  formula: 'M11.5 3.5C9.5 2.5 8.5 3.5 8 6l-1 5c-.4 2-1.5 2.8-3 2M5 7h5M10 10l3.5 3.5M13.5 10 10 13.5',
  lines: 'M2.5 3.5h11M2.5 6.5h11M2.5 9.5h11M2.5 12.5h7',
  money: 'M8 1.5v13M11 4.5C10.5 3.5 9.5 3 8 3 6 3 5 4 5 5.3c0 3.2 6 1.8 6 5.2C11 12 10 13 8 13c-1.7 0-2.7-.6-3.2-1.8',
  number: 'M6 2.5l-1.5 11M11.5 2.5 10 13.5M3 6h10.5M2.5 10H13',
  open: 'M9 2.5h4.5V7M13.5 2.5 8 8M7 3.5H2.5v10h10V9',
  phone: 'M3 2.5h3l1 3.2-1.6 1.2a8 8 0 0 0 3.7 3.7L10.3 9l3.2 1v3c0 .6-.5 1-1 1A11 11 0 0 1 2 3.5c0-.5.4-1 1-1z',
  rollup: 'M12.5 3h-9L8 8l-4.5 5h9',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14',
  select: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.5 7 8 9.5 10.5 7',
  text: 'M3 3.5h10M8 3.5v9.5',
  archive: 'M2 3h12v3H2zM3 6v7.5h10V6M6.5 9h3',
  check: 'm3 8.5 3.5 3.5L13 4.5',
  chevron: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  close: 'm3.5 3.5 9 9m0-9-9 9',
  color: 'M8 14c3 0 4.5-2 4.5-4.5C12.5 6.5 8 2 8 2S3.5 6.5 3.5 9.5C3.5 12 5 14 8 14z',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  down: 'M8 3v9.5M4 9l4 4 4-4',
  download: 'M8 2v8m-3-3 3 3 3-3M2.5 13.5h11',
  edit: 'M11 2.5 13.5 5 5.5 13H3v-2.5z',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  fields: 'M2.5 3h11M2.5 8h11M2.5 13h11M5.5 1.5v3M10.5 6.5v3M5.5 11.5v3',
  filter: 'M2 4h12M4.5 8h7M6.5 12h3',
  group: 'M2.5 3h4v3h-4zM2.5 10h4v3h-4zM9 4.5h4.5M9 11.5h4.5',
  grip: 'M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01',
  height: 'M7 3.5h7M7 8h7M7 12.5h7M3.5 2.5v11M2 4.5l1.5-2 1.5 2M2 11.5l1.5 2 1.5-2',
  hidden:
    'M2 2l12 12M6.5 3.7A7 7 0 0 1 8 3.5C12 3.5 14.5 8 14.5 8a12 12 0 0 1-1.8 2.3M10.5 12a6 6 0 0 1-2.5.5C4 12.5 1.5 8 1.5 8A12 12 0 0 1 4 5.1',
  left: 'M10 3 5 8l5 5',
  link: 'M6.5 9.5l3-3M7 5l1.5-1.5a2.5 2.5 0 0 1 4 4L11 9M9 11l-1.5 1.5a2.5 2.5 0 0 1-4-4L5 7',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  lock: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  pin: 'M5 2.5h6M6 2.5v4L4 9h8l-2-2.5v-4M8 9v5',
  plus: 'M8 3v10M3 8h10',
  right: 'm6 3 5 5-5 5',
  sort: 'M4.5 13V3M2 5.5 4.5 3 7 5.5M11.5 3v10M9 10.5l2.5 2.5 2.5-2.5',
  tag: 'M2.5 2.5h5l6 6-5 5-6-6zM5.5 5.5h.01',
  undo: 'M6 3 2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H7',
  unlock: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 4.8-1',
  up: 'M8 13V3.5M4 7l4-4 4 4',
  user: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5',
  warning: 'M8 2 1.5 13.5h13zM8 6.5v3.5M8 12h.01',
} as const

export type IconName = keyof typeof paths

const svg = 'http://www.w3.org/2000/svg'

/** It says nothing to a screen reader, so a label stands beside it. */
export function icon(name: IconName): SVGSVGElement {
  const drawing = document.createElementNS(svg, 'svg')
  const path = document.createElementNS(svg, 'path')
  path.setAttribute('d', paths[name])
  for (const [key, value] of Object.entries({ class: 'icon', viewBox: '0 0 16 16', width: '16', height: '16' })) {
    drawing.setAttribute(key, value)
  }
  drawing.setAttribute('aria-hidden', 'true')
  drawing.append(path)
  return drawing
}
