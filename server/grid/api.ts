import type { FastifyInstance } from 'fastify'
import { historyApi } from '../history/api.ts'
import { undoApi } from '../undo/api.ts'
import { bulkApi } from './bulk-api.ts'
import { exportApi } from './export-api.ts'
import { fieldsApi } from './fields-api.ts'
import { formulasApi } from './formulas/api.ts'
import { namesApi } from './page/names-api.ts'
import { pasteApi } from './paste/api.ts'
import { queryApi } from './query-api.ts'
import { rowsApi } from './rows-api.ts'
import { stateApi } from './state-api.ts'
import { viewsApi } from './views/views-api.ts'

/** The grid: its rows and columns, the whole of it, undo and export. */
export async function gridApi(app: FastifyInstance): Promise<void> {
  await app.register(rowsApi)
  await app.register(pasteApi)
  await app.register(queryApi)
  await app.register(namesApi)
  await app.register(historyApi)
  await app.register(bulkApi)
  await app.register(fieldsApi)
  await app.register(formulasApi)
  await app.register(viewsApi)
  await app.register(stateApi)
  await app.register(undoApi)
  await app.register(exportApi)
}
