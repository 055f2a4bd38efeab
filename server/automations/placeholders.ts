/** The columns a text names in braces: `Call {Name} about {City}` → Name, City. */
export const placeholders = (text: string): string[] => [...text.matchAll(inBraces)].map((match) => String(match[1]))

/** Puts what `textOf` answers in the place of each. */
export const filledIn = (text: string, textOf: (name: string) => string): string =>
  text
    .replace(inBraces, (_, name: string) => textOf(name))
    .replace(/\s+/g, ' ')
    .trim()

const inBraces = /\{([^{}]{1,200})\}/g
