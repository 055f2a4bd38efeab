import type { StaffKey } from './plan.ts'

export const domain = 'northlight.example'

export type StaffPlan = {
  name: string
  first: string
  email: string
  title: string
  role: 'admin' | 'member' | 'viewer'
}

export const staff = {
  ines: { name: 'Ines Okafor', first: 'Ines', email: `ines@${domain}`, title: 'Managing Partner', role: 'admin' },
  marcus: {
    name: 'Marcus Lindqvist',
    first: 'Marcus',
    email: `marcus@${domain}`,
    title: 'Head of Investor Relations',
    role: 'member',
  },
  priya: { name: 'Priya Raman', first: 'Priya', email: `priya@${domain}`, title: 'Investor Relations', role: 'member' },
} satisfies Record<StaffKey, StaffPlan>

/** Reads everything, changes nothing. */
export const vera: StaffPlan = {
  name: 'Vera Novak',
  first: 'Vera',
  email: `vera@${domain}`,
  title: 'Fund Accountant',
  role: 'viewer',
}

export const everybody: StaffPlan[] = [...Object.values(staff), vera]

/** Header text: `Ines Okafor <ines@northlight.example>`. */
export const mailbox = (person: { name: string; email: string }): string =>
  /[",.()]/.test(person.name) ? `"${person.name}" <${person.email}>` : `${person.name} <${person.email}>`
