/** Elements built of text nodes: nothing that people typed is ever read as HTML. */
export type Child = Node | string | number | null | undefined | false | Child[]
type Given = string | number | boolean | null | undefined | ((event: never) => void)

/**
 * `el('button', { type: 'button', onclick: (event: MouseEvent) => … }, 'Save')`. A function is a listener, `true` an
 * attribute without a value; null, undefined and false leave it out.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Given> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) give(element, name, value)
  element.append(...nodes(children))
  return element
}

function give(element: HTMLElement, name: string, value: Given): void {
  if (value === null || value === undefined || value === false) return
  if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value as EventListener)
  else element.setAttribute(name, value === true ? '' : String(value))
}

export function nodes(children: Child[]): (Node | string)[] {
  return children.flatMap((child) => {
    if (Array.isArray(child)) return nodes(child)
    if (child === null || child === undefined || child === false) return []
    return child instanceof Node ? child : String(child)
  })
}
