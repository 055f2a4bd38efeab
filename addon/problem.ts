/** A failure with a sentence that tells the person what to do. Anything else that is thrown is a bug. */
export class Problem extends Error {}

const bug = 'The sidebar made a mistake of its own. Try again; if it stays, tell an admin what you clicked.'

/** The sentence to show. Bugs go to the script's log, by kind only: a log is no place for what is known about investors. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Problem) return error.message

  console.error(error instanceof Error ? `${error.name}\n${error.stack ?? ''}` : typeof error)
  return bug
}
