import type { FieldInfo } from '../../../shared/grid-page.ts'

/** The forms of columns are dialogs of the panel: htmx fetches them, and the grid hears of what they changed. */
export const openFieldDialog = (path: string): void => void window.htmx?.ajax('GET', path, { target: '#dialog' })

export const newFieldPath = '/fields/new?entity=investors'
export const editFieldPath = ({ id }: FieldInfo): string => `/fields/${encodeURIComponent(id)}/edit`
export const deleteFieldPath = ({ id }: FieldInfo): string => `/fields/${encodeURIComponent(id)}/delete`

/** Only columns the fund added itself can go; those that show commitments go with their fund. */
export const mayDelete = ({ builtin, type }: FieldInfo): boolean => !builtin && type !== 'commitment'
