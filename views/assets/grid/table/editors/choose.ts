import type { FieldInfo } from '../../../../../shared/grid-page.ts'
import { contactsEditor } from './contacts.ts'
import { dateEditor, datetimeEditor } from './date.ts'
import type { MakeEditor } from './editor.ts'
import { multiEditor } from './multi.ts'
import { numberEditor } from './number.ts'
import { selectEditor, userEditor } from './select.ts'
import { longTextEditor, textEditor } from './text.ts'

const editors: Partial<Record<FieldInfo['type'], MakeEditor>> = {
  long_text: longTextEditor,
  number: numberEditor,
  currency: numberEditor,
  percent: numberEditor,
  commitment: numberEditor,
  date: dateEditor,
  datetime: datetimeEditor,
  single_select: selectEditor,
  multi_select: multiEditor,
  user: userEditor,
  contacts: contactsEditor,
}

/** The editor of a column's type; whatever has none of its own is a line of text. */
export const editorFor = (field: FieldInfo): MakeEditor => editors[field.type] ?? textEditor
