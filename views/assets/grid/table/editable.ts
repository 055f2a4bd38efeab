import { computedTypes } from '../../../../shared/fields.ts'
import type { FieldInfo } from '../../../../shared/grid-page.ts'

/** Whether a person may write into cells of this column. Files are added in the dossier. */
export const isEditable = (field: FieldInfo): boolean => !computedTypes.has(field.type) && field.type !== 'attachments'
