// The part on international solidarity: answered, made into rows of the matrix, begun as text, linked in the editor, and
// printed in PDF and Word.
import assert from "node:assert/strict"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {faults} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor, words} from "./harness/editor"
import {download, run} from "./harness/files"
import {addOrganization, fill, follow, noticed, press, setUp, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

const covenant = "International Covenant on Civil and Political Rights, article 22"
let server: Server, browser: Browser, page: Page, watch: Watch, home = ""

before(async () => {
  server = await Server.start()
  browser = await launch();
  ({page, watch} = await visitor(browser, {acceptDownloads: true}))
  await setUp(page, server.setUp)
  await addOrganization(page, server.url)
  home = await startSubmission(page, server.url)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test("the questions are answered one after the other", async () => {
  await page.goto(home)
  await follow(page, "solidarity.title")
  await page.getByText(t("solidarity.draft")).waitFor()
  assert.deepEqual(await faults(page, "list"), [])
  await follow(page, "solidarity-question.rights")
  assert.equal(await page.locator("#treaties option").count(), 18)
  await fill(page, {basis1: covenant, right1: "freedom of association"})
  assert.deepEqual(await faults(page, "rights"), [])
  await press(page, "solidarity.next")
  await page.getByRole("heading", {level: 1, name: t("solidarity-question.form")}).waitFor()
  await page.getByLabel(t("solidarity-form.reactive")).check()
  await press(page, "solidarity.next")
  await fill(page, {who: "Volunteers who bring water"})
  await press(page, "solidarity.next")
  await fill(page, {respect: "No penalty for help", actor: "Example Telephones", refrain: "No data about callers"})
  await press(page, "solidarity.next")
  await fill(page, {acts: "Water and food on the road.", penalties: "Volunteers were questioned."})
  await press(page, "solidarity.to-list")
  await noticed(page, "notice.solidarity-answer")
  await page.getByText(t("solidarity.answered", {n: 5, all: 12})).waitFor()
  for (const [question, answer] of Object.entries({
    indicators: "Persons questioned for help", demand: "End the questioning of volunteers by 2028.",
  })) {
    await page.goto(`${home}/solidarity/questions/${question}`)
    await fill(page, {[question]: answer})
    await press(page, "solidarity.to-list")
    await noticed(page, "notice.solidarity-answer")
  }
})

test("a row is begun from the answers, and the text from the row", async () => {
  await follow(page, "solidarity.grid")
  assert.deepEqual(await faults(page, "grid"), [])
  await page.getByRole("link", {name: `${t("solidarity.add")} ${t("solidarity.bearer.state")}: ${t("solidarity.duty.respect")}`}).click()
  assert.equal(await page.locator('[name="basis"]').inputValue(), covenant)
  assert.equal(await page.locator('[name="kind"]').inputValue(), "reactive")
  assert.ok(await page.locator('[name="duty"][value="respect"]').isChecked())
  await fill(page, {measure: "None known to us"})
  assert.deepEqual(await faults(page, "row"), [])
  await press(page, "solidarity.entry.submit")
  await noticed(page, "notice.solidarity-entry")
  await follow(page, "solidarity.begin")
  assert.deepEqual(await faults(page, "text"), [])
  for (const passage of [/^International Covenant/, /questioned\.$/]) await page.getByLabel(passage).first().check()
  await page.getByLabel(/End the questioning/).check()
  await press(page, "solidarity.text.submit")
  await page.waitForURL(/\/write#/)
  const editor = await Editor.open(page, home)
  const text = words(await editor.onServer())
  assert.match(text, /Who may claim, and who owes what\nInternational Covenant on Civil and Political Rights, article 22 \(freedom of association\)\./)
  assert.match(text, /article 22: End the questioning of volunteers by 2028\.\n/)
})

test("in the editor the paragraph with the cursor is linked to another cell, and the text stays free", async () => {
  const editor = await Editor.open(page, home)
  await editor.panel("solidarity")
  const panel = page.locator("#editor-panel-solidarity")
  const company = panel.locator(".editor-solidarity > li").last()
  await company.getByText(t("editor.solidarity.gap")).waitFor()
  const paragraph = editor.text.locator("p").filter({hasText: "Volunteers were questioned."})
  await paragraph.click()
  const label = (await paragraph.getAttribute("data-label"))!.replace(".", "")
  await company.getByRole("button", {name: t("editor.solidarity.new", {label})}).click()
  await panel.getByText(t("editor.solidarity.linked", {label})).waitFor()
  await company.getByText(t("editor.solidarity.numbers", {labels: label})).waitFor()
  await company.getByText(t("editor.solidarity.no-basis")).waitFor()
  assert.deepEqual(await faults(page, "panel"), [])
  // Another window links another paragraph to the row: the list is drawn anew, and the keyboard is where it was.
  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset["of"])
  assert.equal(await focused(), "non-state-actor respect")
  const other = editor.text.locator("p[data-label]").first(), row = company.locator("a").first()
  const entry = (await row.getAttribute("href"))!.split("/").at(-1)!, block = (await other.getAttribute("data-id"))!
  await page.evaluate(([url, body]) => fetch(url!, {method: "POST", headers: {"Content-Type": "application/json"}, body: body!}),
    [home + "/solidarity/links", JSON.stringify({entry, block, linked: true})])
  const labels = [label, (await other.getAttribute("data-label"))!.replace(".", "")].join(", ")
  await company.getByText(t("editor.solidarity.numbers", {labels})).waitFor()
  assert.equal(await focused(), "non-state-actor respect")
  await paragraph.click()
  await editor.key("End")
  await editor.type(" Nobody was charged.")
  await editor.saved()
  assert.match(words(await editor.onServer()), /Volunteers were questioned\. Nobody was charged\./)
})

test("the check asks for a binding basis, and the row gets one", async () => {
  await page.goto(home + "/check")
  await page.getByText(t("rule.UPRIGHT-SOLIDARITY-BASIS.basis")).first().waitFor()
  await page.goto(home + "/solidarity")
  await page.getByRole("link", {name: `${t("solidarity.bearer.non-state-actor")}: ${t("solidarity.duty.respect")}`}).click()
  await fill(page, {basis: "International Covenant on Civil and Political Rights, article 17", bearer_name: "Example Telephones"})
  await press(page, "solidarity.entry.submit")
  await noticed(page, "notice.solidarity-entry")
  await page.goto(home + "/check")
  assert.equal(await page.getByText(t("rule.UPRIGHT-SOLIDARITY-BASIS.basis")).count(), 0)
})

test("the matrix stands in PDF and Word", async () => {
  await page.goto(home + "/answers")
  const pdf = await download(page, t("answers.file.pdf"))
  const read = run("pdftotext", "-layout", pdf.path, "-")
  const matrix = read.slice(read.lastIndexOf("Solidarity matrix")).replace(/\s+/g, " ")
  for (const part of ["It is a draft and binds no State", "Volunteers who", "None known to us", "Persons", "Example"]) {
    assert.ok(matrix.includes(part), `the matrix in the PDF lacks ${part}: ${matrix.slice(0, 600)}`)
  }
  const word = await download(page, t("answers.file.docx"))
  const xml = run("unzip", "-p", word.path, "word/document.xml")
  for (const part of ["Solidarity matrix", covenant, "Example Telephones", "Volunteers who bring water", "Persons questioned for help"]) {
    assert.ok(xml.includes(part), `the matrix in Word lacks ${part}`)
  }
  assert.deepEqual(watch.complaints, [])
})
