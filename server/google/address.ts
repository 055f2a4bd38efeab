/**
 * Where Google is. `root` (`CRM_GOOGLE_ROOT`) stands in for every Google host at once, for their paths do not collide;
 * null is Google itself.
 */
export function googleAddress(url: string | URL, root: string | null): URL {
  const address = new URL(url)
  return root && isGoogle(address.hostname) ? new URL(root + address.pathname + address.search) : address
}

const isGoogle = (host: string) => /(^|\.)(googleapis\.com|accounts\.google\.com)$/.test(host)
