/** Why a formula is refused on save, and where: character offsets into its source, `end` exclusive. */
export type FormulaProblem = {
  code: FormulaProblemCode
  message: string
  start: number
  end: number
  /** What would have been right there: a type, a bracket, a name. */
  expected?: string
}

export type FormulaProblemCode =
  | 'empty'
  | 'too_long'
  | 'too_deep'
  | 'too_large'
  | 'unexpected'
  | 'unclosed'
  | 'unknown_function'
  | 'unknown_field'
  | 'wrong_count'
  | 'wrong_type'
  | 'wrong_value'

export type Span = { start: number; end: number }

/** Thrown inside the compiler only; `compileFormula` answers the problem. */
export class Refusal extends Error {
  readonly problem: FormulaProblem

  constructor(code: FormulaProblemCode, message: string, { start, end }: Span, expected?: string) {
    super(message)
    this.problem = { code, message, start, end, ...(expected && { expected }) }
  }
}

export type CellErrorCode =
  | 'division_by_zero'
  | 'wrong_type'
  | 'not_a_number'
  | 'bad_date'
  | 'bad_value'
  | 'no_match'
  | 'too_much_work'
  | 'too_large'
  | 'error'

/** Why the formula has no value for one row. No Error: a column may fail 10,000 times, and nobody reads the stacks. */
export class CellError {
  readonly code: string
  readonly message: string

  constructor(code: CellErrorCode | (string & {}), message: string) {
    this.code = code
    this.message = message
  }
}
