/** What the host brought back; `headers` are pairs because a name may be repeated. */
export interface HttpAnswer {
  status: number
  headers: [string, string][]
  body: Uint8Array
}

export class HttpResponse {
  readonly #answer: HttpAnswer

  constructor(answer: HttpAnswer) {
    this.#answer = answer
  }

  getResponseCode(): number {
    return this.#answer.status
  }

  getContentText(charset = 'utf-8'): string {
    return new TextDecoder(String(charset)).decode(this.#answer.body)
  }

  /** Bytes as Java has them: -128 to 127. */
  getContent(): number[] {
    return Array.from(new Int8Array(this.#answer.body))
  }

  getHeaders(): Record<string, string> {
    return Object.fromEntries(this.#answer.headers)
  }

  getAllHeaders(): Record<string, string | string[]> {
    const grouped = Map.groupBy(this.#answer.headers, ([name]) => name)
    const pairs = [...grouped].map(([name, entries]) => [name, entries.map(([, value]) => value)] as const)
    return Object.fromEntries(pairs.map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]))
  }
}
