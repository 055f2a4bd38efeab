import { type AddressInfo, createServer } from 'node:net'

/**
 * The port a setting names, which has to be free when the service starts; 0 is any free one. Without a setting the
 * usual port, or any other while something else uses it.
 */
export async function choosePort(setting: string | undefined, usual: number): Promise<string> {
  if (setting && setting !== '0') return setting

  return String(setting === '0' ? await freePort(0) : await freePort(usual).catch(() => freePort(0)))
}

function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const { port: found } = server.address() as AddressInfo
      server.close(() => resolve(found))
    })
  })
}
