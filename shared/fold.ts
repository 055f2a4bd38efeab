/** Text as search and sorting compare it: compatibility-normalised, accents and letter case folded. */
export const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/**
 * Text as filters compare it: letter case does not matter, accents do. Close to Unicode's NFKC_Casefold
 * (https://www.unicode.org/reports/tr44/#NFKC_CF): the one-to-many ß and the final sigma are settled by hand.
 */
export const foldCase = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ').normalize('NFC')
