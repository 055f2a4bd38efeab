/** The form in which addresses are compared (`shared/addresses.ts`), where SQL meets one as it was written. */

/** Of a column that holds one address, or null. */
export const keySql = (address: string): string => `(
  SELECT CASE WHEN d IN ('gmail.com', 'googlemail.com') THEN replace(l, '.', '') || '@gmail.com' ELSE l || '@' || d END
  FROM (
    SELECT substr(k, 1, CASE WHEN instr(k, '+') > 1 THEN instr(k, '+') ELSE instr(k, '@') END - 1) AS l,
      substr(k, instr(k, '@') + 1) AS d
    FROM (SELECT lower(${address}) AS k)
  ))`

/** Whether an address in that form is a user's: they are looked up as they sign in, which at Gmail may be with dots. */
export const isUsers = (key: string): string => `(
  EXISTS (SELECT 1 FROM live_users u WHERE u.email_key = ${key})
  OR (${key} LIKE '%@gmail.com' AND EXISTS (SELECT 1 FROM live_users u WHERE ${keySql('u.email_key')} = ${key})))`
