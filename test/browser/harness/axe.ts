// What axe finds on a page, and whether the page is wider than its window.
import {readFileSync} from "node:fs"
import type {Page} from "playwright-core"

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8")

interface Run {run(options: object): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>}

/** Everything that is wrong with a page as it stands, one line each; the name of the state leads each line. */
export async function faults(page: Page, state: string): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const {violations} = await (globalThis as unknown as {axe: Run}).axe.run({resultTypes: ["violations"]})
    return violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(" ")}`)
  })
  return [...found.map(one => `${state}: ${one}`), ...await tooWide(page, state)]
}

/** Whether a page has to be scrolled sideways: one line or none. */
export async function tooWide(page: Page, state: string): Promise<string[]> {
  const {scrollWidth, clientWidth} = await page.evaluate(() => {
    const {scrollWidth, clientWidth} = document.documentElement
    return {scrollWidth, clientWidth}
  })
  return scrollWidth > clientWidth ? [`${state}: scrolls sideways: ${scrollWidth} > ${clientWidth}`] : []
}
