import { join, relative } from 'node:path'
import { takePictures } from './pictures.ts'

/** `npm run images`: takes the pictures of `docs/images` again. */
for (const file of await takePictures(join(import.meta.dirname, '../../docs/images'))) {
  console.log(relative(process.cwd(), file))
}
