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

/**
 * A port nobody listens on, nor is given before it is used: it is none of those the kernel gives away by itself (from
 * 32768 on, https://docs.kernel.org/networking/ip-sysctl.html#ip-variables), and each worker of a run has its own.
 */
export async function freePort(): Promise<number> {
  const worker = 2 * process.pid + Number(process.env['VITEST_POOL_ID'] ?? 1)
  const port = 10_000 + ((worker * 200 + given++) % 22_000)
  return (await isFree(port)) ? port : freePort()
}

let given = 0

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
