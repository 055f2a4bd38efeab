/** Elements built of text nodes: nothing that people typed is ever read as HTML. */
export { type IconName, icon } from './icons.ts'

type Tag = keyof HTMLElementTagNameMap
type Spec = Tag | `${Tag}.${string}`
type ElementOf<S extends string> = S extends `${infer T extends Tag}.${string}`
  ? HTMLElementTagNameMap[T]
  : S extends Tag
    ? HTMLElementTagNameMap[S]
    : HTMLElement
type Given = string | number | boolean | null | undefined
type Child = Node | string | number | null | undefined | false | Child[]

/**
 * `h('button.btn.is-teal', { type: 'button', onclick: (event: MouseEvent) => … }, 'Save')`. A function is a listener,
 * `true` an attribute without a value; null, undefined and false leave it out.
 */
export function h<S extends Spec>(
  spec: S,
  attributes: Record<string, Given | ((event: never) => void)> = {},
  ...children: Child[]
): ElementOf<S> {
  const [tag = 'div', ...classes] = spec.split('.')
  const element = document.createElement(tag)
  if (classes.length > 0) element.className = classes.join(' ')
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value as EventListener)
    else setAttributes(element, { [name]: value })
  }
  element.append(...nodes(children))
  return element as ElementOf<S>
}

function nodes(children: Child[]): (Node | string)[] {
  return children.flatMap((child) => {
    if (Array.isArray(child)) return nodes(child)
    if (child === null || child === undefined || child === false) return []
    return child instanceof Node ? child : String(child)
  })
}

/** Sets what is given and takes away what is null, undefined or false. */
export function setAttributes(element: Element, attributes: Record<string, Given>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) element.removeAttribute(name)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
}
