/** The column types of the grid. What they hold is settled in `docs/api.md`. */
export const fieldTypes = [
  'text',
  'long_text',
  'number',
  'currency',
  'percent',
  'date',
  'datetime',
  'checkbox',
  'single_select',
  'multi_select',
  'url',
  'email',
  'phone',
  'user',
  'contacts',
  'commitment',
  'rollup',
  'formula',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'attachments',
] as const

export type FieldType = (typeof fieldTypes)[number]

/** What people call them. */
export const typeNames: Record<FieldType, string> = {
  text: 'Text',
  long_text: 'Long text',
  number: 'Number',
  currency: 'Amount',
  percent: 'Percent',
  date: 'Date',
  datetime: 'Date and time',
  checkbox: 'Check box',
  single_select: 'Single select',
  multi_select: 'Multiple select',
  url: 'Web address',
  email: 'E-mail address',
  phone: 'Phone number',
  user: 'Colleague',
  contacts: 'Contacts',
  commitment: 'Commitment',
  rollup: 'Rollup',
  formula: 'Formula',
  created_at: 'Added at',
  created_by: 'Added by',
  updated_at: 'Changed at',
  updated_by: 'Changed by',
  attachments: 'Files',
}

/** What has columns that people add: every investor, person and opportunity. */
export const fieldEntities = ['investors', 'contacts', 'opportunities'] as const
export type FieldEntity = (typeof fieldEntities)[number]

/** Worked out by the system: nobody edits them, and no import fills them. */
export const computedTypes: ReadonlySet<FieldType> = new Set<FieldType>([
  'rollup',
  'formula',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
])

/** How far a field's values may travel; each level includes the ones before it. */
export const exposures = ['box', 'sidebar', 'sheet'] as const
export type Exposure = (typeof exposures)[number]

/** What a fund counts per investor: said, signed, paid in. */
export const fundMeasures = ['soft', 'signed', 'funded'] as const
export type FundMeasure = (typeof fundMeasures)[number]

export const optionColors = ['gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink'] as const
export type OptionColor = (typeof optionColors)[number]

export type Choice = { name: string; color?: OptionColor | undefined }
