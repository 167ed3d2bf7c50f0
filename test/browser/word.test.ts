// A draft in Word: a submission begins with it, its headings become parts, and it is the text in the editor then.
import assert from "node:assert/strict"
import {execFileSync} from "node:child_process"
import {mkdtempSync, rmSync, writeFileSync} from "node:fs"
import {tmpdir} from "node:os"
import path from "node:path"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {faults, tooWide} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {addOrganization, fill, follow, noticed, press, setUp} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, page: Page, watch: Watch
const folder = mkdtempSync(path.join(tmpdir(), "upright-word-")), found: string[] = []

before(async () => {
  server = await Server.start()
  browser = await launch();
  ({page, watch} = await visitor(browser, {viewport: {width: 1400, height: 900}}))
  await setUp(page, server.setUp)
  await addOrganization(page, server.url)
})
after(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, {recursive: true, force: true})
})

/** The worked example as a Word file. */
function draft(): string {
  const json = path.join(folder, "example.upright.json"), docx = path.join(folder, "draft.docx")
  writeFileSync(json, execFileSync("bin/upright", ["example"]))
  execFileSync("bin/upright", ["render", json, "-o", docx])
  return docx
}

test("a draft in Word becomes the text", async () => {
  await page.goto(server.url + "/submissions/new")
  await fill(page, {state: "MEX", language: "en"})
  await page.getByLabel(t("review.word")).check()
  await press(page, "review.submit")
  await press(page, "details.create")
  await page.getByRole("heading", {name: t("word.title")}).waitFor()
  found.push(...await faults(page, "file"))
  const other = path.join(folder, "old.doc")
  writeFileSync(other, Buffer.from("d0cf11e0a1b11ae1", "hex"))
  await page.locator("input[type=file]").setInputFiles(other)
  await press(page, "word.submit")
  await page.getByRole("alert").getByText(t("word.file.doc")).waitFor()
  await page.locator("input[type=file]").setInputFiles(draft())
  await press(page, "word.submit")

  await page.getByRole("heading", {name: t("word-found.title")}).waitFor()
  found.push(...await faults(page, "headings"))
  await page.setViewportSize({width: 360, height: 740})
  found.push(...await tooWide(page, "headings on a phone"))
  await page.setViewportSize({width: 1400, height: 900})
  // The methodology is left out, by the keyboard.
  const choice = page.getByLabel("Methodology and consultation")
  await choice.focus()
  await choice.selectOption({label: t("word.use.leave")})
  await press(page, "word-found.show")
  await page.locator(".reading").getByText("Legal gaps leave returnees").waitFor()
  assert.equal(await page.locator(".reading").getByText("The organization accompanied").count(), 0)
  found.push(...await faults(page, "shown"))
  await press(page, "word-found.take")
  await noticed(page, "notice.word")
  await page.locator("#editor-text").getByText("Legal gaps leave returnees").waitFor()
  await follow(page, "editor.word")
  await page.getByRole("heading", {name: t("word.title")}).waitFor()
})

test("no page was at fault", () => {
  assert.deepEqual(found, [])
  assert.deepEqual(watch.complaints, [])
})
