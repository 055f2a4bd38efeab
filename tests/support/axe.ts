import axe from 'axe-core'
import type { Page } from 'playwright-core'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds on the page as it stands: the rule and the element, one a line. */
export async function violations(page: Page): Promise<string[]> {
  // Injected through the debugger, which the page's content security policy does not stop.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const options = { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] }
  const run = `axe.run(document, ${JSON.stringify(options)})`
  const results = (await page.evaluate(run)) as axe.AxeResults
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}
