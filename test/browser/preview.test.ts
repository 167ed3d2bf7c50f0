// The paper beside the text, the package of files, and the typography of a text.
import assert from "node:assert/strict"
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs"
import {tmpdir} from "node:os"
import path from "node:path"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {faults} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor} from "./harness/editor"
import {download, run} from "./harness/files"
import {addOrganization, setUp} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, page: Page, watch: Watch, home: string, editor: Editor, first: number
const folder = mkdtempSync(path.join(tmpdir(), "upright-preview-"))

before(async () => {
  server = await Server.start()
  browser = await launch();
  ({page, watch} = await visitor(browser, {acceptDownloads: true, viewport: {width: 1400, height: 900}}))
  await setUp(page, server.setUp)
  await addOrganization(page, server.url)
  home = await take("en")
  editor = await Editor.open(page, home)
})
after(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, {recursive: true, force: true})
})

/** Takes the worked example of a language into the server and returns the address of the submission. */
async function take(language: string): Promise<string> {
  const file = path.join(folder, language + ".upright.json")
  writeFileSync(file, run("bin/upright", "example", "-lang", language))
  await page.goto(server.url + "/submissions/import")
  await page.locator("input[type=file]").setInputFiles(file)
  await page.locator("main form button").first().click()
  await page.waitForURL(/\/submissions\/[a-z0-9]{20}/)
  return /.*\/submissions\/[a-z0-9]{20}/.exec(page.url())![0]
}

const areas = () => page.locator(".preview-area")
const where = () => page.locator(".preview-where")
/** The number of the page that is shown, and how many there are. */
const numbers = async () => (await where().textContent())!.match(/\d+/g)!.map(Number) as [number, number]
const shows = (page: number) => where().filter({hasText: new RegExp(`^Page ${page} of`)}).waitFor()
const open = () => page.getByRole("button", {name: t("editor.preview"), exact: true}).click()
/** The text of the page that is shown, as it is read out. */
const said = async () => (await areas().allTextContents()).join("\n")
/** What the page looks like: how much of its canvas is not white, by quarters from the top. */
const ink = () => page.locator(".preview-page canvas").evaluate((canvas: HTMLCanvasElement) => {
  const {data} = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height), quarters = [0, 0, 0, 0]
  for (let at = 0; at < data.length; at += 4) if (data[at]! < 128) quarters[Math.floor(at * 4 / data.length)]!++
  return quarters.map(n => n * 400 / (data.length / 4))
})

test("the page of the cursor's paragraph is drawn, as the PDF has it", async () => {
  await open()
  await page.locator(".preview-here").waitFor();
  [first] = await numbers()
  assert.ok(first > 1, "the cursor stands in the text, not on the cover")
  const shares = await ink()
  assert.ok(shares.every(share => share > 1 && share < 20), `ink in percent: ${shares}`)
  const {path: file} = await download(page, t("editor.preview.pdf"))
  const pages = run("pdftotext", "-raw", file, "-").replace(/\f$/, "").split("\f")
  assert.equal((await numbers())[1], pages.length)
  const words = (text: string) => text.match(/[\p{L}]{4,}/gu) ?? []
  const onPage = new Set(words(pages[first - 1]!))
  for (const word of words(await said())) assert.ok(onPage.has(word), word)
})

test("what is typed appears, with one page sent and none when nothing changed", async () => {
  const turn = async (key: string) => {
    const answer = page.waitForResponse(response => new URL(response.url()).pathname.endsWith("/preview"))
    await page.getByRole("button", {name: t(key)}).click()
    return await (await answer).json() as {drawing?: unknown}
  }
  await editor.text.locator("p[data-id]").first().click()
  await editor.key("End")
  await editor.type(" Zebrafish swim.")
  await areas().filter({hasText: "Zebrafish"}).waitFor()
  await editor.saved()
  const here = page.locator(".preview-here")
  assert.match((await here.textContent())!, /Zebrafish swim\./)
  const there = await turn("editor.preview.next")
  await shows(first + 1)
  const back = await turn("editor.preview.previous")
  await shows(first)
  assert.ok(there.drawing && !back.drawing, "a page that is here is not sent again")
})

test("a paragraph of the page leads to it in the text, and the cursor leads to its page", async () => {
  await page.getByRole("button", {name: t("editor.preview.next")}).click()
  await shows(first + 1)
  const target = page.locator("a.preview-area").nth(3), id = await target.getAttribute("data-block")
  await target.click()
  const at = () => page.evaluate(() => (getSelection()?.anchorNode?.parentElement)?.closest("[data-id]")?.getAttribute("data-id"))
  assert.equal(await at(), id)
  await page.locator(`a.preview-here[data-block="${id}"]`).waitFor()
  await editor.key("Control+End")
  await where().filter({hasNotText: new RegExp(`^Page ${first + 1} of`)}).waitFor()
  assert.ok(await page.locator(".preview-here").count(), "the paragraph of the cursor is marked")
})

test("with the keyboard: into the page, along its paragraphs, to the next page, and into the text", async () => {
  await page.locator("a.preview-area[tabindex='0']").focus()
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-block"))
  await editor.key("Home")
  const first = await focused()
  await editor.key("ArrowDown")
  assert.notEqual(await focused(), first)
  const before = await where().textContent()
  await editor.key("PageUp")
  await where().filter({hasNotText: before!}).waitFor()
  assert.ok(await page.evaluate(() => document.activeElement?.closest(".preview-page")), "the focus stays on the page")
  await editor.key("Enter")
  assert.ok(await editor.text.evaluate(text => text.contains(document.activeElement)), "Enter leads into the text")
})

test("no fault that axe finds, wide and narrow; on a phone the page has the window for itself", async () => {
  assert.deepEqual(await faults(page, "wide"), [])
  await page.setViewportSize({width: 360, height: 700})
  const seen = (visibility: string) => page.waitForFunction(wanted => getComputedStyle(document.querySelector(".editor-column")!).visibility === wanted, visibility)
  await seen("hidden")
  const drawn = (from: number, to: number) => page.waitForFunction(([from, to]) => {
    const {width} = document.querySelector<HTMLCanvasElement>(".preview-page canvas")!
    return from! < width && width <= to!
  }, [from, to])
  await drawn(0, 360)
  await page.getByRole("button", {name: t("editor.preview.larger")}).click()
  await drawn(600, 720)
  assert.deepEqual(await faults(page, "narrow"), [])
  await page.getByRole("button", {name: t("editor.preview.larger")}).click()
  await page.locator("a.preview-area").first().click()
  await seen("visible")
  assert.ok(await editor.text.evaluate(text => text.contains(document.activeElement)), "a paragraph leads back to the text")
  await page.setViewportSize({width: 1400, height: 900})
})

test("typography is offered, mended at once, and undone", async () => {
  await editor.text.locator("p[data-id]").first().click()
  await editor.key("End")
  await editor.type(" the State's  duty... https://example.org/a'b")
  await editor.panel("typography")
  const all = page.getByRole("button", {name: /^Mend all/})
  await page.locator(".typography-list").first().waitFor()
  assert.deepEqual(await faults(page, "typography"), [])
  await all.click()
  const text = () => editor.text.locator("p[data-id]").first().innerText()
  assert.match(await text(), /the State’s duty… https:\/\/example\.org\/a'b/)
  await editor.text.focus()
  await editor.key("Control+z")
  assert.match(await text(), /the State's {2}duty\.\.\./)
  await editor.saved()
})

test("the package unpacks, and its sums are right", async () => {
  await page.goto(home + "/answers")
  const {path: file, name} = await download(page, t("answers.file.zip"))
  assert.match(name, /\.zip$/)
  const out = path.join(folder, "package")
  run("unzip", "-q", file, "-d", out)
  assert.match(run("sh", "-c", `cd "${out}" && sha256sum -c SHA256SUMS`), /\.docx: OK[\s\S]*\.pdf: OK[\s\S]*fields\.txt: OK/)
  assert.match(readFileSync(path.join(out, "fields.txt"), "utf8"), /Mexico/)
})

test("a slow download is told of in the page, and so is one that fails", async () => {
  let answer: () => void = () => {}
  await page.route("**/files/pdf", async route => {
    await new Promise<void>(done => { answer = done })
    await route.abort()
  })
  await page.getByRole("link", {name: t("answers.file.pdf"), exact: true}).click()
  const status = page.locator("[data-downloads] [role=status]")
  await status.filter({hasText: /^Making/}).waitFor()
  answer()
  await status.filter({hasText: /could not be made/}).waitFor()
  await page.unroute("**/files/pdf")
})

test("an Arabic page runs from right to left", async () => {
  const arabic = await take("ar")
  await Editor.open(page, arabic)
  await open()
  await page.locator("a.preview-area").first().waitFor()
  const sides = await page.locator(".preview-page canvas").evaluate((canvas: HTMLCanvasElement) => {
    const {data, width, height} = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height)
    // The numbers of paragraphs stand alone in the outermost strip of the text on their side.
    const inked = (from: number, to: number) => {
      let n = 0
      for (let y = 0; y < height; y++) for (let x = Math.round(from * width); x < to * width; x++) if (data[(y * width + x) * 4]! < 128) n++
      return n
    }
    return {left: inked(0.121, 0.171), right: inked(0.829, 0.879)}
  })
  assert.ok(sides.left > 1.5 * sides.right, JSON.stringify(sides))
  assert.deepEqual(await faults(page, "Arabic"), [])
})

test("nothing forbidden happened", () => assert.deepEqual(watch.complaints, []))
