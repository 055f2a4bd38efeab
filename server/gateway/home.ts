import type { FastifyInstance } from 'fastify'
import type { HomeReply, InvestorSummary } from '../../shared/gateway.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { type Gate, gateTo } from '../grid/exposure.ts'
import { toldEntries } from '../history/never-logged.ts'
import { actingUser } from './caller.ts'
import { communicationLine } from './investor-dossier.ts'
import { type SummaryRow, summaryColumns, summaryLine } from './summary.ts'
import { surroundings } from './surroundings.ts'

/** `GET /home`: what the sidebar shows beside no message. */
export async function homeRoutes(app: FastifyInstance): Promise<void> {
  app.get('/home', async (request): Promise<HomeReply> => {
    const user = actingUser(request)
    return {
      ...surroundings(app, user),
      recent: recentInvestors(app.db, gateTo(app.db, 'sidebar'), user.id),
      communications: latestCommunications(app.db, user.id),
    }
  })
}

/** The ten investors this person worked on last; of somebody new, those the team was in touch with last. */
function recentInvestors(db: Db, gate: Gate, userId: string): InvestorSummary[] {
  const own = prepared<SummaryRow>(db, touched).all(userId)
  const rows = own.length > 0 ? own : prepared<SummaryRow>(db, inTouch).all()
  return rows.map((row) => summaryLine(gate, row, null))
}

/** Imports and restores touch everything at once, and say nothing about what somebody works on. */
const touched = `
  WITH acts AS (
    SELECT id FROM batches WHERE actor_id = ? AND surface IN ('web', 'api', 'sidebar', 'sheet') ORDER BY at DESC LIMIT 60
  ), last AS (
    SELECT c.investor_id, max(c.seq) AS seq FROM acts JOIN changes c ON c.batch_id = acts.id
    WHERE c.investor_id IS NOT NULL AND ${toldEntries('c.seq')} GROUP BY c.investor_id
  )
  ${summaryColumns} JOIN last ON last.investor_id = i.id ORDER BY last.seq DESC LIMIT 10`

const inTouch = `
  ${summaryColumns} WHERE i.id IN (
    SELECT investor_id FROM investor_summaries WHERE last_contact_at IS NOT NULL ORDER BY last_contact_at DESC LIMIT 10
  ) ORDER BY s.last_contact_at DESC, i.id`

type Latest = Parameters<typeof communicationLine>[1] & { investor_id: string; investor_name: string }

function latestCommunications(db: Db, readerId: string): HomeReply['communications'] {
  const rows = prepared<Latest>(db, latest).all()
  return rows.map((said) => ({
    ...communicationLine(readerId, said),
    investor_id: said.investor_id,
    investor_name: said.investor_name,
  }))
}

/** One with several investors is shown once, for the first of them. */
const latest = `
  SELECT c.id, c.type, c.summary, c.subject, c.privacy, c.participants, c.occurred_at, u.full_name AS by,
    i.id AS investor_id, i.name AS investor_name
  FROM told_communications c
  JOIN live_investors i ON i.id = (
    SELECT l.investor_id FROM live_communication_investors l JOIN live_investors n ON n.id = l.investor_id
    WHERE l.communication_id = c.id ORDER BY l.id LIMIT 1)
  LEFT JOIN live_users u ON u.id = c.user_id
  ORDER BY c.occurred_at DESC, c.id DESC LIMIT 5`
