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
    const list = violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(" ")}`)
    const {scrollWidth, clientWidth} = document.documentElement
    return scrollWidth > clientWidth ? [...list, `scrolls sideways: ${scrollWidth} > ${clientWidth}`] : list
  })
  return found.map(one => `${state}: ${one}`)
}
