// A page in Chromium with a module of the editor in it, for tests of what needs a DOM.
import {existsSync} from "node:fs"
import {mkdtemp, rm} from "node:fs/promises"
import {tmpdir} from "node:os"
import path from "node:path"
import * as esbuild from "esbuild"
import {chromium, type BrowserContext, type Page} from "playwright-core"

const places = [process.env["UPRIGHT_CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

/** Starts Chromium with a profile of its own, which goes when it is closed. */
export async function launch(): Promise<BrowserContext> {
  const executablePath = places.find(place => place !== undefined && existsSync(place))
  if (!executablePath) throw new Error("no Chromium; set UPRIGHT_CHROMIUM to its path")
  const profile = await mkdtemp(path.join(tmpdir(), "upright-chromium-"))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath, headless: true, viewport: {width: 1400, height: 900},
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  })
  context.on("close", () => void rm(profile, {recursive: true, force: true, maxRetries: 10, retryDelay: 200}))
  return context
}

/** Runs a test in a page where the exports of a module (path from the root of the project) stand under "tested". */
export async function inChromium(module: string, run: (page: Page) => Promise<void>): Promise<void> {
  const built = await esbuild.build({entryPoints: [module], bundle: true, format: "iife", globalName: "tested", write: false, target: "es2022"})
  const context = await launch()
  try {
    const page = await context.newPage()
    await page.addScriptTag({content: built.outputFiles[0]!.text})
    await run(page)
  } finally {
    await context.close()
  }
}
