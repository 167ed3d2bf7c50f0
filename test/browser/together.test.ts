// Three people in one text: typing in the same sentence, seeing each other, who wrote what, and a part that is locked
// under somebody who types in it.
import assert from "node:assert/strict"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {faults} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor, nodes, words} from "./harness/editor"
import {addOrganization, fill, press, setUp, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, home = ""
let ada: Editor, ben: Editor, cleo: Editor
const watches: Watch[] = []

before(async () => {
  server = await Server.start()
  browser = await launch()
  const page = await person()
  await setUp(page, server.setUp)
  await addOrganization(page, server.url)
  home = await startSubmission(page, server.url)
  const others = [await invited(page, "Ben Builder", "ben@example.org"), await invited(page, "Cleo 王", "cleo@example.org")]
  ada = await Editor.open(page, home)
  ;[ben, cleo] = await Promise.all(others.map(other => Editor.open(other, home))) as [Editor, Editor]
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function person(): Promise<Page> {
  const {page, watch} = await visitor(browser)
  watches.push(watch)
  return page
}

/** Somebody who accepts an invitation to edit. */
async function invited(coordinator: Page, name: string, email: string): Promise<Page> {
  await coordinator.goto(home + "/people/invite")
  await coordinator.locator('main [name="role"][value="editor"]').check()
  await press(coordinator, "invite-person.submit")
  const link = await coordinator.locator("#link").innerText(), page = await person()
  await page.goto(link)
  await fill(page, {name, email, password: "five loud mountains sing"})
  await press(page, "join.submit.new")
  await page.goto(home)
  await page.getByRole("heading", {level: 1}).waitFor()
  return page
}

/** Waits until every window shows the same words in the first paragraph of a part. */
async function allShow(part: number, text: RegExp): Promise<void> {
  for (const editor of [ada, ben, cleo]) await editor.text.locator(".part").nth(part).locator("p").filter({hasText: text}).first().waitFor()
}

const methodology = 1

test("three people type in the same sentence", async () => {
  await ada.part("methodology")
  await ada.type("We spoke with people.")
  await allShow(methodology, /We spoke with people\./)
  for (const editor of [ben, cleo]) await editor.part("methodology")
  await ben.key("Home")
  await cleo.key("End")
  await Promise.all([ben.type("In May 2025: "), cleo.type(" All of them agreed."), ada.type(" They were 40.")])
  await allShow(methodology, /In May 2025: We spoke with people\./)
  for (const editor of [ada, ben, cleo]) await editor.saved()
  const texts = await Promise.all([ada, ben, cleo].map(editor => editor.text.locator(".part").nth(methodology).locator("p").first().innerText()))
  const onServer = words(nodes(await ada.onServer(), "part")[methodology]!)
  // Two type at the same end: each letter is there, in whichever order they met.
  for (const said of ["In May 2025: ", "We spoke with people."]) assert.ok(onServer.includes(said), `${said} is not whole in ${onServer}`)
  const letters = (text: string) => [...text].sort().join("")
  assert.equal(letters(onServer.trim().split("people.")[1]!), letters(" All of them agreed. They were 40."))
  assert.equal(new Set(texts).size, 1, texts.join("\n"))
})

// Before this was looked at, each key of the input method stayed in the text behind the last one: "zzhzhong中国".
test("input methods go on composing while another types in the middle of the sentence", async () => {
  const device = await ada.page.context().newCDPSession(ada.page), achievements = 6
  const sentence = "We asked 40 witnesses about the papers.", line = ada.text.locator(".part").nth(achievements).locator("p").first()
  await ada.part("achievements")
  await ada.type(sentence)
  await allShow(achievements, /about the papers\./)
  await ada.key("End", ...Array<string>(7).fill("ArrowLeft"))
  await ben.part("achievements")
  await ben.key("Home", ...Array<string>(3).fill("ArrowRight"))
  let typed = ""
  for (const [keys, sign] of [[["z", "zh", "zhong"], "中国"], [["ا", "ال"], "المنظمة"], [["´"], "é"]] as const) {
    for (const text of keys) {
      await device.send("Input.imeSetComposition", {text, selectionStart: text.length, selectionEnd: text.length})
      await ben.type("b")
      await line.filter({hasText: "We " + (typed += "b") + "asked"}).waitFor()
    }
    await device.send("Input.insertText", {text: sign})
  }
  for (const editor of [ada, ben]) await editor.saved()
  const met = `We ${typed}asked 40 witnesses about the 中国المنظمةépapers.`
  await allShow(achievements, new RegExp(met))
  assert.equal(words(nodes(nodes(await ada.onServer(), "part")[achievements]!, "paragraph")[0]!).trim(), met)
  await ada.part("methodology")
})

test("each sees the others’ named cursors, in the text and in the list", async () => {
  await ben.part("framework")
  await cleo.part("rights")
  const names = ada.page.locator(".editor-other-name")
  await names.filter({hasText: "Ben Builder"}).waitFor()
  await names.filter({hasText: "Cleo 王"}).waitFor()
  await ben.page.locator(".editor-other-name").filter({hasText: "Ada Example"}).waitFor()
  // Where they are: beside the text, and in the outline.
  await ada.panel("people")
  const panel = ada.page.locator("#editor-panel-people")
  await panel.getByText(t("editor.presence.count", {n: 2})).first().waitFor()
  const title = await ada.text.locator(".part-title").nth(2).getAttribute("data-placeholder")
  await panel.locator("li").filter({hasText: "Ben Builder"}).waitFor()
  await ada.page.locator(".editor-entry").nth(2).getByText(t("editor.presence.part", {names: "Ben Builder"})).waitFor()
  assert.deepEqual(await faults(ada.page, "people " + title), [])
  if (process.env["UPRIGHT_SCREENSHOTS"]) await ada.page.screenshot({path: process.env["UPRIGHT_SCREENSHOTS"] + "/people.png"})
  // What one selects is marked for the others; nothing of it is in the text that is copied.
  await ben.type("Chosen words.")
  await ben.key("Shift+Home")
  await ada.page.locator(".editor-other-lines span").first().waitFor()
  assert.ok(!(await ada.text.innerText()).includes("Ben Builder"))
  // Going there.
  await panel.getByRole("button", {name: "Ben Builder"}).click()
  await ada.page.waitForFunction(() => getSelection()?.anchorNode?.textContent?.includes("Chosen words."))
  // Who leaves is gone.
  await cleo.page.goto(home)
  await names.filter({hasText: "Cleo"}).waitFor({state: "detached"})
  await ada.page.locator(".editor-other-name").filter({hasText: "C王"}).waitFor({state: "detached"})
  cleo = await Editor.open(cleo.page, home)
})

test("a person who types is seen where they type, without a word about it", async () => {
  await ben.part("framework")
  await ben.key("End")
  const posts: string[] = []
  ben.page.on("request", request => { if (request.url().includes("/presence")) posts.push(request.postData() ?? "") })
  const caret = ada.page.locator(".editor-other").filter({hasText: /Ben Builder|BB/})
  await caret.waitFor()
  await ben.saved()
  const place = () => caret.evaluate(element => element.getBoundingClientRect().left)
  await new Promise(resolve => setTimeout(resolve, 500)) // what is under way about the cursor before it typed
  const before = await place()
  posts.length = 0
  await ben.type(" And more of the same, letter by letter.")
  await ada.text.getByText("letter by letter.").waitFor()
  await ben.saved()
  await ada.page.waitForFunction(left => {
    const all = [...document.querySelectorAll(".editor-other")].filter(one => /^B/.test(one.textContent ?? ""))
    return all.some(one => one.getBoundingClientRect().left > left + 100)
  }, before)
  assert.deepEqual(posts, [], "typing told where it is")
})

test("who wrote what is coloured and counted", async () => {
  await ada.part("methodology")
  await ada.panel("authors")
  const panel = ada.page.locator("#editor-panel-authors")
  await ada.text.locator(".author").filter({hasText: "In May 2025"}).waitFor()
  const of = async (text: string) => {
    const one = ada.text.locator(".author").filter({hasText: text}).first()
    return {title: await one.getAttribute("title"), look: (await one.getAttribute("class"))!.split(" ").filter(name => name.startsWith("who-")).join()}
  }
  const ofCleo = async () => {
    const one = ada.text.locator('.author[title="Cleo 王"]').first()
    return {title: await one.getAttribute("title"), look: (await one.getAttribute("class"))!.split(" ").filter(name => name.startsWith("who-")).join()}
  }
  const [a, b, c] = [await of("We spoke"), await of("In May"), await ofCleo()]
  assert.deepEqual([a.title, b.title, c.title], ["Ada Example", "Ben Builder", "Cleo 王"])
  assert.equal(new Set([a.look, b.look, c.look]).size, 3)
  await panel.locator("li").filter({hasText: "Ben Builder"}).getByText("%").waitFor()
  await panel.getByRole("status").filter({hasText: /^Last changed by (Ada Example|Ben Builder|Cleo)/}).waitFor()
  await panel.getByRole("status").filter({hasText: /^At the cursor: (Ada Example|Ben Builder|Cleo)/}).waitFor()
  assert.deepEqual(await faults(ada.page, "authors"), [])
  if (process.env["UPRIGHT_SCREENSHOTS"]) await ada.page.screenshot({path: process.env["UPRIGHT_SCREENSHOTS"] + "/authors.png"})
  await panel.getByLabel(t("editor.authors.by.organization")).check()
  await ada.text.locator('.author[title="EXA"]').first().waitFor()
  await panel.getByLabel(t("editor.authors.show")).uncheck()
  await ada.text.locator(".author").first().waitFor({state: "detached"})
})

test("a part is locked while another types in it, and nothing typed is lost", async () => {
  await ben.part("rights")
  await ben.type("Before the lock. ")
  await ben.saved()
  const page = await ada.page.context().newPage()
  await page.goto(home + "/assignments")
  // Held up on the way, so that it is sent when the part is locked.
  let pass = () => {}
  const held = new Promise<void>(resolve => { pass = resolve })
  await ben.page.route("**/text/commits*", async route => {
    await held
    await route.continue()
  }, {times: 1})
  // At once: letters typed slowly go in two commits, and would be set aside as two texts.
  await ben.page.keyboard.insertText("Typed too late. ")
  await page.locator("#locks ~ ul li").nth(4).getByRole("button").click()
  await page.getByRole("status").filter({hasText: t("notice.part-locked")}).waitFor()
  await ben.text.locator(".part-locked").waitFor()
  pass()
  // The reason, in words.
  await ben.page.getByRole("alert").filter({hasText: t("text.locked")}).waitFor()
  await ben.text.getByText("Typed too late").waitFor({state: "detached"})
  assert.ok(!words(await ada.onServer()).includes("Typed too late"))
  await ben.page.getByRole("button", {name: t("editor.device.shelf", {n: 1})}).click()
  await ben.page.locator(".editor-device pre").filter({hasText: "Typed too late."}).waitFor()
  if (process.env["UPRIGHT_SCREENSHOTS"]) await ben.page.screenshot({path: process.env["UPRIGHT_SCREENSHOTS"] + "/lock.png"})
  if (process.env["UPRIGHT_SCREENSHOTS"]) await page.screenshot({path: process.env["UPRIGHT_SCREENSHOTS"] + "/assign.png", fullPage: true})
  // It cannot be typed into any more; other parts can, and so can the coordinator.
  await ben.part("rights")
  await ben.type("No way. ")
  assert.ok(!(await ben.text.innerText()).includes("No way."))
  await ben.part("recommendations")
  await ben.type("Still open.")
  await ben.saved()
  await ada.part("rights")
  await ada.type("By the coordinator. ")
  await ada.saved()
  await ben.text.getByText("By the coordinator.").waitFor()
  await page.locator("#locks ~ ul li").nth(4).getByRole("button").click()
  await page.getByRole("status").filter({hasText: t("notice.part-unlocked")}).waitFor()
  await ben.text.locator(".part-locked").waitFor({state: "detached"})
  await ben.part("rights")
  await ben.type("Open again. ")
  await ben.saved()
  assert.ok(words(await ada.onServer()).includes("Open again."))
  assert.deepEqual(await faults(page, "assignments"), [])
})

test("something is assigned, seen in the outline, and done", async () => {
  const page = await ada.page.context().newPage()
  await page.goto(home + "/assignments")
  await fill(page, {due: "2099-12-31", note: "Ask the health workers too."})
  await page.locator('main [name="who"]').selectOption({label: "Ben Builder · EXA"})
  await press(page, "assignments.submit")
  await page.getByRole("status").filter({hasText: t("notice.assigned")}).waitFor()
  await ben.page.locator(".editor-entry").first().getByText("For Ben Builder").waitFor()
  await ben.panel("people")
  await ben.page.locator("#editor-panel-people").getByText("Ask the health workers too.").waitFor()
  await ben.page.getByRole("link", {name: t("editor.assigned.assign")}).click()
  await ben.page.getByRole("heading", {level: 1}).filter({hasText: t("assignments.title")}).waitFor()
  assert.match(await ben.page.locator('main [name="block"] option:checked').innerText(), /^Paragraph \d+ in/)
  await ben.page.getByText("Ask the health workers too.").waitFor()
  await ben.page.getByRole("button", {name: new RegExp("^" + t("assignments.finish"))}).click()
  await ben.page.getByRole("status").filter({hasText: t("notice.assignment-done")}).waitFor()
})

test("nothing was asked of another host, and nothing broke", () => assert.deepEqual(watches.flatMap(watch => watch.complaints), []))
