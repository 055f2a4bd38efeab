import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { forAdmins } from '../http/access.ts'
import { written } from '../http/shapes.ts'
import { applyPolicies, waitingByRule } from './apply-policies.ts'
import { batchOf } from './decide-many.ts'
import { type Policy, policiesOf, setPolicies } from './policies.ts'
import { ruleNames, rules } from './rules.ts'

const tags = ['Proposals']

const since = {
  at: z.string().nullable().describe('When it was switched; null while it is as it came.'),
  by: z.string().nullable().describe('The id of whoever switched it.'),
}
const policyShape = z.object({
  name: z.enum(ruleNames),
  kind: z.string().describe('What the rule proposes.'),
  title: z.string(),
  means: z.string(),
  confidence: z.number().describe('A fraction.'),
  auto: z.boolean().describe('Whether what the rule proposes is approved by itself.'),
  ...since,
  waiting: z.int().describe('How many proposals of the rule wait that nobody has decided yet.'),
})
const policiesShape = z.object({
  policies: z.array(policyShape),
  prospects_from_correspondence: z
    .object({ on: z.boolean(), ...since })
    .describe('Whether mail in both directions with somebody unknown proposes a prospect.'),
})
const patch = z.strictObject({
  auto: z.partialRecord(z.enum(ruleNames), z.boolean()).optional().describe('By the name of the rule.'),
  prospects_from_correspondence: z.boolean().optional(),
})

/** Which rules of capture are approved by themselves. */
export async function policiesApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const read = { tags, summary: 'The policies of capture', response: { 200: policiesShape } }
  app.get('/admin/policies', { ...forAdmins, schema: read }, async () => present(app.db))

  const write = { tags, summary: 'Change policies', body: patch, response: { 200: written(policiesShape) } }
  app.put('/admin/policies', { ...forAdmins, schema: write }, async (request, reply) => {
    const { auto, prospects_from_correspondence: correspondents } = request.body
    return reply.acted('Changed the policies of capture', (tx) => {
      setPolicies(tx, { auto, correspondents })
      return present(tx.db)
    })
  })

  const applied = z.object({ decided: z.int(), left: z.int().describe('How many could not be done as they stand.') })
  const apply = {
    tags,
    summary: 'Apply the policies to what waits',
    body: z.strictObject({ rule: z.enum(ruleNames).optional() }).nullish(),
    response: { 200: written(applied) },
  }
  app.post('/admin/policies/apply', { ...forAdmins, schema: apply }, async (request, reply) => {
    const decider = { db: app.db, actor: request.actor, now: app.now }
    return reply.once(async () => {
      const work = await applyPolicies(decider, 'Applied the policies to what waited', request.body?.rule)
      const decided = work.result.filter((one) => one.problem === null).length
      return { decided, left: work.result.length - decided, batch_id: batchOf(work) }
    }, 200)
  })
}

function present(db: Db): z.infer<typeof policiesShape> {
  const { auto, correspondents } = policiesOf(db)
  const waiting = waitingByRule(db)
  const policies = ruleNames.map((name) => {
    const { kind, title, means, confidence } = rules[name]
    const { on, ...chosen } = auto[name]
    return { name, kind, title, means, confidence, auto: on, ...chosen, waiting: waiting.get(name) ?? 0 }
  })
  return { policies, prospects_from_correspondence: correspondents satisfies Policy }
}
