// Rules: an administrator changes a word limit on the pages, the submission is offered the new version and takes it, a rule
// that no program can check is confirmed, and the editor mends what needs no judgement.
import assert from "node:assert/strict"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {faults} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor, words} from "./harness/editor"
import {addOrganization, fill, follow, noticed, press, setUp, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, page: Page, watch: Watch, home = ""

before(async () => {
  server = await Server.start()
  browser = await launch();
  ({page, watch} = await visitor(browser))
  await setUp(page, server.setUp)
  await addOrganization(page, server.url)
  home = await startSubmission(page, server.url)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test("a word limit is changed, looked at and put in force, and the submission takes it", async () => {
  await page.goto(server.url + "/administration/rules")
  await page.getByRole("link", {name: /Fifth cycle/}).click()
  await page.locator("#UPR-LEN-01").getByRole("link", {name: t("rule-set.change")}).click()
  await fill(page, {param_max_words: "many"})
  await press(page, "rule-change.submit")
  assert.deepEqual(await faults(page, "refused"), [])
  await fill(page, {param_max_words: "3210", document: "Guidelines of the fifth cycle"})
  await press(page, "rule-change.submit")
  await noticed(page, "notice.rules-kept")
  await page.locator("ins", {hasText: "3210"}).waitFor()
  assert.deepEqual(await faults(page, "differences"), [])
  await press(page, "rule-version.choose")
  await noticed(page, "notice.rules-chosen")
  await page.goto(home)
  await follow(page, "rules-offer.see")
  assert.deepEqual(await faults(page, "offer"), [])
  await press(page, "submission-rules.take")
  await noticed(page, "notice.rules-taken")
  await page.goto(home)
  await page.getByText(/of 3,210 words/).waitFor()
})

test("what only people can check is confirmed by the keyboard", async () => {
  await page.goto(home + "/check")
  const item = page.locator("#tick-UPR-PUB-01")
  await item.getByRole("button", {name: t("checklist.confirm")}).focus()
  await page.keyboard.press("Enter")
  await noticed(page, "notice.ticked")
  await item.getByText("Ada").waitFor()
  assert.deepEqual(await faults(page, "checklist"), [])
})

test("the editor mends a symbol when it is asked to, and undo takes it back", async () => {
  const editor = await Editor.open(page, home)
  await editor.part("rights")
  await editor.type("Recommendation 140.7 stands in a/hrc/56/9 and was noted.")
  await editor.saved()
  await editor.panel("findings")
  const panel = page.locator("#editor-panel-findings")
  await panel.getByRole("button", {name: t("fix.replace", {old: "a/hrc/56/9", new: "A/HRC/56/9"})}).click()
  await page.getByText(t("editor.findings.mended")).waitFor()
  await editor.saved()
  assert.match(words(await editor.onServer()), /stands in A\/HRC\/56\/9 and/)
  assert.deepEqual(await faults(page, "mended"), [])
  await editor.text.focus()
  await editor.key("Control+z")
  await editor.saved()
  assert.match(words(await editor.onServer()), /stands in a\/hrc\/56\/9 and/)
  assert.deepEqual(watch.complaints, [])
})
