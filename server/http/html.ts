const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text made inert for HTML, in content and in quoted attributes. */
export const escapeHtml = (text: unknown): string => String(text ?? '').replace(/[&<>"']/g, (c) => entities[c] ?? c)

/** JSON inside a `<script type="application/json">`: nothing in it can end the element. https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements */
export const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
