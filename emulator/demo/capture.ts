import type { Service } from '../../server/service.ts'
import { day } from '../seed/calendar.ts'
import type { MailPlan, Story } from '../seed/plan.ts'
import type { RunningWorkspace } from '../server.ts'

/** What arrived in the last two weeks is captured as it came; all before that was there when capture was switched on. */
const lately = 14 * day

/** Mail that is in the mailboxes before the service starts, and mail that comes while it runs. */
export function byArrival({ mail }: Story, now: Date): { earlier: MailPlan[]; recent: MailPlan[] } {
  const isRecent = ({ message }: MailPlan) => message.date.getTime() > now.getTime() - lately
  return { earlier: mail.filter((one) => !isRecent(one)), recent: mail.filter(isRecent) }
}

/**
 * Lets the service capture the story's mailboxes, as if it had run all along: the first search, then what came later, which a
 * comparison brings in, so that people nobody knows yet are noticed too, and the calendars.
 */
export async function captureStory(service: Service, workspace: RunningWorkspace, story: Story, recent: MailPlan[]) {
  for (const meeting of story.meetings) workspace.addEvent(meeting)
  await service.capture.run()
  for (const { message, read } of recent) await workspace.deliver(message, { read })
  await service.capture.reconcile()
}
