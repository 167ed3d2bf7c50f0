// Comments of two people beside one text: on words that others move and delete, answers, mentions, filters with the
// keyboard alone, a line that fails, and the page to read without JavaScript.
import assert from "node:assert/strict"
import {after, before, test} from "node:test"
import type {Browser, BrowserContextOptions, Page} from "playwright-core"
import {faults} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor} from "./harness/editor"
import {addOrganization, fill, noticed, press, setUp, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, home = "", ada: Editor, ben: Editor
const watches: Watch[] = []

before(async () => {
  server = await Server.start()
  browser = await launch()
  const page = await person()
  await setUp(page, server.setUp)
  await addOrganization(page, server.url)
  home = await startSubmission(page, server.url)
  const other = await invited(page, "Ben بن", "editor")
  ada = await Editor.open(page, home)
  ben = await Editor.open(other, home)
  await ada.part("rights")
  await ada.type("Registration is free by law but not in practice. قال الشهود ذلك.")
  await ada.saved()
  await ben.text.getByText("not in practice").waitFor()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function person(options: BrowserContextOptions = {}): Promise<Page> {
  const {page, watch} = await visitor(browser, options)
  watches.push(watch)
  return page
}

/** Somebody who accepts an invitation. */
async function invited(coordinator: Page, name: string, role: string): Promise<Page> {
  await coordinator.goto(home + "/people/invite")
  await coordinator.locator('main [name="role"][value="' + role + '"]').check()
  await press(coordinator, "invite-person.submit")
  const link = await coordinator.locator("#link").innerText(), page = await person()
  await page.goto(link)
  await fill(page, {name, email: role + "@example.org", password: "five loud mountains sing"})
  await press(page, "join.submit.new")
  return page
}

const panel = (editor: Editor) => editor.page.locator("#editor-panel-comments")
const heads = (editor: Editor) => panel(editor).locator(".editor-thread-head")
const bodies = (editor: Editor) => panel(editor).locator(".editor-comment-body")
const button = (editor: Editor, key: string) => panel(editor).getByRole("button", {name: t(key), exact: true})
const marked = (editor: Editor) => editor.text.locator("[data-comment]")
const tab = (editor: Editor) => editor.page.locator(".editor-tab").filter({hasText: t("editor.comments")})
/** Opens a thread, unless it is open. */
async function unfold(editor: Editor, words: string): Promise<void> {
  const head = heads(editor).filter({hasText: words})
  await head.focus()
  if (await head.getAttribute("aria-expanded") === "false") await editor.key("Enter")
}
/** What has the focus. */
const focused = (editor: Editor) => editor.page.evaluate(() => document.activeElement?.className || document.activeElement?.id || "")

/** Selects words of the paragraph that the tests write in, with the keyboard; "" puts the cursor after `from` letters. */
async function select(editor: Editor, words: string, from = -1): Promise<void> {
  const paragraph = editor.text.locator(".part").nth(4).locator("p").first(), all = await paragraph.innerText()
  const start = from < 0 ? all.indexOf(words) : from
  // A key that is pressed while the page shows where others are can be lost: the browser's selection is set anew then.
  for (let attempt = 0; attempt < 5; attempt++) {
    await editor.part("rights")
    for (let i = 0; i < start; i++) await editor.key("ArrowRight")
    for (let i = 0; i < words.length; i++) await editor.key("Shift+ArrowRight")
    // The editor is told of a selection before the next frame.
    const selected = await editor.page.evaluate(() => new Promise<string>(resolve => {
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(getSelection()?.toString() ?? "")))
    }))
    if (selected === words) return
  }
  throw new Error("cannot select " + words)
}

test("a comment on selected words reaches the other window, with its words marked", async () => {
  await select(ada, "free by law")
  await ada.key("Control+Alt+m")
  await panel(ada).locator("textarea:focus").waitFor()
  await ada.type("Since when? @Ben")
  await panel(ada).getByRole("option", {name: /Ben/}).waitFor()
  await ada.key("Enter")
  await ada.type("please look.")
  await ada.key("Control+Enter")
  await marked(ada).filter({hasText: "free by law"}).waitFor()
  assert.match(await focused(ada), /ProseMirror/, "the focus is in the text again")
  await marked(ben).filter({hasText: /^free by law$/}).waitFor()
  await ben.panel("comments")
  await tab(ben).filter({hasText: "1"}).waitFor()
})

test("the words keep their mark while the other types before and inside of them", async () => {
  await ben.part("rights")
  await ben.key("Home")
  await ben.type("By 2020: ")
  await ben.saved()
  await ada.text.getByText("By 2020: Registration").waitFor()
  for (const editor of [ada, ben]) assert.equal(await marked(editor).innerText(), "free by law")
})

test("the thread at the cursor, an answer, and back to the text, with the keyboard alone", async () => {
  await select(ben, "", 28)
  await ben.key("Control+Alt+m")
  await panel(ben).locator(".editor-thread-head:focus").waitFor()
  await panel(ben).getByText(t("editor.comments.place.paragraph", {label: 5})).first().waitFor()
  assert.match(await bodies(ben).first().innerText(), /^Since when\? @Ben بن please look\.$/)
  await ben.key("Tab", "Tab")
  assert.equal(await ben.page.evaluate(() => (document.activeElement as HTMLElement).dataset["act"]), "reply")
  await ben.key("Enter")
  await ben.type("منذ عام ٢٠١٠")
  await ben.key("Control+Enter")
  await bodies(ben).nth(1).waitFor()
  await ben.key("Escape")
  assert.match(await focused(ben), /ProseMirror/)
  await heads(ada).first().filter({hasText: t("editor.comments.count", {n: 2})}).waitFor()
})

test("deleted words leave the thread at its paragraph; undo gives them back", async () => {
  await select(ben, "free by law")
  await ben.key("Delete")
  await ben.saved()
  await ada.text.getByText("is  but not").waitFor()
  await marked(ada).waitFor({state: "detached"})
  await unfold(ada, "free by law")
  await panel(ada).getByText(t("editor.comments.lost")).waitFor()
  await ben.key("Control+z")
  await marked(ada).filter({hasText: "free by law"}).waitFor()
  await panel(ada).getByText(t("editor.comments.lost")).waitFor({state: "detached"})
})

test("a comment on the whole paragraph has a sign in the margin", async () => {
  await ada.part("methodology")
  await ada.key("Control+Alt+m")
  await panel(ada).locator("textarea:focus").waitFor()
  await ada.type("Who was asked?")
  await ada.key("Control+Enter")
  const sign = ben.page.getByRole("button", {name: t("editor.comments.mark", {n: 1, place: t("editor.comments.place.paragraph", {label: 2})})})
  await sign.click()
  await heads(ben).first().filter({hasText: "Paragraph 2"}).waitFor()
  await panel(ben).locator(".editor-thread-head:focus").waitFor()
})

test("a comment inside of a note", async () => {
  await ada.part("framework")
  await ada.type("The law of 2010")
  await ada.key("Control+Alt+d")
  await ada.page.locator(".editor-note-input:focus").waitFor()
  await ada.type("Law No. 7.")
  await ada.saved()
  await ada.key("Control+Alt+m")
  await panel(ada).locator("textarea:focus").waitFor()
  await ada.type("Is this the number?")
  await ada.key("Control+Enter")
  await heads(ben).filter({hasText: t("editor.comments.place.endnote", {label: 1})}).waitFor()
})

test("an answer stays while its thread is deleted by others", async () => {
  await ada.part("methodology")
  await ada.key("Control+Alt+m")
  await panel(ada).locator("textarea:focus").waitFor()
  await ada.type("Soon gone.")
  await ada.key("Control+Enter")
  await bodies(ada).filter({hasText: "Soon gone."}).waitFor()
  const thread = panel(ben).locator(".editor-thread").filter({hasText: "Soon gone."})
  await panel(ben).locator(".editor-thread").nth(await heads(ada).count() - 1).waitFor()
  for (const one of await heads(ben).all()) {
    if (await thread.isVisible()) break
    await one.click()
  }
  await thread.locator('[data-act="reply"]').click()
  await ben.type("Half an answer")
  ada.page.once("dialog", dialog => void dialog.accept())
  await panel(ada).locator(".editor-comment").filter({hasText: "Soon gone."}).locator('[data-act^="delete"]').click()
  await panel(ada).getByText("Soon gone.").waitFor({state: "detached"})
  await panel(ben).getByText(t("editor.comments.shown", {n: await heads(ada).count()})).first().waitFor()
  assert.equal(await thread.locator("textarea").inputValue(), "Half an answer")
  // Loaded anew, there is no thread for it any more: the words stand by themselves, and become a new comment.
  await ben.page.reload()
  await ben.text.locator("p").first().waitFor()
  await ben.panel("comments")
  const stray = panel(ben).getByLabel(t("editor.comments.stray"))
  await stray.waitFor()
  assert.equal(await stray.inputValue(), "Half an answer")
  await button(ben, "editor.comments.stray.begin").click()
  await stray.waitFor({state: "detached"})
  const begun = panel(ben).locator("textarea")
  assert.equal(await begun.inputValue(), "Half an answer")
  ben.page.once("dialog", dialog => void dialog.accept())
  await button(ben, "editor.comments.cancel").click()
  await begun.waitFor({state: "detached"})
})

test("no finding of axe in the open panel, on a screen and on a phone", async () => {
  const found: string[] = []
  for (const width of [1280, 360]) {
    await ben.page.setViewportSize({width, height: 800})
    await heads(ben).first().waitFor()
    found.push(...await faults(ben.page, `comments at ${width}`))
    if (process.env["UPRIGHT_SCREENSHOTS"]) await ben.page.screenshot({path: `${process.env["UPRIGHT_SCREENSHOTS"]}/comments-${width}.png`})
  }
  await ben.page.setViewportSize({width: 1280, height: 800})
  assert.deepEqual(found, [])
})

test("a resolved thread goes for both, and filters find it again by keyboard", async () => {
  await unfold(ada, "free by law")
  await button(ada, "editor.comments.resolve").focus()
  await ada.key("Enter")
  await heads(ben).filter({hasText: "free by law"}).waitFor({state: "detached"})
  await marked(ben).filter({hasText: "free by law"}).waitFor({state: "detached"})
  await panel(ben).locator("select").first().focus()
  await ben.type(t("editor.comments.state.resolved"))
  await heads(ben).filter({hasText: "free by law"}).waitFor()
  assert.equal(await heads(ben).count(), 1)
  await ben.type(t("editor.comments.state.all"))
  await panel(ben).locator("select").nth(1).focus()
  await ben.type(t("editor.comments.by.me"))
  await heads(ben).filter({hasText: "Paragraph 2"}).waitFor({state: "detached"})
  assert.equal(await heads(ben).count(), 1)
})

test("what is written while the line is down is kept, over a reload too, and sent once", async () => {
  await ada.page.context().route("**/comments?*", route => route.abort())
  await select(ada, "By 2020:")
  await ada.key("Control+Alt+m")
  await panel(ada).locator("textarea:focus").waitFor()
  await ada.type("Written on a poor line.")
  await ada.key("Control+Enter")
  await panel(ada).getByText(t("editor.comments.kept")).waitFor()
  await ada.page.reload()
  await ada.text.locator("p").first().waitFor()
  await ada.page.context().unroute("**/comments?*")
  await ada.panel("comments")
  assert.equal(await panel(ada).locator("textarea").inputValue(), "Written on a poor line.")
  await button(ada, "editor.comments.send").click()
  await panel(ada).locator("textarea").waitFor({state: "detached"}).catch(async () => assert.fail(await panel(ada).innerText()))
  await heads(ada).filter({hasText: "By 2020:"}).waitFor()
  assert.equal(await heads(ada).filter({hasText: "By 2020:"}).count(), 1)
})

test("a part that is locked says so, tells who types into it, and takes comments", async () => {
  const page = await ada.page.context().newPage(), part = ben.text.locator(".part").nth(4)
  const turn = async (key: string) => {
    await page.goto(home + "/assignments")
    await page.locator("li").filter({hasText: "Promotion and protection"}).getByRole("button", {name: new RegExp("^" + t(key))}).click()
  }
  await turn("locks.lock")
  await ben.text.locator(".part-locked[data-lock*='Ada Example']").waitFor()
  const before = await part.innerText()
  await ben.part("rights")
  await ben.type("x")
  await ben.page.getByText(t("editor.locks.blocked")).waitFor()
  assert.equal(await part.innerText(), before)
  await ben.key("Control+Alt+m")
  await panel(ben).locator("textarea:focus").waitFor()
  await ben.type("Locked too soon?")
  await ben.key("Control+Enter")
  await panel(ben).getByText(t("editor.comments.done.sent")).waitFor()
  await turn("locks.unlock")
  await ben.text.locator(".part-locked").waitFor({state: "detached"})
  await ben.part("rights")
  await ben.type("x")
  await ada.text.locator(".part").nth(4).locator("p").filter({hasText: /^x/}).waitFor()
  await ben.key("Backspace") // the steps below look for the paragraph by its first words
  await ada.text.locator(".part").nth(4).locator("p").filter({hasText: /^x/}).waitFor({state: "detached"})
  await page.close()
})

test("the page to read, without JavaScript: who was mentioned, a comment, an answer", async () => {
  const page = await (await browser.newContext({javaScriptEnabled: false, storageState: await ben.page.context().storageState()})).newPage()
  await page.goto(home)
  await page.getByRole("link", {name: /Ada Example mentioned you/}).waitFor({state: "detached"}) // seen in the editor
  await page.goto(home + "/read")
  await page.getByRole("link", {name: new RegExp("^" + t("comment.add") + " Paragraph 3")}).click()
  await fill(page, {body: ""})
  await press(page, "editor.comments.send")
  await page.getByText(t("form.errors")).waitFor()
  await fill(page, {body: "From the page to read. @Ada Example"})
  await press(page, "editor.comments.send")
  await noticed(page, "notice.comment")
  await page.locator(".thread").filter({hasText: "From the page to read."}).getByRole("link", {name: t("editor.comments.reply"), exact: true}).click()
  await fill(page, {body: "And an answer."})
  await press(page, "editor.comments.send")
  await page.locator(".thread").filter({hasText: "And an answer."}).waitFor()
  await page.context().close()
  await ada.page.goto(home)
  await ada.page.getByRole("link", {name: /Ben بن mentioned you/}).click()
  await ada.page.locator(".thread").filter({hasText: "From the page to read."}).waitFor()
  assert.deepEqual(await faults(ada.page, "read"), [])
})

test("somebody who may comment and not write chooses a paragraph with the keyboard", async () => {
  const cleo = await Editor.open(await invited(ada.page, "Cleo", "commenter"), home)
  await cleo.text.focus()
  await cleo.type("Not to be written.")
  while (!/^By 2020/.test(await cleo.page.evaluate(() => getSelection()?.toString() ?? ""))) await cleo.key("ArrowDown")
  await cleo.key("Control+Alt+m")
  await panel(cleo).locator("textarea:focus").waitFor()
  await cleo.type("Heard of by reading.")
  await cleo.key("Control+Enter")
  await heads(cleo).filter({hasText: "Cleo"}).filter({hasText: "By 2020"}).waitFor()
  assert.doesNotMatch(JSON.stringify(await cleo.onServer()), /Not to be written/)
})

test("nothing went wrong on the way", () => {
  assert.deepEqual(watches.flatMap(watch => watch.complaints), [])
})
