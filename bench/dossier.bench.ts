import { startWorkspace } from '../emulator/server.ts'
import { readConfig } from '../server/config.ts'
import { buildGateway } from '../server/gateway.ts'
import { now, staffEmail } from './fund.ts'
import { type Bench, type Lab, sizes } from './lab.ts'
import { compare } from './measure.ts'
import { openWire } from './wire.ts'

const clientId = 'bench.apps.googleusercontent.com'
const domain = 'northlight.example'

/** The sidebar's question beside an open message, with its ID token checked, against one row from a bare Fastify. */
export const dossier: Bench = {
  name: 'dossier',
  run: async (lab, report) => {
    const { addresses, ids } = await lab.fund(sizes.usual)
    const { ask, headers } = await openGateway(lab)
    const bare = await lab.bare(sizes.usual)
    let n = 0
    const question = () => JSON.stringify({ addresses: [addresses[++n % addresses.length], staffEmail] })
    const ours = () => ask({ method: 'POST', path: '/addon/v1/dossier', headers, body: question() })
    report(
      await compare({
        name: 'dossier through the gateway',
        ours,
        bare: () => bare.ask({ path: `/one/${ids[n % ids.length]}` }),
      }),
    )
    report(await compare({ name: 'dossier against an empty reply', ours, bare: () => bare.ask({ path: '/nothing' }) }))
  },
}

async function openGateway(lab: Lab) {
  const { db } = await lab.fund(sizes.usual)
  const users = [{ email: staffEmail, name: 'Ines Okafor' }]
  const workspace = await lab.once('workspace', () => startWorkspace({ domain, users, clientId, now }))
  const config = readConfig({
    CRM_LOG_LEVEL: 'silent',
    CRM_WORKSPACE_DOMAIN: domain,
    CRM_ADDON_CLIENT_IDS: clientId,
    CRM_GOOGLE_ROOT: workspace.url,
  })
  const limits = { perUser: 1_000_000, perAddress: 1_000_000 }
  const app = await buildGateway({ db, config, now, setupToken: 'unused' }, { limits })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  await lab.once('gateway', () => ({ close: () => app.close() }))

  const token = await workspace.identityToken(staffEmail)
  const wire = await lab.once('gateway wire', () => openWire(origin))
  return { ...wire, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } }
}
