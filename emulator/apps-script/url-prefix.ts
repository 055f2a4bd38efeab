/** The rules of https://developers.google.com/apps-script/manifest/allowlist-url, for fetches and for links alike. */

const prefixPattern = /^https:\/\/(\*\.)?([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?\/\S*$/i

/** A prefix Google would save: https, a full domain, a path, and a wildcard only as the first label. */
export function isValidPrefix(prefix: string): boolean {
  return prefixPattern.test(prefix)
}

export function matchesAnyPrefix(url: string, prefixes: string[]): boolean {
  return prefixes.some((prefix) => matchesPrefix(url, prefix))
}

function matchesPrefix(address: string, prefix: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  const allowed = new URL(prefix.replace('://*.', '://wildcard.'))
  return (
    url.protocol === 'https:' &&
    url.port === allowed.port &&
    matchesHost(url.hostname, allowed.hostname) &&
    isChild(url.pathname, allowed.pathname)
  )
}

function matchesHost(host: string, allowed: string): boolean {
  if (!allowed.startsWith('wildcard.')) return host === allowed
  return host.endsWith(allowed.slice('wildcard'.length))
}

/** Paths are compared by segment and by letter case: /foo allows /foo and /foo/bar, not /foobar. */
function isChild(path: string, allowed: string): boolean {
  if (path === allowed) return true
  return path.startsWith(allowed.endsWith('/') ? allowed : `${allowed}/`)
}
