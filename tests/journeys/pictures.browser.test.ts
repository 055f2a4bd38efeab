import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../support/folder.ts'
import { takePictures } from './pictures.ts'

test('the pictures of the README are taken from the running demo, in the size they say', async () => {
  const wanted = ['investors-light', 'dossier-phone-dark']
  const files = await takePictures(emptyFolder(), (name) => wanted.includes(name))

  expect(Object.fromEntries(files.map((file) => [basename(file), sizeOf(file)]))).toEqual({
    'investors-light.png': '1440×900',
    'dossier-phone-dark.png': '390×844',
  })
  for (const file of files) expect(readFileSync(file).length).toBeGreaterThan(20_000)
})

/** From the header of a PNG: its signature, then the IHDR chunk that begins with width and height. https://www.w3.org/TR/png-3/#11IHDR */
function sizeOf(file: string): string {
  const bytes = readFileSync(file)
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  return `${bytes.readUInt32BE(16)}×${bytes.readUInt32BE(20)}`
}
