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
export type Child = Node | string | null | undefined | false

/** `h('span.chip.is-teal', { title }, 'Main')`; `true` is an attribute without a value, null and false leave it out. */
export function h<S extends Spec>(spec: S, attributes: Record<string, Given> = {}, ...children: Child[]): ElementOf<S> {
  const [tag = 'div', ...classes] = spec.split('.')
  const element = document.createElement(tag)
  if (classes.length > 0) element.className = classes.join(' ')
  setAttributes(element, attributes)
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false))
  return element as ElementOf<S>
}

/** Sets what is given and takes away what is null, undefined or false. */
export function setAttributes(element: Element, attributes: Record<string, Given>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) element.removeAttribute(name)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
}
