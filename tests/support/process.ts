import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { onTestFinished } from 'vitest'

/** A program of ours, run as people run it. It is killed when the test ends, whatever happened. */
export function run(script: string, args: string[], env: Record<string, string>, input?: string) {
  const child = spawn(process.execPath, [script, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdin.end(input ?? '')
  const output = collect(child)
  return { child, output, ended: ended(child, output), said: (text: string | RegExp) => said(child, output, text) }
}

type Output = { stdout: string; stderr: string }

function collect(child: ChildProcess): Output {
  const output = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text) => (output.stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text) => (output.stderr += text))
  return output
}

const ended = (child: ChildProcess, output: Output) =>
  new Promise<Output & { code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ ...output, code, signal }))
  })

/** Resolves with the match when the program has printed it; fails with everything it said if it ends first. */
function said(child: ChildProcess, output: Output, text: string | RegExp): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const match = output.stdout.match(text)
      if (match) resolve(match)
    }
    child.stdout?.on('data', look)
    child.once('close', () => reject(new Error(`ended without saying ${text}:\n${output.stdout}\n${output.stderr}`)))
    look()
  })
}

/** A port nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
