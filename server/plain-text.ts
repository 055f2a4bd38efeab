import { z } from 'zod'

/** Text as it is given, which has to say something: a record keeps every string exactly. */
export const words = (most: number, otherwise: string) =>
  z
    .string()
    .refine((text) => text.trim() !== '', otherwise)
    .max(most, `Keep it under ${most.toLocaleString('en')} characters.`)

/** Text as people type it, trimmed and of at most so many characters. A NUL ends a text for many a tool that reads it. */
export const plainText = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Keep it under ${most.toLocaleString('en')} characters.`)
    .refine((text) => !text.includes('\0'), 'Text cannot hold a NUL character.')
