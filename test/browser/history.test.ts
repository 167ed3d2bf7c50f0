// The history of a text: naming a revision, comparing on the screen, bringing a paragraph back, going through time with
// the keyboard alone and without JavaScript.
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

test("a revision is named and compared with what was written since", async () => {
  const editor = await Editor.open(page, home)
  await editor.part("rights")
  await editor.type("Registration is free by law.")
  await editor.saved()
  await page.goto(home)
  await follow(page, "submission.history")
  await fill(page, {name: "Sent to members"})
  await press(page, "history.name.submit")
  await noticed(page, "notice.revision")
  const again = await Editor.open(page, home)
  await again.part("rights")
  await again.key("End")
  await again.type(" Not in practice.")
  await again.saved()
  await page.goto(home + "/history")
  await page.getByRole("link", {name: t("history.compare-now")}).first().click()
  const inserted = page.locator(".reading ins").filter({hasText: "Not in practice."})
  await inserted.waitFor()
  // Whoever cannot see the line hears of it.
  assert.match(await inserted.innerText(), /inserted/)
  assert.deepEqual(await faults(page, "compare"), [])
})

test("a paragraph is brought back, after a question that shows what changes", async () => {
  await page.getByText(t("compare.restore"), {exact: true}).click()
  await page.getByRole("link", {name: /Bring back: Paragraph/}).click()
  await page.locator(".reading del").filter({hasText: "Not in practice."}).waitFor()
  assert.deepEqual(await faults(page, "restore"), [])
  await press(page, "restore.submit")
  await noticed(page, "notice.restored")
  const editor = await Editor.open(page, home)
  const text = words(await editor.onServer())
  assert.match(text, /Registration is free by law\.\n/)
  assert.doesNotMatch(text, /Not in practice/)
})

test("the slider goes through time with the keyboard", async () => {
  await page.goto(home + "/history")
  await follow(page, "history.walk")
  const slider = page.locator("#moments-slider"), reading = page.locator(".reading")
  await slider.focus()
  await page.keyboard.press("Home")
  await reading.filter({hasNotText: "Registration"}).waitFor()
  assert.match(page.url(), /\/history\/0$/)
  assert.equal(await slider.getAttribute("aria-valuetext"), t("history.beginning"))
  await page.keyboard.press("ArrowRight")
  await reading.filter({hasText: "Registration is free"}).waitFor()
  await page.getByText("Sent to members").first().waitFor()
  assert.equal(await page.evaluate(() => document.activeElement?.id), "moments-slider", "the focus stays")
  assert.deepEqual(await faults(page, "moment"), [])
  assert.deepEqual(watch.complaints, [])
})

test("without JavaScript the moments are links", async () => {
  const state = await page.context().storageState()
  const {page: plain, context} = await visitor(browser, {javaScriptEnabled: false, storageState: state})
  await plain.goto(page.url())
  await plain.getByText(t("moment.all"), {exact: true}).click()
  await plain.getByRole("link", {name: t("history.beginning")}).click()
  await plain.locator(".reading").filter({hasNotText: "Registration"}).waitFor()
  assert.match(plain.url(), /\/history\/0$/)
  await context.close()
})
