import { inspect } from 'node:util'

export interface LogLine {
  level: 'log' | 'info' | 'warn' | 'error' | 'debug'
  text: string
}

/** The `console` of Apps Script; lines are kept in order instead of going to Cloud Logging. */
export class ScriptConsole {
  readonly #lines: LogLine[]

  constructor(lines: LogLine[]) {
    this.#lines = lines
  }

  log = (...args: unknown[]) => this.#write('log', args)
  info = (...args: unknown[]) => this.#write('info', args)
  warn = (...args: unknown[]) => this.#write('warn', args)
  error = (...args: unknown[]) => this.#write('error', args)
  debug = (...args: unknown[]) => this.#write('debug', args)

  #write(level: LogLine['level'], args: unknown[]) {
    this.#lines.push({ level, text: args.map(textOf).join(' ') })
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 4, breakLength: 200 })
}
