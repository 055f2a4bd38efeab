import { z } from 'zod'

/** Text as people type it, trimmed and of at most so many characters. A NUL ends a text for many a tool that reads it. */
export const plainText = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Keep it under ${most.toLocaleString('en')} characters.`)
    .refine((text) => !text.includes('\0'), 'Text cannot hold a NUL character.')
