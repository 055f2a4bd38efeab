import { computedTypes } from '../../../../shared/fields.ts'
import type { FieldInfo } from '../../../../shared/grid-page.ts'

/** Whether a person may write into cells of this column. Files are added in the dossier. */
export const isEditable = (field: FieldInfo): boolean => !computedTypes.has(field.type) && field.type !== 'attachments'

/** A name, a list and what the fund requires always hold something: an investor without a list would be on the first one. */
export const mayBeBlank = (field: FieldInfo): boolean =>
  !field.primary && !field.required && !(field.builtin && field.key === 'list')
