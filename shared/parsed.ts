/** What reading one piece of text gives: the value, or a sentence a person can act on. */
export type Parsed<T> = { value: T } | { problem: string }
