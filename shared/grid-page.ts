/** What the server puts into the grid page for its script: everything needed to paint, and the first rows. */
import type { FieldType } from './fields.ts'
import type { ViewDefinition } from './views.ts'

/** A column as the grid knows it; `result_type` is what it filters, sorts and formats as. */
export type FieldInfo = {
  id: string
  key: string
  label: string
  type: FieldType
  result_type: FieldType
  builtin: boolean
  primary: boolean
  required: boolean
  exposure: string
  options: {
    choices?: { name: string; color?: string | undefined }[] | undefined
    currency?: string | undefined
    precision?: number | undefined
    fund_id?: string | undefined
    measure?: string | undefined
  }
  formula: string | null
  description: string | null
  position: number
  default_value?: unknown
  version: number
}

export type UserInfo = { id: string; name: string; active: boolean }
/** `color` is the class of its pill (`is-teal`). */
export type StageInfo = { key: string; label: string; color: string }
export type TagInfo = { id: string; name: string; color: string }
export type FundInfo = { id: string; name: string; currency: string }

/** A saved view. `owner_id` null: shared with everybody. `drift`: the caller's own unsaved variant of it. */
export type ViewInfo = {
  id: string
  key: string | null
  name: string
  owner_id: string | null
  locked: boolean
  definition: ViewDefinition
  position: number
  drift: ViewDefinition | null
  version: number
}

/** One row of a compact answer: its id, its version, its colour or null, then a value per column asked for. */
export type CompactRow = [id: string, version: number, color: string | null, ...values: unknown[]]
export type CompactRows = {
  columns: string[]
  rows: CompactRow[]
  total: number
  limit: number
  offset: number
  /** The number of the newest change these rows hold. */
  version: number
}

export type GridData = {
  me: { id: string; name: string; role: 'viewer' | 'member' | 'admin' }
  zone: string
  /** The server's clock when the page was made. */
  now: string
  fields: FieldInfo[]
  users: UserInfo[]
  stages: StageInfo[]
  tags: TagInfo[]
  funds: FundInfo[]
  views: ViewInfo[]
  /** The id of the chosen view. */
  view: string
  rows: CompactRows
}
