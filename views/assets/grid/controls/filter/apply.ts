/** Keeps what is being built per view, and lets it filter as soon as enough of it is said. */
import { checkFilter, type FilterTree, kindOf } from '../../../../../shared/filter.ts'
import { ApiProblem } from '../../model/api.ts'
import type { GridPage } from '../../page.ts'
import { type DraftGroup, draftOf, nodeAt, placesOf, treeOf } from './draft.ts'
import { readyIn } from './drawing.ts'

/** Half-said conditions outlive the closing of the panel, not the page. */
const drafts = new Map<string, DraftGroup>()

const said = (tree: FilterTree | null): string => JSON.stringify(tree)

/** What the panel shows: the draft of this view as long as it says what is applied, else what is applied. */
export function draftFor(page: GridPage): DraftGroup {
  const kept = drafts.get(page.view.id)
  const { filter } = page.definition()
  return kept && isApplied(page, kept) ? kept : draftOf(filter)
}

/** Whether the view is filtered by what the draft says so far; how the tree is written makes no difference. */
export function isApplied(page: GridPage, draft: DraftGroup): boolean {
  const ready = readyIn(page)
  return said(treeOf(draft, ready)) === said(treeOf(draftOf(page.definition().filter), () => true))
}

const pauseOfTyping = 250

export type Problems = Map<string, string>

export type Applier = {
  apply: (draft: DraftGroup, typed: boolean) => void
  /** Whether something said is not applied yet: what the view says meanwhile is older than the draft. */
  isBusy: () => boolean
}

/** Applies drafts one after the other: the newest wins, and a pause in typing is waited for. */
export function createApplier(page: GridPage, tell: (problems: Problems) => void): Applier {
  let timer: ReturnType<typeof setTimeout> | undefined
  let newest = 0
  let settled = 0

  async function run(draft: DraftGroup, viewId: string, mine: number): Promise<void> {
    const tree = treeOf(draft, readyIn(page))
    const problems = locate(await problemsOf(page, tree), draft, page)
    if (mine !== newest) return
    if (viewId === page.view.id) {
      tell(problems)
      if (problems.size === 0 && !isApplied(page, draft)) page.change({ filter: tree })
    }
    settled = mine
  }

  const apply = (draft: DraftGroup, typed: boolean): void => {
    drafts.set(page.view.id, draft)
    clearTimeout(timer)
    newest += 1
    const [viewId, mine] = [page.view.id, newest]
    timer = setTimeout(() => void run(draft, viewId, mine), typed ? pauseOfTyping : 0)
  }
  return { apply, isBusy: () => settled !== newest }
}

/** What is wrong with a tree, by place: by the rules both sides share, then by what only the server knows. */
async function problemsOf(page: GridPage, tree: FilterTree | null): Promise<Record<string, string>> {
  if (!tree) return {}
  const checked = checkFilter(tree, (key) => kindOf(page.field(key)?.result_type ?? 'attachments'))
  if ('problems' in checked) return checked.problems
  try {
    await page.api('POST', '/fundraising/rows/groups', { filter: tree, group: [] })
    return {}
  } catch (problem) {
    return problem instanceof ApiProblem && problem.status === 422 ? fieldsOf(problem) : {}
  }
}

function fieldsOf({ body, message }: ApiProblem): Record<string, string> {
  const fields = body['fields']
  return typeof fields === 'object' && fields !== null ? (fields as Record<string, string>) : { filter: message }
}

function locate(problems: Record<string, string>, draft: DraftGroup, page: GridPage): Problems {
  const places = placesOf(draft, readyIn(page))
  const found = Object.entries(problems).map(
    ([place, sentence]) => [nodeAt(place, places) ?? draft.id, sentence] as const,
  )
  return new Map(found)
}
