/** Small line drawings on a 24 px grid; the names are Google's known icons, in lower case. */
const drawings: Record<string, string> = {
  back: 'M15 5l-7 7 7 7',
  menu: 'M11.5 6h1M11.5 12h1M11.5 18h1',
  refresh: 'M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5',
  close: 'M6 6l12 12M18 6L6 18',
  chevron: 'M6 9l6 6 6-6',
  email: 'M4 6h16v12H4zM4 7l8 6 8-6',
  phone: 'M6 4h4l1 5-2 1a9 9 0 0 0 5 5l1-2 5 1v4a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20a7 7 0 0 1 14 0',
  multiple_people:
    'M9 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 19a6 6 0 0 1 12 0M16 5.5a3.5 3.5 0 0 1 0 6M17.5 14a6 6 0 0 1 3.5 5',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4l3 2',
  dollar: 'M12 4v16M16 8a4 3 0 0 0-4-2c-5 0-5 5 0 6s5 6 0 6a4 3 0 0 1-4-2',
  bookmark: 'M7 4h10v16l-5-4-5 4z',
  star: 'M12 4l2.5 5.2 5.5.8-4 4 1 5.6-5-2.7-5 2.7 1-5.6-4-4 5.5-.8z',
  description: 'M7 4h7l4 4v12H7zM10 12h5M10 16h5',
  invite: 'M5 6h14v14H5zM5 10h14M9 4v4M15 4v4',
  map_pin: 'M12 21s6-6.5 6-11a6 6 0 1 0-12 0c0 4.5 6 11 6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
}

const plainCircle = 'M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10z'

export function icon(name: string): SVGElement {
  const svg = svgElement('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' })
  svg.append(svgElement('path', { d: drawings[name.toLowerCase()] ?? plainCircle }))
  return svg
}

function svgElement(tag: string, attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}
