/** A failure with a sentence that tells the person what to do. Anything else that is thrown is a bug. */
export class Problem extends Error {}

const bug = 'The sidebar made a mistake of its own. Try again; if it stays, tell an admin what you clicked.'

/** The sentence to show. Bugs go to the script's log, by kind and place. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Problem) return error.message

  console.error(error instanceof Error ? [error.name, ...framesOf(error)].join('\n') : typeof error)
  return bug
}

/** Where it happened. A stack begins with the message, which may name an investor, and Google keeps what is logged. */
const framesOf = ({ stack = '' }: Error): string[] => stack.split('\n').filter((line) => /^\s+at /.test(line))
