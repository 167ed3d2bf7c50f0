// The programs that look into downloaded files.
import {execFileSync} from "node:child_process"
import type {Page} from "playwright-core"

/** What a program prints; throws with its errors when it fails. */
export const run = (program: string, ...args: string[]): string => execFileSync(program, args, {encoding: "utf8", maxBuffer: 1 << 26})

/** Follows a link to a file and returns where it was kept. */
export async function download(page: Page, link: string): Promise<{path: string; name: string}> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", {name: link, exact: true}).click()])
  return {path: await file.path(), name: file.suggestedFilename()}
}
