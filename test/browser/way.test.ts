// The whole way of one person: from the set-up link to the files, and to the end of the submission.
import assert from "node:assert/strict"
import {readFileSync} from "node:fs"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor, nodes, words} from "./harness/editor"
import {download, run} from "./harness/files"
import {linkIn, MailServer} from "./harness/mail"
import {addOrganization, fill, follow, email, noticed, password, press, setUp, signIn} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let mails: MailServer, server: Server, browser: Browser, page: Page, watch: Watch
let home: string, editor: Editor

before(async () => {
  mails = await MailServer.start()
  server = await Server.start({env: mails.env})
  browser = await launch();
  ({page, watch} = await visitor(browser, {acceptDownloads: true}))
})
after(async () => {
  await browser?.close()
  await server?.stop()
  mails?.stop()
})

const heading = (key: string) => page.getByRole("heading", {level: 1, name: t(key)}).waitFor()

test("1. the set-up link makes the account", async () => {
  await setUp(page, server.setUp)
  await page.goto(server.setUp)
  await heading("error.heading.not-found")
})

test("2. out and in again, and everywhere out", async () => {
  await page.goto(server.url)
  await press(page, "layout.sign-out")
  await noticed(page, "notice.signed-out")
  await signIn(page, server.url)
  const other = await visitor(browser)
  await signIn(other.page, server.url)
  await follow(page, "layout.account")
  await press(page, "account.sessions.submit")
  await noticed(page, "notice.signed-out-everywhere")
  await other.page.goto(server.url + "/account")
  assert.equal(new URL(other.page.url()).pathname, "/sign-in")
  assert.deepEqual(other.watch.complaints, [])
  await other.context.close()
})

test("3. a forgotten password is replaced by mail", async () => {
  await page.goto(server.url + "/sign-in")
  await follow(page, "sign-in.forgotten")
  await fill(page, {email})
  await press(page, "forgotten.submit")
  await page.getByText(t("forgotten.sent"), {exact: true}).waitFor()
  const mail = await mails.next()
  assert.equal(mail.to, email)
  await page.goto(linkIn(mail, "/reset"))
  await fill(page, {password: "another " + password})
  await press(page, "reset.submit")
  await noticed(page, "notice.password-reset")
  await fill(page, {email, password})
  await press(page, "sign-in.submit")
  await page.getByRole("alert").filter({hasText: t("account.sign-in.wrong")}).waitFor()
  await signIn(page, server.url, "another " + password)
})

test("the time zone of the browser is offered and kept", async () => {
  await follow(page, "layout.account")
  assert.equal(await page.locator('[name="timezone"]').inputValue(), "Africa/Nairobi")
  await press(page, "account.submit")
  await noticed(page, "notice.account")
})

test("4. the organization with its logo", async () => {
  await addOrganization(page, server.url)
  await page.getByText("EXA Example Association, Nairobi (Kenya)", {exact: true}).waitFor()
  const buffer = await page.screenshot({clip: {x: 0, y: 0, width: 240, height: 120}})
  await page.locator('input[name="logo"]').setInputFiles({name: "logo.png", mimeType: "image/png", buffer})
  await press(page, "organization.logo.submit")
  await noticed(page, "notice.logo")
  const shown = await page.getByAltText(t("organization.logo.alt", {name: "Example Association"}))
    .evaluate(async (picture: HTMLImageElement) => { await picture.decode(); return [picture.naturalWidth, picture.naturalHeight] })
  assert.deepEqual(shown, [240, 120])
})

test("5. a submission is started; the session is suggested with its source", async () => {
  await page.goto(server.url)
  await follow(page, "home.start")
  await fill(page, {state: "MEX", language: "en"})
  await press(page, "review.submit")
  const suggestion = page.locator(".callout").first(), session = await page.locator('[name="session"]').inputValue()
  await suggestion.getByText(`session ${session},`).waitFor()
  assert.match(await suggestion.innerText(), /Source: \S.* · \S/)
  assert.match(await page.locator('[name="title"]').inputValue(), /Mexico/)
  await fill(page, {keywords: "identity documents\nbirth registration\nIndigenous Peoples", deadline: "2031-03-05", hour: "15:00"})
  await press(page, "details.create")
  await noticed(page, "notice.submission")
  home = page.url()
})

test("6. the task list says what there is to do, in two time zones", async () => {
  const session = /session (\d+)/.exec(await page.locator("h1 .caption").innerText())?.[1]
  assert.equal(await page.locator("h1 .caption").innerText(), `${t("home.review", {state: "Mexico", session: session!})} · Example Association`)
  assert.equal(await page.locator(".tasks .tag", {hasText: t("part-state.empty")}).count(), 8)
  const deadline = await page.locator(".deadline").innerText()
  assert.match(deadline, /5 March 2031, 15:00 Geneva time/)
  assert.match(deadline, /5 March 2031, 17:00 in your time zone/)
  assert.match(deadline, /days\b.* left/)
  await page.getByRole("heading", {name: t("tasks.missing")}).waitFor()
})

test("7. writing: everything that a text is made of, numbered and counted", async () => {
  editor = await Editor.open(page, home)
  await editor.part("summary")
  await editor.type("Half of all children have no birth certificate.")
  await editor.part("recommendations")
  await page.locator('.editor-toolbar [data-action="recommendation"][aria-pressed="true"]').waitFor()
  await editor.type("Register every birth without a fee.")
  await page.locator("#editor-addressee").fill("State of Oaxaca")
  await editor.key("Enter")
  await editor.part("rights")
  await editor.tool("heading1")
  await editor.type("Birth registration")
  await editor.key("Enter")
  await editor.type("Registrars ask for ")
  await editor.key("Control+b")
  await editor.type("unlawful fees")
  await editor.key("Control+b")
  await editor.tool("note")
  await editor.type("Interviews of May 2025.")
  await editor.key("Escape")
  await editor.type(" as in paragraph ")
  await editor.tool("reference")
  await page.locator("dialog").getByLabel(t("editor.reference.search")).fill("Half of all")
  await page.locator("dialog .editor-choices button").click()
  await editor.type(", in:")
  await editor.key("Enter")
  await editor.type("- Oaxaca")
  await editor.key("Enter")
  await editor.type("Chiapas")
  await editor.key("Enter", "Enter")
  await editor.tool("table")
  await editor.type("Year")
  await editor.key("Tab")
  await editor.type("Births")
  await page.locator("#editor-caption").fill("Births without a certificate")
  await editor.key("Enter")
  await editor.saved()
})

test("8. numbers, notes and words follow", async () => {
  assert.deepEqual(await editor.labels(".endnote"), ["1"])
  const numbers = await editor.labels("p[data-label]"), [target] = await editor.labels(".cross-reference")
  assert.equal(numbers.filter(label => label === "R1").length, 1)
  assert.deepEqual(numbers.filter(label => label !== "R1"), numbers.filter(label => label !== "R1").map((_, i) => `${i + 1}.`))
  const label = await editor.text.locator("p", {hasText: "Half of all children"}).getAttribute("data-label")
  assert.equal(target + ".", label)
  // A paragraph before the one referred to moves all numbers, and the reference follows.
  await editor.part("summary")
  await editor.key("Home", "Enter", "ArrowUp")
  await editor.type("First things first.")
  assert.deepEqual(await editor.labels(".cross-reference"), [String(Number(target) + 1)])
  // What is counted while typing is what the server counts.
  await editor.saved()
  const words = await editor.wordsOnServer()
  assert.ok(words > 40, `${words} words`)
  const shows = (n: number) => page.locator(".editor-total", {hasText: new RegExp(`^${n} of`)}).waitFor()
  await shows(words)
  await editor.type(" Five more words stand here.")
  await shows(words + 5)
  await editor.saved()
  assert.equal(await editor.wordsOnServer(), words + 5)
})

test("9. after a reload everything is there", async () => {
  const shown = await editor.text.innerText()
  await page.reload()
  await editor.text.locator("p").first().waitFor()
  assert.equal(await editor.text.innerText(), shown)
  await editor.saved()
  const doc = await editor.onServer()
  assert.deepEqual(nodes(doc, "endnote").map(note => note.content?.[0]?.text), ["Interviews of May 2025."])
  assert.deepEqual(nodes(doc, "recommendation").map(one => [words(one), one.attrs?.["addressee"]]), [["Register every birth without a fee.\n", "State of Oaxaca"]])
  assert.deepEqual(nodes(doc, "list_item").map(words), ["Oaxaca\n", "Chiapas\n"])
  assert.deepEqual(nodes(doc, "text").filter(node => node.marks?.some(mark => mark.type === "strong")).map(words), ["unlawful fees"])
  assert.equal(nodes(doc, "table")[0]?.attrs?.["caption"], "Births without a certificate")
})

test("10. each finding of the check leads to its place", async () => {
  await follow(page, "submission.check")
  await page.getByRole("heading", {level: 1}).filter({hasText: t("check.title")}).waitFor()
  const links = page.locator('.finding a[href*="/write#"]')
  assert.ok(await links.count() > 0, "no finding about the text")
  const address = await links.first().getAttribute("href"), id = address!.split("#")[1]!
  for (const finding of await page.locator(".finding").allInnerTexts()) assert.match(finding, /\S+ \S+/)
  for (const reason of await page.locator(".broken summary").allInnerTexts()) assert.match(reason, /UPR-[A-Z]+-\d+ · \S|UPRIGHT-[A-Z]+/)
  await links.first().click()
  await editor.text.locator("p").first().waitFor()
  await page.waitForFunction(id => {
    const at = getSelection()?.anchorNode, element = at instanceof Element ? at : at?.parentElement
    return document.activeElement?.id === "editor-text" && element?.closest(`[data-id="${id}"], [data-part="${id}"], [data-id="${id}"] *`) !== null
  }, id)
})

test("11. the answers, and the files that are downloaded", async () => {
  await page.goto(home + "/answers")
  for (const said of ["Mexico", "Example Association", "identity documents"]) await page.getByText(said).first().waitFor()
  const pdf = await download(page, t("answers.file.pdf"))
  run("qpdf", "--check", pdf.path)
  const read = run("pdftotext", pdf.path, "-").replace(/\s+/g, " ")
  for (const said of ["Half of all children", "Register every birth", "Interviews of May 2025", "Births without a certificate"]) assert.ok(read.includes(said), `the PDF lacks: ${said}`)
  const word = await download(page, t("answers.file.docx"))
  assert.match(word.name, /\.docx$/)
  run("unzip", "-tq", word.path)
  assert.ok(run("unzip", "-p", word.path, "word/document.xml").includes("unlawful fees"))
  assert.ok(run("unzip", "-p", word.path, "word/endnotes.xml").includes("Interviews of May 2025."))
  const portable = await download(page, t("answers.file.upright.json"))
  assert.match(portable.name, /\.upright\.json$/)
  assert.ok(JSON.stringify(JSON.parse(readFileSync(portable.path, "utf8"))).includes("Half of all children"))
})

test("12. the deletion of a submission with text waits, and can be called off", async () => {
  await page.goto(home)
  await follow(page, "removal.title")
  await press(page, "removal.submit")
  await page.getByRole("alert").filter({hasText: t("removal.sure.missing")}).waitFor()
  await page.getByLabel(t("removal.sure")).check()
  await press(page, "removal.submit")
  await noticed(page, "notice.deletion-asked")
  await page.goto(home)
  await follow(page, "removal.banner.link")
  await press(page, "removal.call-off")
  await noticed(page, "notice.deletion-called-off")
})

test("nothing was asked of another host, and nothing broke", () => assert.deepEqual(watch.complaints, []))
