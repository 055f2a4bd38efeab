/** A message as a document of its own, for a frame that runs nothing and fetches nothing. */
import { escapeHtml } from '../../http/html.ts'

/**
 * The address of a frame never leaves us, and remote content only comes when somebody asked for it for this one message.
 * `measured`: it stands in a page of ours, which reads how high it is. Then it has our origin, and still runs nothing; what
 * fetches from elsewhere, or is opened by itself, has none.
 */
export function frameHeaders(remote: boolean, measured = false): Record<string, string> {
  const images = remote ? 'data: https: http:' : 'data:'
  const policy = [
    "default-src 'none'",
    `img-src ${images}`,
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    `sandbox${measured && !remote ? ' allow-same-origin' : ''} allow-popups allow-popups-to-escape-sandbox`,
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'SAMEORIGIN',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  }
}

/** `html` is safe already. Mail is written for white paper, whatever the theme of the panel. */
export const frameDocument = (title: string, html: string): string => `<!doctype html>
<html><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><base target="_blank"><style>${style}</style></head>
<body>${html}</body></html>`

const style = `
  :root { color-scheme: light }
  body { margin: 12px 14px; background: #fff; color: #1c1c1e; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
  img { max-width: 100%; height: auto }
  table { max-width: 100% }
  blockquote { margin: 8px 0 8px 4px; padding-left: 10px; border-left: 2px solid #d8d8dc; color: #55555c }
  details.quoted > summary { width: 28px; margin: 6px 0; border-radius: 99px; background: #ececef; color: #55555c; line-height: 14px; text-align: center; list-style: none; cursor: pointer }
  details.quoted > summary::-webkit-details-marker { display: none }
  pre { white-space: pre-wrap }`
