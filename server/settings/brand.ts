import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Db } from '../db/db.ts'
import type { Tx } from '../db/write.ts'
import { remembered } from '../grid/memo.ts'
import { accentColors } from './accent.ts'
import { getSetting, setSetting } from './settings.ts'

/** How the product presents itself: the fund's name, one accent colour (six hex digits), the address of a logo. */
export type Brand = { name: string; accent: string; logo: string | null }

const defaultAccent = '#1f6f5c'

export const brandForm = z.strictObject({
  name: z.string().trim().min(1, 'Give the system a name.').max(60, 'Keep the name under 60 characters.'),
  accent: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'Give a colour of six hex digits such as #1f6f5c.'),
  logo: z
    .url({
      protocol: /^https?$/,
      hostname: z.regexes.hostname,
      error: 'Give the web address of an image, or leave it blank.',
    })
    .nullish(),
})

/** What an admin set, else what the environment says. */
export function brandOf(db: Db, config: Config): Brand {
  const set = remembered(db, 'brand', () => getSetting<Partial<Brand>>(db, 'brand'))
  const { name, accent, logo } = config.brand
  return {
    name: set?.name ?? name,
    accent: set?.accent ?? accent ?? defaultAccent,
    logo: set ? (set.logo ?? null) : logo,
  }
}

export function saveBrand(tx: Tx, form: z.infer<typeof brandForm>): void {
  setSetting(tx, 'brand', { ...form, logo: form.logo ?? null })
}

/** The accent as custom properties, kept readable in both themes whatever colour was chosen. */
export function brandCss(brand: Brand): string {
  const { light, dark } = accentColors(brand.accent)
  const both = (name: keyof typeof light) => `light-dark(${light[name]}, ${dark[name]})`
  return `:root { --accent: ${both('fill')}; --on-accent: ${both('ink')}; --accent-soft: ${both('soft')}; --accent-ink: ${both('text')} }\n`
}
