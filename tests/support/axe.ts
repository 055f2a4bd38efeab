import axe from 'axe-core'
import type { Page } from 'playwright-core'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds on the page as it stands: the rule and the element, one a line. */
export async function violations(page: Page): Promise<string[]> {
  // Injected through the debugger, which the page's content security policy does not stop.
  await atRest(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const options = { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] }
  const run = `axe.run(document, ${JSON.stringify(options)})`
  const results = (await page.evaluate(run)) as axe.AxeResults
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}

/** Half-way through a change of colour, and while it waits for its answer, a button has a contrast nobody reads it in. */
async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('.htmx-request'))
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(passing.map((one) => one.finished))
  })
}
