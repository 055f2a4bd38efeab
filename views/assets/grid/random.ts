/** A key nobody else makes. `crypto.randomUUID` is there only where the page came by https or from this machine. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
