/** The grid page: its table, and the parts that are mounted on it. */
import './grid/no-eval.ts'
import { mountActs } from './grid/acts/mount.ts'
import { mountControls } from './grid/controls/controls.ts'
import type { GridData } from './grid/page.ts'
import { mountPaste } from './grid/paste/mount.ts'
import { start } from './grid/start.ts'

const island = document.querySelector('#grid-data')
if (island) {
  const page = await start(JSON.parse(island.textContent ?? '') as GridData)
  mountControls(page)
  mountPaste(page)
  mountActs(page)
}
