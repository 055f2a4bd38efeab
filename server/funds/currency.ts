import { z } from 'zod'

const codes = new Set(Intl.supportedValuesOf('currency'))
const sentence = 'Use a three-letter currency code such as USD.'

/** A currency as ISO 4217 writes it; a misspelt one would stand beside every amount. */
export const currencyCode = z.string(sentence).refine((code) => codes.has(code), sentence)
