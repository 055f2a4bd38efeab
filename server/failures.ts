import { ConfigError } from './config.ts'
import { UserError } from './errors.ts'
import { DataFolderInUse } from './lock.ts'

type SystemError = Error & { code?: string; syscall?: string; port?: number; address?: string; path?: string }

/** What a program prints before it gives up: a sentence where a person can do something, else the whole stack. */
export function lastWords(error: unknown): string {
  if (error instanceof ConfigError || error instanceof UserError || error instanceof DataFolderInUse)
    return error.message

  return systemSentence(error as SystemError) ?? (error as Error).stack ?? String(error)
}

function systemSentence({ code, syscall, port, address, path }: SystemError): string | null {
  if (syscall === 'listen')
    return `Cannot listen on ${address}:${port}: ${listenReason(code)} Stop what uses it, or set CRM_PORT or CRM_GATEWAY_PORT to another.`
  if (code && code in fileReasons && path) return `${path} ${fileReasons[code]}`

  return null
}

const listenReason = (code?: string) =>
  code === 'EADDRINUSE' ? 'the port is in use.' : code === 'EACCES' ? 'this user may not use the port.' : `${code}.`

const fileReasons: Record<string, string> = {
  EACCES: 'may not be read or written by this user.',
  EPERM: 'may not be read or written by this user.',
  ENOENT: 'does not exist.',
  ENOTDIR: 'is not in a folder: part of the path is a file.',
  EEXIST: 'is a file, where a folder is needed.',
  EISDIR: 'is a folder, where a file is needed.',
  EROFS: 'is on a disk that cannot be written.',
  ENOSPC: 'cannot be written: the disk is full.',
}
