type Child = Node | string | false | null | undefined
type Attributes = Record<string, string | boolean | undefined>

/** An element with attributes and children. Strings become text nodes, so data can never become markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value)
  }
  made.append(...children.filter((child) => child !== false && child !== null && child !== undefined))
  return made
}

export function button(label: string, className: string, onClick: (event: MouseEvent) => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: className }, label)
  made.addEventListener('click', onClick)
  return made
}

/** A button that shows a sign and is named by words. */
export function iconButton(name: string, icon: Node, onClick: (event: MouseEvent) => void): HTMLButtonElement {
  const made = button('', 'icon-button', onClick)
  made.setAttribute('aria-label', name)
  made.title = name
  made.append(icon)
  return made
}
