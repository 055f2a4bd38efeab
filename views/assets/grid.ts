/** The grid page: its table, and the parts that are mounted on it. */
import type { GridData } from './grid/page.ts'
import { start } from './grid/start.ts'

const island = document.querySelector('#grid-data')
if (island) await start(JSON.parse(island.textContent ?? '') as GridData)
